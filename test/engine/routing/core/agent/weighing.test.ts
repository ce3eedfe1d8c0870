// One order across queues: who becomes free takes, of the first callers of all its queues, the one with the oldest right.
import t from 'tap'
import type { AgentCommand, Offer } from '#engine/protocol/agent.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import type { QueueCommand } from '#engine/protocol/queue.ts'
import { notFreeBecause } from '#engine/routing/core/acd/explain.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { type AgentState, standingOf } from '#engine/routing/core/agent/state.ts'
import { sinceOf } from '#engine/routing/core/queue/order.ts'
import type { OpenQueue } from '#engine/routing/core/queue/state.ts'
import { memberOf } from '#engine/routing/core/queue/team.ts'
import { queues } from '../queue/stands.ts'
import { agentConfig, offerOf, queueConfig, waitingCall } from '../samples.ts'
import { randomBy } from '../walk/random.ts'
import { ready, T } from './stands.ts'

const BOTH = { queueIds: ['q1', 'q2'] }
const offer = (offerId: string, queueId: string, since: number) =>
  ({ type: 'offer', offer: offerOf({ offerId, queueId, callId: `c-${offerId}`, since }) }) as const
const refusedBy = (queueId: string, offerId: string, reason: string) =>
  [{ to: 'actor', ref: { kind: 'queue', id: queueId }, command: { type: 'offer-refused', offerId, reason } }] as const

t.test('the first offer is held for a moment, a better one takes its place, and the better one rings', async (t) => {
  const held = ready(BOTH).does(offer('o1', 'q1', 500), T + 10)
  held.when(offer('o1', 'q1', 500), T + 11).gives(t, [], [])
  t.equal(held.wakeAt(), T + 100)
  held.when(offer('o2', 'q2', 900), T + 20).matches(t, [], refusedBy('q2', 'o2', 'outscored'))
  held.when(offer('o2', 'q2', 100), T + 20).matches(t, [{ type: 'offer-held' }], refusedBy('q1', 'o1', 'outscored'))
  const better = held.does(offer('o2', 'q2', 100), T + 20)
  better.when({ type: 'wake' }, T + 99).gives(t, [], [])
  const rings = better.does({ type: 'wake' }, T + 100)
  t.match(rings.view(), { mode: 'ringing', call: { callId: 'c-o2', queueId: 'q2' } })
})

const toldQueues = (decision: object) =>
  ('effects' in decision ? (decision.effects as Effect[]) : []).flatMap((effect) =>
    effect.to === 'actor' && effect.command.type === 'agent-changed' ? [told(effect.ref.id, effect.command)] : [],
  )
const told = (queueId: string, command: object): string => {
  const { agent } = command as Extract<QueueCommand, { type: 'agent-changed' }>
  return `${queueId} ${notFreeBecause(agent) ?? 'free'}`
}

t.test('who weighs an offer stands as taken at all its queues, and as free again when it lets go', async (t) => {
  const open = ready(BOTH)
  const { decision } = open.when(offer('o1', 'q1', 500), T + 10)
  t.same(toldQueues(decision), ['q1 offered-elsewhere', 'q2 offered-elsewhere'])
  const held = open.does(offer('o1', 'q1', 500), T + 10)
  const asked = held.when({ type: 'refresh-standing', queueId: 'q2' }, T + 20)
  t.same(toldQueues(asked.decision), ['q2 offered-elsewhere'], 'the queue that was refused and asks')
  const gone = held.when({ type: 'withdraw-offer', offerId: 'o1', reason: 'abandoned' }, T + 30)
  t.same(toldQueues(gone.decision), ['q1 free', 'q2 free'])
  const freed = held.does({ type: 'withdraw-offer', offerId: 'o1', reason: 'abandoned' }, T + 30)
  t.match(freed.does(offer('o2', 'q2', 900), T + 40).view(), { mode: 'ready', weighs: true }, 'the moment is not over')
  t.match(freed.does(offer('o2', 'q2', 900), T + 100).view(), { mode: 'ringing' })
})

t.test('who serves one queue, or has been free for a while, rings at once', async (t) => {
  t.match(
    ready()
      .does(offer('o1', 'q1', 1), T + 10)
      .view(),
    { mode: 'ringing' },
  )
  t.match(
    ready(BOTH)
      .does(offer('o1', 'q1', 1), T + 100)
      .view(),
    { mode: 'ringing' },
  )
})

t.test(
  'what is held is let go when its caller leaves, and given back when the agent does something else',
  async (t) => {
    const held = ready(BOTH).does(offer('o1', 'q1', 500), T + 10)
    const gone = held.does({ type: 'withdraw-offer', offerId: 'o1', reason: 'abandoned' }, T + 20)
    gone.when({ type: 'wake' }, T + 100).gives(t, [], [])
    t.match(gone.view(), { mode: 'ready' })
    const { decision } = held.when({ type: 'take-break', reason: 'meal' }, T + 20)
    t.match('effects' in decision && decision.effects[0], refusedBy('q1', 'o1', 'on-break')[0])
  },
)

/** Agents and queues with letters that take up to so many ms, in any order between different pairs. */
async function world(seed: number, slowestMs: number) {
  const { machine } = await queues()
  const random = randomBy(seed)
  type Actor = { kind: 'queue' | 'agent'; id: string }
  type Letter = { at: number; n: number; to: Actor; command: QueueCommand | AgentCommand }
  const state = new Map<string, unknown>()
  const arrived = new Map<string, number>()
  const freed = new Map<string, number>()
  let letters: Letter[] = []
  let n = 0
  const wrong: string[] = []
  let taken = 0
  /** how often an agent was offered the same caller */
  const offered = new Map<string, number>()
  const later = (at: number, to: Actor, command: Letter['command']) => {
    letters.push({ at, n: n++, to, command })
  }
  /** letters between the same two keep their order */
  const send = (at: number, from: Actor, to: Actor, command: Letter['command']) => {
    const lane = `${from.id} ${to.id}`
    const when = Math.max(at, arrived.get(lane) ?? 0)
    arrived.set(lane, when)
    later(when, to, command)
  }
  const stateOf = <S>({ kind, id }: Actor): S =>
    (state.get(`${kind} ${id}`) ?? (kind === 'queue' ? machine.initial(id) : agentMachine.initial(id))) as S
  function judge(agentId: string, queueIds: string[], took: Offer, at: number) {
    taken++
    for (const queueId of queueIds) {
      const queue = stateOf<OpenQueue>({ kind: 'queue', id: queueId })
      for (const one of queue.waiting) {
        const settled = !one.offer && at - one.call.joinedAt > 150 && at - (freed.get(one.call.callId) ?? 0) > 150
        if (settled && sinceOf(one, queue.config) < (took.since ?? 0))
          wrong.push(`${agentId} took ${took.callId} of ${took.queueId} past ${one.call.callId} of ${queueId}`)
      }
    }
  }
  function tell({ kind, id }: Actor, command: Letter['command'], at: number) {
    const key = `${kind} ${id}`
    const seedOf = `${seed}-${n++}`
    if (command.type === 'offer') {
      const pair = `${id} ${command.offer.callId}`
      offered.set(pair, (offered.get(pair) ?? 0) + 1)
    }
    const now = stateOf<never>({ kind, id })
    const given = { at, seed: seedOf }
    const decision =
      kind === 'queue'
        ? machine.decide(now, command as QueueCommand, given)
        : agentMachine.decide(now, command as AgentCommand, given)
    if ('refusal' in decision) return
    let next: unknown = now
    for (const fact of decision.facts as { type: string; callId?: string; call?: { why: { offerId?: string } } }[]) {
      next =
        kind === 'queue'
          ? machine.evolve(next as never, fact as never, at)
          : agentMachine.evolve(next as never, fact as never, at)
      if (fact.type === 'offer-ended') freed.set(fact.callId ?? '', at)
      if (fact.type !== 'leg-made') continue
      const before = now as { held?: Offer; config: { queueIds: string[] } }
      const took = command.type === 'offer' ? command.offer : before.held
      if (took) judge(id, before.config.queueIds, took, at)
      later(
        at + 40,
        { kind: 'agent', id },
        { type: 'news', news: { type: 'leg-answered', callId: took?.callId ?? '', legId: `${seedOf}-0` } },
      )
      later(
        at + 60 + random.below(20_000),
        { kind: 'agent', id },
        { type: 'call-over', callId: took?.callId ?? '', cause: 'normal' },
      )
    }
    state.set(key, next)
    for (const effect of decision.effects as Effect[])
      if (effect.to === 'actor' && effect.ref.kind !== 'call')
        send(at + random.below(slowestMs), { kind, id }, effect.ref as Actor, effect.command as Letter['command'])
  }
  function run(until: number) {
    for (;;) {
      letters.sort((a, b) => a.at - b.at || a.n - b.n)
      const due = [...state].flatMap(([key, one]) => {
        const [kind, id] = key.split(' ') as ['queue' | 'agent', string]
        const at = kind === 'queue' ? machine.wakeAt(one as never) : agentMachine.wakeAt(one as never)
        return at === undefined ? [] : [{ at, to: { kind, id } }]
      })
      const first = due.sort((a, b) => a.at - b.at)[0]
      const letter = letters[0]
      const at = Math.min(letter?.at ?? Infinity, first?.at ?? Infinity)
      if (at > until) return
      if (letter && letter.at <= at) {
        letters = letters.slice(1)
        tell(letter.to, letter.command, at)
      } else if (first) tell(first.to, { type: 'wake' }, at)
    }
  }
  /** an agent and its queues are of one mind, once no letter is under way */
  const idleByMistake = () =>
    [...state].flatMap(([key, one]) => {
      const [kind, id] = key.split(' ') as ['queue' | 'agent', string]
      const free = kind === 'agent' && standingOf(one as AgentState)?.available
      if (!free) return []
      return (one as { config: { queueIds: string[] } }).config.queueIds.filter((queueId) => {
        const queue = stateOf<OpenQueue>({ kind: 'queue', id: queueId })
        return memberOf(queue.team, id)?.standing?.available !== true
      })
    })
  const mostOffers = () => Math.max(...offered.values())
  return { random, tell, later, run, wrong, taken: () => taken, stateOf, idleByMistake, mostOffers }
}

for (const [seed, slowestMs] of [
  [1, 20],
  [2, 20],
  [3, 20],
  [4, 2],
] as const)
  t.test(`over all its queues an agent takes the highest score, and nobody starves (seed ${seed})`, async (t) => {
    const { random, tell, later, run, wrong, taken, stateOf, idleByMistake, mostOffers } = await world(seed, slowestMs)
    const QUEUES = ['q1', 'q2', 'q3']
    const team = Array.from({ length: 6 }, (_, n) => ({
      id: `a${n}`,
      queueIds: QUEUES.filter((_q, at) => (n + 1) % (at + 2) !== 0 || at === n % 3),
    }))
    QUEUES.forEach((id, at) => {
      const agentIds = team.flatMap((one) => (one.queueIds.includes(id) ? one.id : []))
      const more = { maxWaitMs: 7_200_000, nobodyWaitMs: 7_200_000, bonusMs: at * 5_000, vipBonusMs: 30_000 }
      tell({ kind: 'queue', id }, { type: 'configure', config: queueConfig({ id, ...more }), agentIds }, T)
    })
    for (const { id, queueIds } of team) {
      const to = { kind: 'agent', id } as const
      tell(to, { type: 'configure', config: agentConfig({ id, number: id, queueIds, wrapUpMs: 0 }) }, T)
      tell(to, { type: 'sign-in', phone: { type: 'extension', user: id }, session: 's' }, T)
      tell(to, { type: 'ready' }, T)
    }
    for (let n = 0; n < 250; n++) {
      const at = T + 1_000 + n * 2_000 + random.below(1_500)
      const call = waitingCall(`c${n}`, { joinedAt: at, vip: random.chance(0.2) })
      later(at, { kind: 'queue', id: random.pick(QUEUES) }, { type: 'join', call })
      run(at)
    }
    run(T + 3_000_000)
    t.same(wrong, [])
    t.ok(taken() >= 250, `${taken()} rings`)
    t.same(idleByMistake(), [], 'no queue missed the word that an agent is free')
    t.ok(mostOffers() <= 5, `an agent was offered the same caller ${mostOffers()} times`)
    for (const id of QUEUES) t.same(stateOf<OpenQueue>({ kind: 'queue', id }).waiting, [], `${id} is empty`)
  })

t.test(
  'within a queue nobody is overtaken but by a named right: a bonus that ends, or to be always ahead',
  async (t) => {
    const { queue } = await queues()
    for (const vipBonusMs of [0, 20_000]) {
      const random = randomBy(vipBonusMs + 7)
      const config = { vipBonusMs, maxWaitMs: 7_200_000, nobodyWaitMs: 7_200_000, maxWaiting: 500 }
      let stand = queue({}, config)
      for (let n = 0; n < 200; n++)
        stand = stand.does(
          { type: 'join', call: waitingCall(`c${n}`, { joinedAt: T + n * 1_000, vip: random.chance(0.5) }) },
          T + n * 1_000,
        )
      const { waiting } = stand.state as OpenQueue
      waiting.forEach(({ call }, at) => {
        const past = waiting.slice(0, at).filter((one) => one.call.joinedAt > call.joinedAt)
        t.ok(
          past.every((one) => one.call.vip && !call.vip),
          'only a VIP passes, and only who is none',
        )
        if (vipBonusMs > 0) t.ok(past.length <= 20, `passed ${past.length} times: the bonus is worth 20 arrivals`)
      })
    }
  },
)

t.test('who is sent on from another queue keeps the first join, unless the queue counts from its own', async (t) => {
  const { queue } = await queues()
  const order = (countFirstJoin: boolean) => {
    const stand = queue({}, { countFirstJoin, nobodyWaitMs: 7_200_000 })
      .does({ type: 'join', call: waitingCall('here', { joinedAt: T }) }, T)
      .does({ type: 'join', call: waitingCall('sent', { joinedAt: T + 5_000, firstJoinedAt: T - 60_000 }) }, T + 5_000)
    return (stand.state as OpenQueue).waiting.map(({ call }) => call.callId)
  }
  t.same(order(true), ['sent', 'here'])
  t.same(order(false), ['here', 'sent'])
})

// Who is next, in random queues: by what the decision says (failed answers and returned transfers, VIPs, everyone else, each by
// arrival), and the counts on the screens are those of the lists.
import t from 'tap'
import type { QueueView } from '#engine/protocol/queue.ts'
import type { OpenQueue } from '#engine/routing/core/queue/state.ts'
import { randomBy } from '../walk/random.ts'
import { AWAY, changed, factsOf, join, queues, T } from './stands.ts'

const SEEDS = [1, 2, 3, 4, 5]
/** longer than an agent is spared a call it let ring */
const STEP_MS = 12_000
const { queue } = await queues()
type Stand = ReturnType<typeof queue>
const LONG = { maxWaitMs: 3_600_000, nobodyWaitMs: 3_600_000, maxWaiting: 1000 }

interface Caller {
  callId: string
  vip: boolean
  front: boolean
  joinedAt: number
  missed: number
  /** of those that came in the same millisecond the first */
  n: number
}

const rank = ({ missed, front, vip }: Caller) => (missed > 0 || front ? 0 : vip ? 1 : 2)
const expected = (callers: Caller[]) =>
  [...callers].sort((a, b) => rank(a) - rank(b) || a.joinedAt - b.joinedAt || a.n - b.n).map((each) => each.callId)
const view = (stand: Stand) => stand.view() as QueueView
const order = (stand: Stand) => view(stand).waiting.map((each) => each.callId)

/** An agent comes back, is offered the first and lets it ring. */
function misses(stand: Stand, at: number): { stand: Stand; callId: string } {
  const woken = stand.does({ type: 'wake' }, at)
  const offered = woken.when(changed('a1'), at)
  const made = factsOf(offered.decision).find((fact) => fact.type === 'offer-made')
  if (made?.type !== 'offer-made') throw new Error('nobody was offered')
  const { offerId, callId } = made
  const rung = woken.does(changed('a1'), at).does({ type: 'offer-accepted', offerId, agentId: 'a1' }, at)
  const away = rung.does(changed('a1', AWAY), at)
  return { stand: away.does({ type: 'offer-missed', offerId, agentId: 'a1', reason: 'no-answer' }, at), callId }
}

for (const seed of SEEDS)
  t.test(`callers come, leave and are missed in any order (seed ${seed})`, async (t) => {
    const random = randomBy(seed)
    let stand = queue({ a1: AWAY }, LONG)
    let callers: Caller[] = []
    for (let n = 0; n < 60; n++) {
      const at = T + n * STEP_MS
      const dice = random.next()
      if (dice < 0.65 || callers.length === 0) {
        // a caller may come back with the moment it had joined at
        const joinedAt = at - random.below(3) * STEP_MS
        const caller = { callId: `c${n}`, vip: random.chance(0.3), front: random.chance(0.1), joinedAt, missed: 0, n }
        const { callId, vip, front } = caller
        stand = stand.does(join(callId, { vip, joinedAt, ...(front ? { front } : {}) }), at)
        callers.push(caller)
      } else if (dice < 0.85) {
        const { callId } = random.pick(callers)
        stand = stand.does({ type: 'leave', callId, reason: 'abandoned' }, at)
        callers = callers.filter((each) => each.callId !== callId)
      } else {
        const [first] = expected(callers)
        const missed = misses(stand, at)
        t.equal(missed.callId, first, 'the first is offered')
        stand = missed.stand
        callers = callers.map((each) => (each.callId === first ? { ...each, missed: each.missed + 1 } : each))
      }
      t.strictSame(order(stand), expected(callers), `step ${n}`)
      const { waitingCount, oldestJoinedAt, waiting } = view(stand)
      t.equal(waitingCount, callers.length)
      t.equal(oldestJoinedAt, callers.length > 0 ? Math.min(...callers.map((each) => each.joinedAt)) : undefined)
      t.strictSame(
        waiting.map((each) => each.missed),
        expected(callers).map((id) => callers.find((each) => each.callId === id)?.missed),
      )
    }
  })

t.test('a long list is cut on the screen, not in its count; a caller is told its place', async (t) => {
  let stand = queue({ a1: AWAY }, LONG)
  for (let n = 0; n < 101; n++) stand = stand.does(join(`c${n}`, { joinedAt: T + n }), T + n)
  t.equal(view(stand).waiting.length, 100)
  t.equal(view(stand).waitingCount, 101)
  t.equal(view(stand).oldestJoinedAt, T)
  const joined = stand.when(join('c101', { vip: true, joinedAt: T + 200 }), T + 200).decision
  t.match('effects' in joined && joined.effects, [{ command: { notice: { type: 'queued', position: 1 } } }])
  const last = stand.when(join('c102', { joinedAt: T + 200 }), T + 200).decision
  t.match('effects' in last && last.effects, [{ command: { notice: { type: 'queued', position: 102 } } }])
})

t.test(
  'agents on the screen: each with its mode, counted by mode, and only counted in a team of over 200',
  async (t) => {
    const team = (size: number) =>
      Object.fromEntries(Array.from({ length: size }, (_, n) => [`a${n}`, n % 4 ? {} : AWAY]))
    const small = view(queue(team(200)))
    t.equal(small.agents.length, 200)
    t.strictSame(small.agentsByMode, { ready: 150, break: 50 })
    t.match(
      small.agents.find(({ agentId }) => agentId === 'a4'),
      { mode: 'break', available: false },
    )
    t.match(
      small.agents.find(({ agentId }) => agentId === 'a5'),
      { mode: 'ready', available: true },
    )
    const large = view(queue(team(201)))
    t.strictSame(large.agents, [])
    t.strictSame(large.agentsByMode, { ready: 150, break: 51 })
  },
)

t.test(
  'who was passed by so many who came later goes ahead of VIPs, and the count is held for everybody',
  async (t) => {
    for (const mostOvertaken of [1, 3]) {
      const random = randomBy(mostOvertaken)
      const passed = new Map<string, number>()
      const joinedAt = new Map<string, number>()
      let stand = queue({ a1: AWAY }, { ...LONG, mostOvertaken })
      let most = 0
      const take = (at: number) => {
        const [first] = (stand.state as OpenQueue).waiting
        if (!first) return
        const { callId } = first.call
        stand = stand.does({ type: 'leave', callId, reason: 'answered', agentId: 'a1' }, at)
        passed.delete(callId)
        for (const { call } of (stand.state as OpenQueue).waiting) {
          if ((joinedAt.get(call.callId) ?? 0) >= (joinedAt.get(callId) ?? 0)) continue
          passed.set(call.callId, (passed.get(call.callId) ?? 0) + 1)
          most = Math.max(most, passed.get(call.callId) ?? 0)
        }
      }
      for (let n = 0; n < 300; n++) {
        const at = T + n * 1_000
        joinedAt.set(`c${n}`, at)
        stand = stand.does(join(`c${n}`, { joinedAt: at, vip: random.chance(0.7) }), at)
        if (random.chance(0.7)) take(at + 500)
      }
      for (let n = 0; n < 300; n++) take(T + 400_000 + n)
      t.equal(most, mostOvertaken, `no call was passed more than ${mostOvertaken} times, and some were`)
    }
  },
)

t.test('idle agents kept back for inbound: what outbound may take is what is beyond them', async (t) => {
  const kept = queue({ a1: AWAY, a2: AWAY, a3: AWAY }, { reserveIdle: 2 })
  const spare = (stand: Stand) => view(stand).spare
  t.equal(spare(kept), 0)
  const two = kept.does(changed('a1'), T).does(changed('a2'), T)
  t.equal(spare(two), 0, 'as many as are kept back')
  const three = two.does(changed('a3'), T)
  t.equal(spare(three), 1)
  t.equal(spare(three.does(join('c1', { joinedAt: T }), T)), 0, 'one rings for who called in')
  t.notOk('spare' in view(queue()), 'nothing is said where none are kept back')
})

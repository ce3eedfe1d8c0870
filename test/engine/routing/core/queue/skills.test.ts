// Calls ask for skills; less is asked for as the wait grows, so that agents join those who may be rung.
import t from 'tap'
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { QueueConfig } from '#engine/protocol/company.ts'
import type { QueueState } from '#engine/routing/core/queue/state.ts'
import { randomBy } from '../walk/random.ts'
import { AWAY, changed, factsOf, join, offersIn, queues, T } from './stands.ts'

const { queue, machine } = await queues()
const RELAX = [
  { afterMs: 10_000, by: 3 },
  { afterMs: 30_000, by: 9 },
]
const asks = (callId: string, level: number, joinedAt = T) =>
  join(callId, { needs: [{ skillId: 'cards', level }], joinedAt })
const can = (level: number): Partial<AgentStanding> => ({ skills: { cards: level } })
const LONG: Partial<QueueConfig> = { maxWaitMs: 3_600_000, nobodyWaitMs: 3_600_000, maxWaiting: 500 }
type Stand = ReturnType<typeof queue>
const wake = (stand: Stand, at: number) => stand.when({ type: 'wake' }, at).decision

t.test('a call goes to an agent who has what it asks for, though others have been idle for longer', async (t) => {
  const stand = queue({ a1: { idleSince: 1 }, a2: { idleSince: 9, ...can(5) }, a3: { idleSince: 2, ...can(4) } })
  const { decision } = stand.when(asks('c1', 5), T)
  t.same(offersIn(decision), ['a2<-c1'])
  const made = factsOf(decision).find((fact) => fact.type === 'offer-made')
  t.match(made, { rejected: { 'skill-not-yet': 2 } })
  t.match(made?.type === 'offer-made' && made.candidates.map(({ agentId, rejected }) => [agentId, rejected]), [
    ['a2', undefined],
    ['a1', 'skill-not-yet'],
    ['a3', 'skill-not-yet'],
  ])
})

t.test('as the wait grows, agents of lower level join, then those without the skill; each step is kept', async (t) => {
  const stand = queue({ a1: AWAY, a2: { ...can(2) }, a3: {} }, { ...LONG, relax: RELAX }).does(asks('c1', 5), T)
  t.same(offersIn(stand.when(changed('a2', can(2)), T + 1).decision), [])
  t.equal(stand.wakeAt(), T + 10_000)
  t.same(offersIn(wake(stand, T + 9_999)), [])
  const first = wake(stand, T + 10_000)
  t.match(factsOf(first)[0], { type: 'needs-relaxed', steps: 1, needs: [{ skillId: 'cards', level: 2 }] })
  t.same(offersIn(first), ['a2<-c1'], 'the one who has a little of it, not the one without')
  const none = queue({ a1: AWAY, a3: {} }, { ...LONG, relax: RELAX }).does(asks('c1', 5), T)
  const later = none.does({ type: 'wake' }, T + 10_000)
  t.equal(later.wakeAt(), T + 30_000)
  t.same(offersIn(wake(later, T + 30_000)), ['a3<-c1'])
})

t.test('who asks for what nobody free has does not keep those behind from an agent', async (t) => {
  const stand = queue({ a1: AWAY }, LONG).does(asks('c1', 5), T).does(join('c2'), T)
  t.same(offersIn(stand.when(changed('a1'), T + 5).decision), ['a1<-c2'])
})

t.test('the queue asks too, and of the same skill the higher level counts', async (t) => {
  const needs = [
    { skillId: 'cards', level: 7 },
    { skillId: 'english', level: 1 },
  ]
  const stand = queue({ a1: { skills: { cards: 8 } }, a2: { skills: { cards: 7, english: 1 } } }, { needs })
  t.same(offersIn(stand.when(asks('c1', 3), T).decision), ['a2<-c1'])
})

t.test('the most skilled first, where the queue wants it', async (t) => {
  const team = { a1: { idleSince: 1, ...can(5) }, a2: { idleSince: 9, ...can(9) } }
  t.same(offersIn(queue(team, { preferences: ['most-skilled'] }).when(asks('c1', 2), T).decision), ['a2<-c1'])
  t.same(offersIn(queue(team).when(asks('c1', 2), T).decision), ['a1<-c1'])
})

t.test('whoever changes skills while signed in gets calls of the new ones only', async (t) => {
  const stand = queue({ a1: AWAY }, LONG).does(asks('c1', 1), T)
  t.same(offersIn(stand.when(changed('a1', { skills: { english: 3 } }), T + 1).decision), [])
  t.same(offersIn(stand.when(changed('a1', { skills: { cards: 1 } }), T + 1).decision), ['a1<-c1'])
})

for (const seed of [1, 2, 3, 4])
  t.test(`no free agent is idle beside a call it may have, and none gets one it may not (seed ${seed})`, async (t) => {
    const random = randomBy(seed)
    const skills = () =>
      Object.fromEntries(
        ['cards', 'english', 'claims'].flatMap((id) => (random.chance(0.5) ? [[id, 1 + random.below(9)]] : [])),
      )
    const team = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`a${n}`, AWAY]))
    let stand = queue(team, { ...LONG, relax: RELAX })
    for (let n = 0; n < 150; n++) {
      const at = T + n * 1_000
      const needs = Object.entries(skills()).map(([skillId, level]) => ({ skillId, level }))
      const command = random.chance(0.5)
        ? join(`c${n}`, { joinedAt: at, needs })
        : changed(`a${random.below(30)}`, random.chance(0.8) ? { skills: skills(), idleSince: n } : AWAY)
      const { decision } = stand.when(command, at)
      stand = stand.does(command, at)
      if ((stand.wakeAt() ?? Infinity) <= at) stand = stand.does({ type: 'wake' }, at)
      const state = stand.state as Extract<QueueState, { mode: 'open' }>
      const waiting = state.waiting.filter((one) => !one.offer)
      for (const agent of state.team.free.chunks.flat())
        for (const { call, relaxed = 0 } of waiting) {
          const by = relaxed === 0 ? 0 : (RELAX[relaxed - 1]?.by ?? 0)
          const may = (call.needs ?? []).every((each) => (agent.skills?.[each.skillId] ?? 0) >= each.level - by)
          t.notOk(may, `${agent.agentId} is free and may have ${call.callId}`)
        }
      t.ok(decision)
    }
  })

t.test('a checkpoint of before, with the free agents in one list, is read', async (t) => {
  const stand = queue({ a1: { idleSince: 5 }, a2: { idleSince: 2 } })
  const { team, ...rest } = stand.state as Extract<QueueState, { mode: 'open' }>
  const kept = { ...rest, team: { ...team, free: team.free.chunks.flat() } }
  t.strictSame(machine.revive?.(JSON.parse(JSON.stringify(kept))), JSON.parse(JSON.stringify(stand.state)))
})

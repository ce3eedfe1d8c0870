// Every offer says why this agent and why no other: the reason of each rejected one, and how many there were.
import t from 'tap'
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { RejectedBecause } from '#engine/protocol/queue.ts'
import type { QueueFact } from '#engine/routing/core/queue/state.ts'
import { changed, factsOf, join, OUT, queues, T } from './stands.ts'

type OfferMade = Extract<QueueFact, { type: 'offer-made' }>

const { queue } = await queues()
const madeIn = (decision: Parameters<typeof factsOf>[0]): OfferMade | undefined =>
  factsOf(decision).find((fact): fact is OfferMade => fact.type === 'offer-made')
const rejectedIn = (made: OfferMade | undefined) =>
  Object.fromEntries(
    (made?.candidates ?? []).flatMap(({ agentId, rejected }) => (rejected ? [[agentId, rejected]] : [])),
  )

const CASES: [string, Partial<AgentStanding>, RejectedBecause][] = [
  ['who is not signed in', OUT, 'signed-out'],
  ['who is on break', { mode: 'break', available: false }, 'on-break'],
  ['who is rung by another queue', { mode: 'ringing', available: false }, 'offered-elsewhere'],
  ['who dials', { mode: 'dialling', available: false }, 'busy'],
  ['who talks', { mode: 'talking', available: false }, 'busy'],
  ['who wraps up', { mode: 'wrap-up', available: false }, 'wrap-up'],
  ['who is ready, later than the chosen one', { idleSince: 5 }, 'scored-lower'],
]

for (const [title, standing, because] of CASES)
  t.test(`one ${title} is rejected as ${because}`, async (t) => {
    const stand = queue({ a1: { idleSince: 1 }, a2: standing })
    const made = madeIn(stand.when(join('c1'), T).decision)
    t.equal(made?.agentId, 'a1')
    t.strictSame(rejectedIn(made), { a2: because })
    t.match(made?.rejected, { [because]: 1 })
  })

t.test('one who is offered another call is rejected as such', async (t) => {
  const made = madeIn(
    queue({ a1: { idleSince: 1 }, a2: {} })
      .does(join('c1'), T)
      .when(join('c2'), T + 1).decision,
  )
  t.strictSame([made?.agentId, rejectedIn(made)], ['a1', { a2: 'offered-elsewhere' }])
})

t.test('one who let this call ring is spared it for ten seconds, and named with that reason', async (t) => {
  const first = queue({ a1: { idleSince: 1 }, a2: { idleSince: 2 } }).when(join('c1'), T)
  const made = madeIn(first.decision)
  t.equal(made?.agentId, 'a1')
  const missed = { type: 'offer-missed', offerId: made?.offerId ?? '', agentId: 'a1', reason: 'no-answer' } as const
  const stand = queue({ a1: { idleSince: 1 }, a2: { idleSince: 2 } }).does(join('c1'), T)
  const next = madeIn(stand.when(missed, T + 20_000).decision)
  t.strictSame([next?.agentId, rejectedIn(next)], ['a2', { a1: 'just-missed-this-call' }])
  t.match(next?.rejected, { 'just-missed-this-call': 1 })
  const other = madeIn(
    stand
      .does(missed, T + 20_000)
      .does(changed('a1', { idleSince: 1 }), T + 20_001)
      .when(join('c2'), T + 20_002).decision,
  )
  t.equal(other?.agentId, 'a1', 'another call it may get')
})

t.test('a small team is named whole, of a large one the best twenty; all are counted', async (t) => {
  const team = (size: number) =>
    Object.fromEntries(
      Array.from({ length: size }, (_, n) => [`a${n}`, n % 2 === 0 ? { idleSince: n } : { ...OUT, idleSince: n }]),
    )
  const small = madeIn(queue(team(40)).when(join('c1'), T).decision)
  t.equal(small?.candidates.length, 40)
  t.strictSame(small?.rejected, { 'signed-out': 20, 'scored-lower': 19 })
  const large = madeIn(queue(team(60)).when(join('c1'), T).decision)
  t.equal(large?.candidates.length, 21, 'the chosen one and the best twenty')
  t.ok(large?.candidates.every(({ rejected }) => rejected === undefined || rejected === 'scored-lower'))
  t.strictSame(large?.rejected, { 'signed-out': 30, 'scored-lower': 29 })
})

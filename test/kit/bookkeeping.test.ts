// The bookkeeping of the end-to-end tests sees what it is there for, in whatever order the rows come.
import t from 'tap'
import { doubled, type FactRow } from './bookkeeping.ts'

const fact = (at: number, actor: string, type: string, body: Record<string, unknown>): FactRow => ({
  at,
  actor,
  type,
  body,
})
const made = (at: number, offerId: string, agentId: string, queue = 'q1') =>
  fact(at, queue, 'offer-made', { callId: 'c1', offerId, agentId })
const ended = (at: number, offerId: string, queue = 'q1') => fact(at, queue, 'offer-ended', { callId: 'c1', offerId })
const rings = (at: number, callId: string) => fact(at, 'a1', 'ring-started', { callId })
const missed = (at: number, callId: string) => fact(at, 'a1', 'ring-missed', { callId })

t.test('offers one after another are fine, also when their rows stand in another order', async (t) => {
  t.same(doubled([ended(5, 'o1'), made(5, 'o2', 'a2'), made(1, 'o1', 'a1'), ended(9, 'o2')]), [])
  t.same(doubled([made(1, 'o1', 'a1'), made(5, 'o2', 'a2', 'q2'), ended(5, 'o1'), ended(9, 'o2', 'q2')]), [])
})

t.test('a call offered to two agents at once is told', async (t) => {
  t.match(doubled([made(1, 'o1', 'a1'), made(4, 'o2', 'a2'), ended(5, 'o1'), ended(9, 'o2')]), [
    /call c1: offered to a2/,
  ])
  t.equal(doubled([made(1, 'o1', 'a1'), made(4, 'o2', 'a2')]).length, 1)
})

t.test('an agent who rings for two calls at once is told, one who rings twice in turn is not', async (t) => {
  t.same(
    doubled([rings(1, 'c1'), missed(4, 'c1'), rings(4, 'c2'), missed(6, 'c2'), rings(7, 'c1'), missed(9, 'c1')]),
    [],
  )
  t.match(doubled([rings(1, 'c1'), rings(3, 'c2'), missed(4, 'c1'), missed(6, 'c2')]), [
    /agent a1: c2 at 3, while c1 until 4/,
  ])
})

// When one leaves two go on; when two leave all ends. In every order.
import t from 'tap'
import type { CallCommand } from '#engine/protocol/call.ts'
import { ended, messages, orders, rawEnds, summary } from './company.ts'
import { AT, all, conference, consulting, hears, threeWay } from './talks.ts'

const left = (agentId: string, by: 'agent' | 'system' = 'agent'): CallCommand => ({
  ...{ type: 'agent-left', agentId, legId: `leg-${agentId}`, by },
})
const LEAVES: Record<string, CallCommand> = { L1: ended('L1'), a1: left('a1'), a2: left('a2') }
const ORDERS = [
  ['L1', 'a1', 'a2'],
  ['L1', 'a2', 'a1'],
  ['a1', 'L1', 'a2'],
  ['a1', 'a2', 'L1'],
  ['a2', 'L1', 'a1'],
  ['a2', 'a1', 'L1'],
] as const

for (const [first, second, last] of ORDERS)
  t.test(`${first} leaves, then ${second}: ${last} is hung up`, async (t) => {
    const two = threeWay().does(LEAVES[first] as CallCommand, AT + 9_000)
    const names = ['L1', 'a1', 'a2'].filter((name) => name !== first)
    t.equal(hears(two), all(...names))
    const over = two.when(LEAVES[second] as CallCommand, AT + 12_000)
    t.equal(rawEnds(over.decision), 1)
    t.match(orders(over.decision), [{ type: 'hang-up', legId: last === 'L1' ? 'L1' : `leg-${last}` }])
    t.match(summary(over.decision), { outcome: 'answered', endedAt: AT + 12_000 })
  })

t.test('an agent of three who hangs up leaves, and the others go on', async (t) => {
  const gone = threeWay().when({ type: 'hang-up', by: 'agent', who: 'a1' }, AT + 9_000)
  t.match(gone.state, { mode: 'talking' })
  t.match(orders(gone.decision).at(-1), { type: 'hang-up', legId: 'leg-a1' })
  t.match(messages(gone.decision).at(-1), { to: 'a1', command: { type: 'call-over' } })
  const all3 = threeWay().when({ type: 'hang-up', by: 'supervisor', who: 's1' }, AT + 9_000)
  t.equal(orders(all3.decision).length, 3, 'a supervisor ends it for all')
})

t.test('who leaves while another waits for it lets that one talk with whoever was asked', async (t) => {
  const gone = consulting().when(left('a1'), AT + 9_000)
  t.equal(hears(gone), all('L1', 'a2'))
  t.match(orders(gone.decision)[0], { type: 'stop-play', legId: 'L1' })
  const caller = consulting().when(ended('L1'), AT + 9_000)
  t.equal(hears(caller), all('a1', 'a2'))
})

t.test('an agent whose browser broke in a conference is missed by nobody but itself', async (t) => {
  t.equal(hears(conference(5).does(left('a2', 'system'), 900_000)), all('L1', 'a1', 'a3', 'a4'))
})

t.test('after a restart those who are gone have left, and the rest is told anew', async (t) => {
  const again = conference(5).when({ type: 'reconcile', legIds: ['L1', 'leg-a1', 'leg-a3'] }, 900_000)
  t.equal(hears(again), all('L1', 'a1', 'a3'))
  const nobody = conference(5).when({ type: 'reconcile', legIds: [] }, 900_000)
  t.equal(rawEnds(nobody.decision), 1)
  const noCaller = conference(4).when({ type: 'reconcile', legIds: ['leg-a1', 'leg-a2'] }, 900_000)
  t.equal(hears(noCaller), all('a1', 'a2'))
})

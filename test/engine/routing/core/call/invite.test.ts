// Invite and drop: conferences of three, five and twenty; any party may be outside.
import t from 'tap'
import { messages, orders, talking } from './company.ts'
import {
  AT,
  all,
  asks,
  conference,
  dialledIn,
  hears,
  ordered,
  press,
  reachId,
  rung,
  takes,
  threeWay,
  toldOf,
} from './talks.ts'

const names = (size: number) => Array.from({ length: size - 1 }, (_, n) => `a${n + 1}`)

for (const size of [3, 5, 20])
  t.test(`a conference of ${size}: all hear each other`, async (t) => {
    t.equal(hears(conference(size)), all('L1', ...names(size)))
  })

t.test('the talk goes on while somebody is invited, and the caller hears no ringing', async (t) => {
  const asked = talking().when(asks('invite'), AT)
  t.match(orders(asked.decision), [])
  t.match(toldOf(asked, 'a1')?.at(-1), { agentId: 'a2', ringing: true, role: 'agent' })
  const there = takes(rung('invite'), 'a2')
  t.equal(hears(there), all('L1', 'a1', 'a2'))
})

t.test('two of five are outside', async (t) => {
  const one = dialledIn('invite', conference(3), '131', AT + 60_000)
  const two = dialledIn('invite', one, '132', AT + 70_000)
  t.equal(hears(two).split(' ').length, 20)
  t.match('journey' in two.state && two.state.journey.parties.slice(3), [{ role: 'outside' }, { role: 'outside' }])
})

t.test('whoever was invited is dropped at any time, and the others talk on', async (t) => {
  const dropped = threeWay().when({ type: 'drop', agentId: 'a1', legId: 'leg-a2' }, AT + 9_000)
  t.equal(ordered(dropped), all('L1', 'a1'))
  t.match(
    messages(dropped.decision).find(({ command }) => command.type === 'call-over'),
    { to: 'a2' },
  )
  const rings = rung('invite')
  const cancelled = rings.when({ type: 'drop', agentId: 'a1', legId: reachId(rings) }, AT + 1_000)
  t.match(messages(cancelled.decision)[0], { to: 'a2', command: { type: 'withdraw-direct' } })
})

t.test('not the caller, nor oneself', async (t) => {
  threeWay()
    .when({ type: 'drop', agentId: 'a1', legId: 'L1' }, AT + 9_000)
    .refused(t, 'not-yours-to-drop')
  threeWay()
    .when({ type: 'drop', agentId: 'a2', legId: 'leg-a2' }, AT + 9_000)
    .refused(t, 'not-yours-to-drop')
  threeWay()
    .when({ type: 'drop', agentId: 'a9', legId: 'leg-a2' }, AT + 9_000)
    .refused(t, 'no-call')
  threeWay()
    .when({ type: 'transfer', agentId: 'a1', target: { type: 'queue', queueId: 'q2' } }, AT + 9_000)
    .refused(t, 'in-conference')
  conference(50)
    .when(asks('invite', { type: 'agent', agentId: 'a77' }), 2_000_000)
    .refused(t, 'conference-full')
})

t.test('who steps out of a conference lets the others talk, and comes back', async (t) => {
  const out = threeWay().does({ type: 'hold', agentId: 'a1' }, AT + 9_000)
  t.equal(hears(out), all('L1', 'a2'))
  t.equal(hears(out.does({ type: 'resume', agentId: 'a1' }, AT + 10_000)), all('L1', 'a1', 'a2'))
  threeWay()
    .when(press('swap'), AT + 9_000)
    .refused(t, 'no-consultation')
})

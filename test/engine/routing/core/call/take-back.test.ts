// Take back: whoever was asked goes, answered or not, and the same call talks on.
import t from 'tap'
import { messages, orders, talking } from './company.ts'
import { AT, all, consulting, dialledIn, ordered, press, rung, threeWay } from './talks.ts'

t.test('the colleague is let go, the caller is back with the agent', async (t) => {
  const back = consulting().when(press('take-back'), AT + 9_000)
  t.equal(ordered(back), all('L1', 'a1'))
  t.match(
    orders(back.decision).filter(({ type }) => type === 'hang-up'),
    [{ legId: 'leg-a2' }],
  )
  t.match(
    messages(back.decision).filter(({ command }) => command.type === 'call-over'),
    [{ to: 'a2' }],
  )
  t.match(back.state, {
    callId: 'c1',
    journey: { agents: [{ agentId: 'a1', to: 0, holdMs: 9_000 }, { agentId: 'a2' }] },
  })
})

t.test('who still rings stops ringing, an agent or a phone', async (t) => {
  const rings = rung().when(press('take-back'), AT + 2_000)
  t.equal(ordered(rings), all('L1', 'a1'))
  t.match(messages(rings.decision)[0], { to: 'a2', command: { type: 'withdraw-direct' } })
  const outside = dialledIn('consult', talking()).when(press('take-back'), AT + 9_000)
  t.equal(orders(outside.decision).filter(({ type }) => type === 'hang-up').length, 1)
})

t.test('there must be somebody', async (t) => {
  talking().when(press('take-back'), AT).refused(t, 'no-consultation')
  threeWay()
    .when(press('take-back'), AT + 9_000)
    .refused(t, 'no-consultation')
})

// Merge: two-party help becomes a three-party talk, with the same helper on the same leg.
import t from 'tap'
import { messages, orders, talking } from './company.ts'
import { AT, all, consulting, dialledIn, hears, ordered, press, rung } from './talks.ts'

t.test('all three hear each other, and nobody is dialled', async (t) => {
  const merged = consulting().when(press('merge'), AT + 9_000)
  t.equal(ordered(merged), all('L1', 'a1', 'a2'))
  t.match(orders(merged.decision), [{ type: 'stop-play', legId: 'L1' }, { type: 'hear' }])
  t.match(messages(merged.decision)[0], { to: 'a1', command: { type: 'call-held', held: false } })
  t.match(merged.state, { journey: { parties: [{}, {}, { legId: 'leg-a2', role: 'agent' }] } })
})

t.test('after a swap too, and with somebody outside', async (t) => {
  const swapped = consulting()
    .does(press('swap'), AT + 7_000)
    .when(press('merge'), AT + 9_000)
  t.equal(ordered(swapped), all('L1', 'a1', 'a2'))
  const out = dialledIn('consult', talking())
  const legId = 'journey' in out.state ? (out.state.journey.parties[2]?.legId ?? '') : ''
  t.equal(hears(out.does(press('merge'), AT + 9_000)), all('L1', 'a1', legId))
})

t.test('there must be somebody who has answered', async (t) => {
  talking().when(press('merge'), AT).refused(t, 'no-consultation')
  rung()
    .when(press('merge'), AT + 1)
    .refused(t, 'still-ringing')
})

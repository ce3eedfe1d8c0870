// Swap: as often as wanted, and nobody is dialled again.
import t from 'tap'
import { messages } from './company.ts'
import { AT, all, consulting, hears, kindsOf, ordered, press, rung } from './talks.ts'

t.test('the caller talks and the colleague hears music; again, and it is as before', async (t) => {
  const once = consulting().when(press('swap'), AT + 9_000)
  t.equal(ordered(once), all('L1', 'a1'))
  t.match(kindsOf(once), ['stop-play L1', 'hear', 'play leg-a2'])
  t.match(messages(once.decision)[0], { to: 'a1', command: { type: 'call-held', held: false } })
  const twice = consulting()
    .does(press('swap'), AT + 9_000)
    .when(press('swap'), AT + 12_000)
  t.equal(ordered(twice), all('a1', 'a2'))
  t.match(kindsOf(twice), ['stop-play leg-a2', 'hear', 'play L1'])
  let stand = consulting()
  for (let n = 0; n < 7; n++) stand = stand.does(press('swap'), AT + 9_000 + n)
  t.equal(hears(stand), all('L1', 'a1'))
})

t.test('refused in words: nobody is there, or does not answer yet, or it is not one’s own', async (t) => {
  rung()
    .when(press('swap'), AT + 1)
    .refused(t, 'still-ringing')
  consulting()
    .does(press('merge'), AT + 7_000)
    .when(press('swap'), AT + 8_000)
    .refused(t, 'no-consultation')
  consulting()
    .when(press('swap', 'a2'), AT + 8_000)
    .refused(t, 'no-consultation')
  consulting()
    .when(press('swap', 'a9'), AT + 8_000)
    .refused(t, 'no-call')
})

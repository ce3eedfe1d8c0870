// The time line: every moment of the caller belongs to one span.
import t from 'tap'
import { held, inFlow, inQueue, notice, summary, type talking } from './company.ts'
import { AT, consulting, press, threeWay } from './talks.ts'

const lineOf = (stand: ReturnType<typeof talking>, at: number) =>
  summary(stand.when({ type: 'hang-up', by: 'supervisor', who: 's1' }, at).decision)?.line?.map(
    ({ from, to, what, who }) => `${from}-${to} ${what} ${who.join()}`,
  )

t.test('menu, queue, ring, talk, hold', async (t) => {
  t.strictSame(lineOf(held(), 12_000), [
    '1000-1010 arriving ',
    '1010-3000 menu ',
    '3000-5000 queue q1',
    '5000-8000 ring a1',
    '8000-9000 talk a1',
    '9000-12000 hold a1',
  ])
  t.strictSame(lineOf(inFlow(), 1_500), ['1000-1010 arriving ', '1010-1500 menu '])
})

t.test('consultation, swap, conference, hand-over, with whom', async (t) => {
  const swapped = consulting().does(press('swap'), AT + 6_000)
  t.strictSame(lineOf(swapped, AT + 7_000)?.slice(4), [
    `8000-${AT} talk a1`,
    `${AT}-${AT + 5_000} consult a1`,
    `${AT + 5_000}-${AT + 6_000} consult a1,a2`,
    `${AT + 6_000}-${AT + 7_000} talk a1`,
  ])
  t.strictSame(lineOf(threeWay(), AT + 9_000)?.at(-1), `${AT + 6_000}-${AT + 9_000} conference a1,a2`)
  const over = consulting().does(press('hand-over'), AT + 6_000)
  t.strictSame(lineOf(over, AT + 9_000)?.at(-1), `${AT + 6_000}-${AT + 9_000} talk a2`)
})

t.test('whom an agent keeps waiting at once counts once', async (t) => {
  const both = threeWay()
    .does({ type: 'hold', agentId: 'a1' }, AT + 10_000)
    .does({ type: 'drop', agentId: 'a1', legId: 'leg-a2' }, AT + 14_000)
  const over = both.when({ type: 'hang-up', by: 'supervisor', who: 's1' }, AT + 16_000)
  t.match(summary(over.decision)?.agents[0], { agentId: 'a1', holdMs: 6_000 + 6_000 })
})

t.test('a caller sent from one queue straight to another is in the other one from then on', async (t) => {
  const wayOut = { type: 'queue', queueId: 'q2' } as const
  const sent = inQueue().does(notice({ type: 'queue-left', queueId: 'q1', reason: 'max-wait', wayOut }), 9000)
  t.match('journey' in sent.state && sent.state.journey.line.at(-1), { what: 'queue', who: ['q2'], from: 9000 })
})

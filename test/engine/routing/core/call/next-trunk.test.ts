// A route's next trunk: which answers of one trunk send the call on, and that the call is otherwise as ever.
import t from 'tap'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import type { GoesOn } from '#engine/protocol/switch.ts'
import { dialling, legNews, messages, news, orders, type Stand, summary, told, waitId } from './company.ts'

const line = (id: string) => ({ trunk: { id }, callerNumber: `of-${id}` })
const found = (goesOn: GoesOn[], others = ['t2', 't3']): LookupAnswer => ({
  ...{ type: 'dialled', found: true, agentId: 'a1' },
  target: {
    ...{ type: 'outside', number: '13911112222', written: '9139', ...line('t1'), others: others.map(line), goesOn },
    atOnce: [{ key: 'limit:l1:1001', most: 2 }],
  },
})
const out = (goesOn: GoesOn[] = ['5xx', 'timeout']): Stand => {
  const asked = dialling()
  return asked.does(told(asked, found(goesOn)), 1010)
}
type Failed = Extract<MediaNews, { type: 'leg-failed' }>
const fails = (stand: Stand, sipStatus: number, cause: Failed['cause'] = 'unreachable') =>
  news({ type: 'leg-failed', callId: 'c1', legId: waitId(stand), cause, sipStatus })

t.test('a carrier’s fault goes on to the next trunk, with its caller number, to the last', async (t) => {
  const first = out()
  const second = first.when(fails(first, 503), 1200)
  t.match(orders(second.decision), [
    {
      ...{ type: 'dial', target: { type: 'trunk', trunkId: 't2', number: '9139' }, from: { number: 'of-t2' } },
      ...{ atOnce: [{ key: 'limit:l1:1001', most: 2 }], tags: { counts: 'trunk:t2 limit:l1:1001' } },
    },
  ])
  t.same(messages(second.decision), [], 'the agent is told nothing yet')
  const third = first.does(fails(first, 503), 1200)
  const last = third.does(fails(third, 408), 1400)
  t.match(last.state, { mode: 'ringing', goal: { number: '13911112222', dial: { target: { trunkId: 't3' } } } })
  const over = last.when(fails(last, 500), 1500)
  t.match(messages(over.decision), [{ command: { type: 'act-failed', reason: 'unreachable' } }, {}])
  t.match(summary(over.decision)?.trunks, [
    { trunkId: 't1', from: 1010, to: 1200 },
    { trunkId: 't2', from: 1200, to: 1400 },
    { trunkId: 't3', from: 1400, to: 1500 },
  ])
  const answered = last.does(legNews('leg-answered', waitId(last)), 1600)
  t.match(answered.state, { mode: 'talking', journey: { parties: [{ trunkId: 't3', number: '13911112222' }] } })
})

t.test('the called side’s own word is the end; a full line always goes on', async (t) => {
  const goes = (stand: Stand, status: number, cause?: Failed['cause']) =>
    orders(stand.when(fails(stand, status, cause), 1200).decision).some(({ type }) => type === 'dial')
  const all: GoesOn[] = ['4xx', '5xx', 'timeout']
  const cases: [GoesOn[], number, Failed['cause'], boolean][] = [
    [all, 486, 'busy', false],
    [all, 600, 'busy', false],
    [all, 404, 'vacant-number', true],
    [['5xx'], 404, 'vacant-number', false],
    [['5xx'], 408, 'no-answer', false],
    [['timeout'], 503, 'unreachable', false],
    [['5xx'], 477, 'fault', true],
    [[], 503, 'line-full', true],
    [[], 404, 'unreachable', true],
    [all, 503, 'over-limit', false],
  ]
  for (const [goesOn, status, cause, expected] of cases)
    t.equal(goes(out(goesOn), status, cause), expected, `${status} ${cause} with ${goesOn}`)
  const rings = out(all)
  t.notOk(goes(rings.does(legNews('leg-ringing', waitId(rings)), 1100), 408, 'no-answer'), 'it rang')
})

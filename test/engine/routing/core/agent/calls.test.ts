// An agent with several calls: one is held, another is dialled beside it, from one to the other, and two made one.
import t from 'tap'
import { news, onHold, T, talking, withAnother } from './stands.ts'

const first = { callId: 'c1', legId: 'ring-0' }
const second = { callId: 'more-0', legId: 'more-1' }
const toCall = (id: string, type: string, more: object = {}) => ({
  ref: { kind: 'call', id },
  command: { type, agentId: 'a1', ...more },
})
const over = (callId: string) => ({ type: 'call-over', callId, cause: 'normal' }) as const

t.test('the page sees both: the one it talks in, and the one on hold', async (t) => {
  const both = withAnother()
  t.match(both.view(), {
    mode: 'talking',
    call: { callId: 'more-0', held: false },
    beside: [{ callId: 'c1', held: true }],
  })
  t.match(both.view(), { available: false })
})

t.test('from one to the other: the one it leaves waits, the other goes on', async (t) => {
  const switched = withAnother().when({ type: 'switch-call', callId: 'c1' }, T + 10_000)
  switched.matches(t, [{ type: 'turned-to' }], [toCall('more-0', 'hold'), toCall('c1', 'resume')])
  t.match(switched.state, { contact: first, beside: [second], mode: 'talking' })
  const told = withAnother()
    .does({ type: 'switch-call', callId: 'c1' }, T + 10_000)
    .does({ type: 'call-held', callId: 'more-0', held: true }, T + 10_100)
    .does({ type: 'call-held', callId: 'c1', held: false }, T + 10_200)
  t.match(told.view(), { call: { callId: 'c1', held: false }, beside: [{ callId: 'more-0', held: true }] })
  withAnother()
    .when({ type: 'switch-call', callId: 'c7' }, T + 10_000)
    .refused(t, 'no-call')
  withAnother()
    .when({ type: 'switch-call', callId: 'more-0' }, T + 10_000)
    .gives(t, [], [])
})

t.test('the second ends: the first is there again, on hold; wrap-up comes after the last', async (t) => {
  const back = withAnother().when(over('more-0'), T + 20_000)
  t.match(back.state, { mode: 'talking', contact: { ...first, heldSince: T + 6000 } })
  t.notOk('beside' in (back.state as object))
  const done = withAnother()
    .does(over('more-0'), T + 20_000)
    .does(over('c1'), T + 30_000)
  t.match(done.state, { mode: 'wrap-up', today: { answered: 1, outbound: 1 } })
})

t.test('the one on hold hangs up: the talk goes on undisturbed, and its time counts without the hold', async (t) => {
  const gone = withAnother().when(over('c1'), T + 20_000)
  gone.matches(
    t,
    [
      { type: 'talk-ended', callId: 'c1', talkMs: 1000, holdMs: 14_000 },
      { type: 'contact-closed', callId: 'c1' },
      { type: 'leg-let-go', legId: 'ring-0' },
    ],
    [{ order: { type: 'hang-up', legId: 'ring-0' } }],
  )
  t.match(gone.state, { mode: 'talking', contact: second })
  const lost = withAnother().when(news({ type: 'leg-ended', ...first, by: 'peer', cause: 'normal' }), T + 20_000)
  t.match(lost.state, { mode: 'talking', contact: second })
  lost.matches(t, [{ type: 'talk-ended' }, { type: 'contact-closed' }], [toCall('c1', 'agent-left')])
})

t.test('the talk with one while the other waits is counted once, and the wait of the other as his hold', async (t) => {
  const done = withAnother()
    .does(over('more-0'), T + 19_000)
    .does(over('c1'), T + 25_000)
  // the first: 5 to 6 s talk, then 19 s hold; the second: 9 to 19 s
  t.match(done.state, { today: { talkMs: 11_000, holdMs: 19_000 } })
})

t.test('a number that cannot be reached leaves the first call as it was', async (t) => {
  const dialling = onHold().does({ type: 'dial', number: '139', node: 'm2' }, T + 7000, 'more')
  t.match(dialling.view(), { mode: 'dialling', beside: [{ callId: 'c1', held: true }] })
  const failed = dialling.when(
    news({ type: 'leg-failed', ...second, cause: 'not-registered', sipStatus: 480 }),
    T + 8000,
  )
  t.match(failed.state, { mode: 'talking', contact: first })
  const late = dialling.when({ type: 'wake' }, T + 60_000)
  t.match(late.state, { mode: 'talking', contact: first })
})

t.test('buttons may name the call they mean, one that it has', async (t) => {
  withAnother()
    .when({ type: 'hang-up', callId: 'c1' }, T + 10_000)
    .matches(t, [{ type: 'hang-up-asked', callId: 'c1' }], [{ ref: { id: 'c1' }, command: { type: 'hang-up' } }])
  withAnother()
    .when({ type: 'hang-up', callId: 'c7' }, T + 10_000)
    .refused(t, 'no-call')
  const asked = withAnother().does({ type: 'hang-up', callId: 'c1' }, T + 10_000)
  const unanswered = asked.when({ type: 'wake' }, T + 14_000)
  t.match(
    unanswered.state,
    { mode: 'talking', contact: second },
    'a hang-up that nobody carries out is done all the same',
  )
})

t.test('merged or handed over, the younger goes into the older', async (t) => {
  const move = (act: string) => [toCall('more-0', 'move-to-call', { toCallId: 'c1', act })]
  withAnother()
    .when({ type: 'merge' }, T + 10_000)
    .matches(t, [], move('merge'))
  withAnother()
    .when({ type: 'hand-over', callId: 'c1' }, T + 10_000)
    .matches(t, [], move('hand-over'))
  const other = withAnother().does({ type: 'switch-call', callId: 'c1' }, T + 10_000)
  other.when({ type: 'merge' }, T + 11_000).matches(t, [], move('merge'))
  talking()
    .when({ type: 'merge' }, T + 10_000)
    .matches(t, [], [toCall('c1', 'merge')])
})

t.test('while one rings there is nothing to merge, and no other to go to', async (t) => {
  const rings = onHold()
    .does({ type: 'dial', number: '139', node: 'm2' }, T + 7000, 'more')
    .does(news({ type: 'leg-answered', ...second }), T + 8000)
  rings.when({ type: 'merge' }, T + 9000).refused(t, 'no-call')
  rings.when({ type: 'switch-call', callId: 'c1' }, T + 9000).refused(t, 'no-call')
})

t.test('a desk phone’s own transfer key joins its two lines (RFC 3891); one that it cannot is told so', async (t) => {
  const asked = (replaces: string) => news({ type: 'transfer-asked', ...first, target: '139', replaces })
  withAnother()
    .when(asked('more-0'), T + 10_000)
    .matches(t, [], [toCall('more-0', 'move-to-call', { toCallId: 'c1', act: 'hand-over' })])
  withAnother()
    .when(asked('c7'), T + 10_000)
    .matches(t, [], [{ to: 'media', order: { type: 'refuse-transfer', legId: 'ring-0' } }])
})

t.test(
  'a line that the phone itself takes up is the one it is at; both may be, for the phone mixes them',
  async (t) => {
    const mixed = withAnother()
      .does(news({ type: 'phone-held', ...first, held: false }), T + 10_000)
      .does({ type: 'call-held', callId: 'c1', held: false }, T + 10_100)
    t.match(mixed.view(), { call: { callId: 'c1', held: false }, beside: [{ callId: 'more-0', held: false }] })
  },
)

t.test('a reloaded page takes up all of its calls', async (t) => {
  const again = withAnother().when({ type: 'reattach' }, T + 10_000, 'again')
  const dial = (callId: string) => ({ order: { type: 'dial', callId, beside: true, autoAnswer: true } })
  again.matches(
    t,
    [
      { type: 'reattach-begun', callId: 'more-0' },
      { type: 'reattach-begun', callId: 'c1' },
    ],
    [dial('more-0'), dial('c1')],
  )
  const state = again.state as { beside: { spare: { legId: string } }[] }
  const back = withAnother()
    .does({ type: 'reattach' }, T + 10_000, 'again')
    .does(news({ type: 'leg-answered', callId: 'c1', legId: state.beside[0]!.spare.legId }), T + 11_000)
  t.match(back.state, {
    contact: { callId: 'more-0' },
    beside: [{ callId: 'c1', legId: state.beside[0]!.spare.legId }],
  })
})

t.test('what the media nodes have is the truth for each of its calls', async (t) => {
  const legs = [{ ...second, node: 'm1', state: 'up' as const }]
  const lost = withAnother().when({ type: 'reconcile', legIds: ['more-1'], legs }, T + 10_000)
  t.match(lost.state, { mode: 'talking', contact: second })
  t.match(lost.decision, { effects: [toCall('c1', 'agent-left', { by: 'system' })] })
  const active = withAnother().when(
    { type: 'reconcile', legIds: ['ring-0'], legs: [{ ...first, node: 'm1', state: 'up' }] },
    T + 10_000,
  )
  t.match(active.state, { mode: 'talking', contact: first })
})

t.test('whom it talks with went into another call, and it with them', async (t) => {
  const moved = talking().does({ type: 'call-moved', callId: 'c1', toCallId: 'c5' }, T + 10_000)
  t.match(moved.view(), { call: { callId: 'c5', legId: 'ring-0' } })
  t.match(moved.does(over('c1'), T + 11_000).state, { mode: 'talking' })
  t.match(moved.does(over('c5'), T + 11_000).state, { mode: 'wrap-up' })
})

// A supervisor's own side of watching: the phone answers by itself, parts change by button or key, no time of it is a talk.
import t from 'tap'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { WatchAs } from '#engine/protocol/supervised.ts'
import { toCall } from './expected.ts'
import { monitoring, news, onBreak, ready, signedOut, T, talking } from './stands.ts'

const watch = (as: WatchAs, callId = 'c5'): AgentCommand => ({
  ...{ type: 'watch', callId, node: 'm1', as, number: '1002', name: '李' },
})
const leg = { callId: 'c5', legId: 'w-0' }
const told = (as: WatchAs): AgentCommand => ({ type: 'watch-told', callId: 'c5', as })
const up = (as: WatchAs, from = onBreak()) =>
  from.does(watch(as), T + 60_000, 'w').does(news({ type: 'leg-answered', ...leg }), T + 61_000)
const listening = (from = onBreak()) => up('listener', from).does(told('listener'), T + 61_100)
const asks = (as: WatchAs) => toCall('watch', { agentId: 'a1', agentNumber: '1001', legId: 'w-0', as }, 'c5')

t.test('the own phone answers by itself and the call hears of it', async (t) => {
  const rung = onBreak().when(watch('listener'), T + 60_000, 'w')
  t.match(rung.decision, {
    effects: [
      { to: 'media', node: 'm1', order: { type: 'dial', ...leg, autoAnswer: true, tags: { watch: 'listener' } } },
      {},
    ],
  })
  t.match(rung.state, { today: { outbound: 0 } }, 'it is no call out')
  onBreak()
    .does(watch('listener'), T + 60_000, 'w')
    .when(news({ type: 'leg-answered', ...leg }), T + 61_000)
    .gives(t, [{ type: 'leg-up', ...leg }], [asks('listener')] as never)
  t.match(listening().state, { mode: 'talking', contact: { why: { as: 'listener' } } })
})

t.test('another part by the button, and by the key of a desk phone', async (t) => {
  listening()
    .when(watch('whisperer'), T + 62_000)
    .gives(t, [], [asks('whisperer')] as never)
  for (const [digit, as] of [
    ['1', 'listener'],
    ['2', 'whisperer'],
    ['3', 'barger'],
    ['4', 'agent'],
  ] as const)
    listening()
      .when(news({ type: 'digit-pressed', ...leg, digit }), T + 62_000)
      .gives(t, [], [asks(as)] as never)
  listening()
    .when(watch('listener', 'c6'), T + 62_000)
    .refused(t, 'agent-busy')
  listening()
    .when({ type: 'transfer', target: { type: 'queue', queueId: 'q1' } }, T + 62_000)
    .refused(t, 'command-not-possible')
})

t.test('no time of it counts, and after it the supervisor is what it was', async (t) => {
  for (const [from, mode] of [
    [onBreak(), 'break'],
    [ready(), 'ready'],
  ] as const) {
    const over = listening(from).does({ type: 'call-over', callId: 'c5', cause: 'normal' }, T + 70_000)
    t.match(over.state, { mode, today: { talkMs: 0, outbound: 0 } })
  }
})

t.test('a call that was taken over is a talk from then on', async (t) => {
  const taken = listening().does(told('agent'), T + 65_000)
  const over = taken.does({ type: 'call-over', callId: 'c5', cause: 'normal' }, T + 70_000)
  t.match(over.state, { today: { outbound: 0 } })
  t.ok((over.state as { today: { talkMs: number } }).today.talkMs > 0)
})

t.test('without a phone, or busy, or signed out nobody watches', async (t) => {
  monitoring()
    .when(watch('listener'), T + 60_000)
    .refused(t, 'no-phone')
  talking()
    .when(watch('listener'), T + 60_000)
    .refused(t, 'agent-busy')
  signedOut()
    .when(watch('listener'), T + 60_000)
    .refused(t, 'agent-signed-out')
})

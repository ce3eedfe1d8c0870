// A message that a flow sends: with the caller's values, never with what was keyed in secret; the flow goes on at once.
import t from 'tap'
import type { Flow } from '#engine/protocol/company.ts'
import { secretToken } from '#engine/protocol/secrets.ts'
import { enterNode, startRun } from '#engine/routing/core/ivr/run.ts'
import { kinds } from '../call/company.ts'

const flow = (settings: object): Flow => ({
  ...{ id: 'f', version: 1, name: 'f', lang: 'zh', startNodeId: 'send' },
  nodes: [
    { id: 'send', type: 'send', name: 'send', settings: settings as never, next: { done: 'bye' } },
    { id: 'bye', type: 'hang-up', name: 'bye', settings: {}, next: {} },
  ],
})
const run = (settings: object, values: Record<string, string>) => {
  const own = flow(settings)
  return enterNode(kinds, own, startRun(own, values), 0)
}

t.test('filled with the caller’s values, and the flow goes on', async (t) => {
  const moved = run(
    { channel: 'sms', to: '{caller}', text: '您的单号 {order}', afterMs: 60_000 },
    { caller: '139', order: 'A7' },
  )
  t.strictSame(moved.sent, [{ channel: 'sms', to: '139', text: '您的单号 A7', afterMs: 60_000 }])
  t.match(moved.end, { type: 'hang-up' })
  t.match(moved.passed, [{ nodeId: 'send', outlet: 'done' }, {}])
})

t.test('what was keyed in secret is not sent, and nobody without a number is sent anything', async (t) => {
  const secret = run({ to: '139', text: '密码 {pin}。' }, { pin: secretToken('x') })
  t.strictSame(secret.sent, [{ channel: 'sms', to: '139', text: '密码 。', afterMs: 0 }])
  t.equal(run({ to: '{caller}', text: 'x' }, { caller: '' }).sent, undefined)
})

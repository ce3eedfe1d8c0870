// An agent's page is loaded anew while its call is at something else than a talk: what it hears goes on, on the new leg.
import t from 'tap'
import { dialling, messages, notice, orders, told } from './company.ts'

t.test('an agent who waits in a queue waits on, and hears its music, on the new leg', async (t) => {
  const asked = dialling()
  const waits = asked
    .does(told(asked, { type: 'dialled', found: true, target: { type: 'queue', queueId: 'q1' } }), 1010)
    .does(notice({ type: 'queued', queueId: 'q1', position: 1, stay: 1 }), 1020)
  const moved = waits.when({ type: 'agent-moved', agentId: 'a1', fromLegId: 'A1', toLegId: 'A9' }, 2000)
  t.match(messages(moved.decision), [{ to: 'q1', command: { type: 'join', call: { legId: 'A9', stay: 1 } } }])
  t.match(orders(moved.decision), [
    { type: 'tag', legId: 'A9' },
    { type: 'play', legId: 'A9' },
  ])
  const other = waits.when({ type: 'agent-moved', agentId: 'a2', fromLegId: 'L7', toLegId: 'L8' }, 2000)
  t.same(orders(other.decision), [], 'nobody of this call')
})

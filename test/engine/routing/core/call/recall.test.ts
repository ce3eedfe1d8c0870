// A blind transfer that nobody takes comes back to who sent it.
import t from 'tap'
import { joined, mayRing, messages, notice, orders, talking, waitId } from './company.ts'

t.test(
  'nobody takes it: it comes back to who passed it on, and from there to the front of its queue, told so',
  async (t) => {
    const asked = talking().does({ type: 'transfer', agentId: 'a1', target: { type: 'agent', agentId: 'a2' } }, 20_000)
    const rung = mayRing(asked, 20_000)
    const missed = rung.when(
      { type: 'agent-missed', agentId: 'a2', requestId: waitId(rung), reason: 'no-answer' },
      40_000,
    )
    t.match(messages(missed.decision), [
      { to: 'a1', command: { type: 'act-failed', act: 'transfer', reason: 'no-answer', callId: 'c1', number: '' } },
      { to: 'a1', command: { type: 'ring-direct', recall: true } },
    ])
    const recalled = rung.does({ type: 'agent-missed', agentId: 'a2', requestId: waitId(rung), reason: 'busy' }, 40_000)
    const taken = recalled.when(joined('a1', { requestId: waitId(recalled) }), 41_000)
    t.match(taken.state, { mode: 'talking', journey: { parties: [{ legId: 'L1' }, { agentId: 'a1' }] } })
    const busy = { type: 'agent-missed', agentId: 'a1', requestId: waitId(recalled), reason: 'busy' } as const
    t.match(messages(recalled.when(busy, 40_000).decision), [
      { to: 'q1', command: { type: 'join', call: { front: true } } },
    ])
    const back = recalled.does(busy, 40_000)
    t.match(orders(back.when(notice({ type: 'queued', queueId: 'q1', position: 1 }), 40_001).decision), [
      { sounds: [{ text: /转接未成功/ }] },
    ])
    const late = rung.when({ type: 'wake' }, 60_000)
    t.match(messages(late.decision), [
      { to: 'a2', command: { type: 'withdraw-direct' } },
      { to: 'a1', command: { type: 'act-failed', act: 'transfer' } },
      { to: 'a1', command: { type: 'ring-direct', recall: true } },
    ])
  },
)

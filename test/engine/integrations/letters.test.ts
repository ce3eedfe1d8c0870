// A message that a flow wants sent is told by webhook, later where it says so, and then in no other's way.
import t from 'tap'
import { delayOf, laneOf, messageOf } from '#engine/integrations/events.ts'
import type { Fact } from '#engine/protocol/ledger.ts'

const told = (afterMs: number) =>
  messageOf({
    ...{ id: 'f1', kind: 'call', actor: 'c1', at: 1_000 },
    body: { type: 'letter-asked', channel: 'sms', to: '139', text: '您好', afterMs },
  } as unknown as Fact)

t.test('told with number and words, so long after', async (t) => {
  const at = told(0)
  t.match(at, { event: 'letter.asked', callId: 'c1', data: { channel: 'sms', to: '139', text: '您好' } })
  t.equal(delayOf(at!), 0)
  t.equal(laneOf(at!), 'c1', 'in the order of its call')
  t.equal(delayOf(told(60_000)!), 60_000)
  t.equal(laneOf(told(60_000)!), 'f1', 'what waits does not hold up the rest of its call')
})

// A command that was refused or not delivered: what its sender hears instead.
import t from 'tap'
import type { ActorRef } from '#engine/protocol/actors.ts'
import { FAILURES } from '#engine/protocol/failures.ts'
import { bounced } from '#engine/routing/actors/bounce.ts'

const call: ActorRef = { kind: 'call', id: 'c1' }
const agent: ActorRef = { kind: 'agent', id: 'a1' }
const queue: ActorRef = { kind: 'queue', id: 'q1' }

t.test('what an agent asked of its call and the call refused comes back as a failed act with its reason', async (t) => {
  const reasons = [
    ['no-call', 'call-over'],
    ['bad-input', 'in-this-call'],
    ['command-not-possible', 'not-now'],
    ['unavailable', 'not-carried-out'],
    ['overloaded', 'not-carried-out'],
  ] as const
  const whole = bounced(agent, call, { type: 'record' }, 'recorded-whole')
  t.match(
    whole,
    { type: 'act-failed', act: 'record', reason: 'recorded-whole' },
    'a stop that the queue forbids is told',
  )
  for (const act of ['hold', 'resume', 'transfer', 'send-digits'] as const) {
    for (const [refusal, reason] of reasons) {
      const back = bounced(agent, call, { type: act }, refusal)
      t.strictSame(back, { type: 'act-failed', callId: 'c1', act, reason, number: '' }, `${act}: ${refusal}`)
      t.ok(FAILURES[reason].zh && FAILURES[reason].en)
    }
    t.equal(bounced(queue, call, { type: act }, 'no-call'), undefined, 'nobody else waits for it')
  }
})

t.test('who waits for an answer hears that there is none', async (t) => {
  t.match(bounced(call, queue, { type: 'join' }, 'queue-unknown'), {
    notice: { type: 'queue-refused', queueId: 'q1', reason: 'unknown' },
  })
  const offer = { type: 'offer', offer: { offerId: 'o1' } }
  t.match(bounced(queue, agent, offer, 'agent-unknown'), { type: 'offer-refused', offerId: 'o1', agentId: 'a1' })
  const ring = { type: 'ring-direct', requestId: 'r1' }
  t.match(bounced(call, agent, ring, 'unavailable'), { type: 'agent-missed', requestId: 'r1', reason: 'unavailable' })
  const may = { type: 'may-ring', requestId: 'r1' }
  t.match(bounced(call, agent, may, 'agent-unknown'), { type: 'may-ring-told', agentId: 'a1', reason: 'agent-unknown' })
  for (const type of ['agent-joined', 'begin-outbound']) {
    t.match(bounced(agent, call, { type }, 'unavailable'), { type: 'call-over', callId: 'c1', cause: 'fault' })
    t.equal(bounced(queue, call, { type }, 'unavailable'), undefined)
  }
  for (const command of [{ type: 'join' }, ring]) t.equal(bounced(agent, call, command, 'unavailable'), undefined)
  t.equal(bounced(call, agent, offer, 'unavailable'), undefined)
  t.equal(bounced(agent, call, { type: 'agent-left' }, 'unavailable'), undefined, 'nobody waits for that')
})

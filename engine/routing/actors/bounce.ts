// A command that could not be delivered, or was refused, must not leave its sender waiting: what the sender hears instead.
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { ActFailure, ActName } from '#engine/protocol/failures.ts'
import type { QueueCommand } from '#engine/protocol/queue.ts'

type Sent = AgentCommand | CallCommand | QueueCommand

/** The command for the sender, or undefined when nobody waits for an answer. */
export function bounced(from: ActorRef, to: ActorRef, command: { type: string }, refusal: string): Sent | undefined {
  const sent = command as Sent
  switch (sent.type) {
    case 'join':
      // a queue on its way to another node is asked again by the call itself, which gives up in its own time
      if (from.kind !== 'call' || refusal === 'unavailable') return undefined
      return {
        type: 'queue',
        notice: { type: 'queue-refused', queueId: to.id, reason: 'unknown', wayOut: { type: 'hang-up' } },
      }
    case 'offer':
      if (from.kind !== 'queue') return undefined
      return { type: 'offer-refused', offerId: sent.offer.offerId, agentId: to.id, reason: refusal }
    case 'ring-direct':
      if (from.kind !== 'call') return undefined
      return { type: 'agent-missed', agentId: to.id, requestId: sent.requestId, reason: refusal }
    case 'may-ring':
      if (from.kind !== 'call') return undefined
      return { type: 'may-ring-told', agentId: to.id, requestId: sent.requestId, reason: refusal }
    case 'by-phone':
      if (from.kind !== 'call') return undefined
      return { type: 'phone-told', agentId: to.id, mode: 'signed-out', refusal }
    case 'agent-joined':
    case 'begin-outbound':
      if (from.kind !== 'agent') return undefined
      return { type: 'call-over', callId: to.id, cause: 'fault' }
    case 'hold':
    case 'resume':
    case 'transfer':
    case 'send-digits':
    case 'consult':
    case 'invite':
    case 'swap':
    case 'merge':
    case 'take-back':
    case 'hand-over':
    case 'drop':
    case 'verify':
    case 'record':
      if (from.kind !== 'agent') return undefined
      return actFailed(to.id, sent.type, refusal)
    case 'move-to-call':
      return from.kind === 'agent' ? actFailed(to.id, sent.act, refusal) : undefined
    default:
      return undefined
  }
}

const actFailed = (callId: string, act: ActName, refusal: string): AgentCommand => ({
  ...{ type: 'act-failed', callId, act, reason: FAILED[refusal] ?? 'not-now', number: '' },
})

/** A call's refusals, as its agent is told of them. */
const FAILED: Record<string, ActFailure> = {
  'no-call': 'call-over',
  'bad-input': 'in-this-call',
  'in-consultation': 'in-consultation',
  'no-consultation': 'no-consultation',
  'still-ringing': 'still-ringing',
  'in-conference': 'in-conference',
  'conference-full': 'conference-full',
  'not-yours-to-drop': 'not-yours-to-drop',
  'recorded-whole': 'recorded-whole',
  'recorded-already': 'recorded-already',
  'not-recorded': 'not-recorded',
  'checked-already': 'checked-already',
  unavailable: 'not-carried-out',
  overloaded: 'not-carried-out',
}

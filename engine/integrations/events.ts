// Which facts of the ledger other systems are told, and in which words: pure.
import type { WebhookEvent, WebhookMessage } from '../protocol/integrations.ts'
import type { Fact } from '../protocol/ledger.ts'

type Body = Record<string, unknown> & { type: string }
type Told = [event: WebhookEvent, data: (body: Body) => Record<string, unknown>]

const pick =
  (...names: string[]) =>
  (body: Body): Record<string, unknown> =>
    Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]))

/** by kind of actor and type of fact */
const TOLD: Record<string, Told> = {
  'queue call-queued': ['call.queued', pick('number', 'vip', 'joinedAt')],
  'queue call-left': ['call.left-queue', pick('reason', 'waitedMs')],
  'agent ring-started': ['call.ringing', pick('legId')],
  'agent ring-missed': ['call.missed', pick('ringMs', 'reason')],
  'agent talk-started': ['call.answered', pick('ringMs')],
  'agent talk-ended': ['call.talk-ended', pick('talkMs', 'holdMs')],
  'agent call-disposed': ['call.disposed', pick('dispositionId', 'note')],
  'agent mode-changed': ['agent.state', pick('from', 'to', 'spentMs', 'breakReason')],
  'call call-ended': ['call.ended', ({ summary }) => ({ summary })],
  'call recording-stored': ['recording.stored', pick('recordingId', 'durationMs')],
  'call message-left': ['message.left', pick('recordingId')],
  'call letter-asked': ['letter.asked', pick('channel', 'to', 'text', 'afterMs')],
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Undefined: nothing others are told of. */
export function messageOf(fact: Fact): WebhookMessage | undefined {
  const told = TOLD[`${fact.kind} ${fact.body.type}`]
  if (!told) return undefined
  const body = fact.body as Body
  const callId = fact.kind === 'call' ? fact.actor : text(body.callId)
  const agentId = fact.kind === 'agent' ? fact.actor : text(body.agentId)
  const queueId = fact.kind === 'queue' ? fact.actor : text(body.queueId)
  const [event, data] = told
  return {
    ...{ event, id: fact.id, at: fact.at },
    ...(callId === undefined ? {} : { callId }),
    ...(agentId === undefined ? {} : { agentId }),
    ...(queueId === undefined ? {} : { queueId }),
    data: data(body),
  }
}

/** How long after it happened others are told: a message that a flow sends later. */
export const delayOf = ({ event, data }: WebhookMessage): number =>
  event === 'letter.asked' && typeof data.afterMs === 'number' ? Math.max(0, data.afterMs) : 0

/** What must be told in order: all of one call; without a call, all of one agent. What is told later holds nothing up. */
export const laneOf = (message: WebhookMessage): string =>
  delayOf(message) > 0 ? message.id : (message.callId ?? message.agentId ?? message.id)

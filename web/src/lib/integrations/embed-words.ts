// What a page that holds our soft phone in a frame says to it, and what it is told. Parsed at this door: it comes from elsewhere.
import type { AgentView } from '#engine/protocol/agent.ts'

/** acts without anything to say beside them */
export const PLAIN_ACTS = [
  ...(['ready', 'hold', 'resume', 'hang-up', 'decline', 'sign-out', 'end-wrap-up', 'wrap-up', 'more-time'] as const),
  ...(['swap', 'merge', 'take-back', 'hand-over', 'flag'] as const),
] as const
type PlainAct = (typeof PLAIN_ACTS)[number]

export type EmbedAsk =
  | { act: PlainAct | 'answer' | 'mute' | 'unmute' | 'sign-in' | 'ask' }
  | { act: 'dial'; number: string }
  | { act: 'break'; reason: string }
  | { act: 'transfer' | 'consult' | 'invite'; number: string }
  | { act: 'digits'; digits: string }

const NUMBER = /^\+?[0-9*#]{1,32}$/
const text = (value: unknown, like: RegExp): string | undefined =>
  typeof value === 'string' && like.test(value) ? value : undefined
const BARE = new Set<string>([...PLAIN_ACTS, 'answer', 'mute', 'unmute', 'sign-in', 'ask'])

/** Undefined: nothing that we know. */
export function askIn(data: unknown): EmbedAsk | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { tinglan, act, number, reason, digits } = data as Record<string, unknown>
  if (tinglan !== 'do' || typeof act !== 'string') return undefined
  if (BARE.has(act)) return { act } as EmbedAsk
  const to = text(number, NUMBER)
  if (act === 'dial' || act === 'transfer' || act === 'consult' || act === 'invite')
    return to === undefined ? undefined : { act, number: to }
  const why = text(reason, /^[A-Za-z0-9_-]{1,64}$/)
  if (act === 'break') return why === undefined ? undefined : { act, reason: why }
  const keys = text(digits, /^[0-9*#A-D]{1,64}$/)
  return act === 'digits' && keys !== undefined ? { act, digits: keys } : undefined
}

/** What the other page is told at every change. */
export function stateOf(me: AgentView | undefined) {
  const call = me?.call
  return {
    ...{ tinglan: 'state', mode: me?.mode ?? 'signed-out', reason: me?.breakReason ?? '' },
    agent: me ? { id: me.agentId, number: me.number, name: me.name } : null,
    call: call
      ? {
          ...{ id: call.callId, direction: call.direction, number: call.card.number, held: call.held },
          ...{ queue: call.card.queueName, access: call.card.accessNumber, connected: call.connectedAt !== undefined },
        }
      : null,
  }
}

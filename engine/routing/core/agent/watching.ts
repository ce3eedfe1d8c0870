// Cells for a supervisor who goes into a call: the own phone first, answering by itself, then the call hears of it. Keys of
// a desk phone change the part in it: 1 listen, 2 whisper, 3 barge in, 4 take over.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { type Effect, idFrom } from '#engine/protocol/machine.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import type { WatchAs } from '#engine/protocol/supervised.ts'
import { decided, nothing, refuse, toCall, toMedia } from '#engine/routing/core/machine/decided.ts'
import { cardOf, type Made, modeChanged, settleBreak } from './changes.ts'
import {
  type AgentFact,
  type CallState,
  type FreeState,
  OWN_LEG_RING_MS,
  phoneUser,
  type TalkingState,
  type VoiceCall,
} from './state.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>

const BY_KEY: Partial<Record<string, WatchAs>> = { 1: 'listener', 2: 'whisperer', 3: 'barger', 4: 'agent' }

export function watch(state: FreeState, command: Command<'watch'>, given: Given): Made {
  const user = phoneUser(state)
  if (user === undefined) return refuse('no-phone')
  const { callId, node, as, number, name } = command
  const legId = idFrom(given.seed, 0)
  const call: VoiceCall = {
    ...{ callId, legId, node, direction: 'internal', card: cardOf(number, name), why: { type: 'watch', as } },
    ...{ ringingSince: given.at, ringMs: OWN_LEG_RING_MS, holdMs: 0 },
  }
  const settled = settleBreak(state)
  const change = modeChanged(state, 'dialling', given.at, { callId })
  return decided<AgentFact>(
    [...settled, { type: 'leg-made', call }, settled.length > 0 ? { ...change, from: 'break' } : change],
    [
      toMedia(node, {
        ...{ type: 'dial', callId, legId, owner: { kind: 'agent', id: state.id }, target: { type: 'user', user } },
        ...{ from: { number, name }, ringMs: OWN_LEG_RING_MS, autoAnswer: true },
        tags: { agent: state.id, number: state.config.number, watch: as },
      }),
    ],
  )
}

/** In a call already: another part in the same one. */
export function watchOtherwise(state: TalkingState, { callId, as }: Command<'watch'>): Made {
  const { contact } = state
  if (contact.callId !== callId || !isWatching(state)) return refuse('agent-busy')
  return decided<AgentFact>([], watchAsked(state, as))
}

export function watchKey(state: TalkingState, { legId, digit }: Extract<MediaNews, { type: 'digit-pressed' }>): Made {
  const as = BY_KEY[digit]
  if (as === undefined || legId !== state.contact.legId || !isWatching(state)) return nothing()
  return decided<AgentFact>([], watchAsked(state, as))
}

/** What the call hears once the leg is up, and again should it have forgotten. */
export function watchAsked({ id, config, contact }: CallState, as = partOf(contact)): Effect[] {
  if (as === undefined) return []
  const { callId, legId } = contact
  return [toCall(callId, { type: 'watch', agentId: id, agentNumber: config.number, legId, as })]
}

const partOf = ({ why }: VoiceCall): WatchAs | undefined => (why.type === 'watch' ? why.as : undefined)

/** Not in the talk for oneself: no time of it counts as a talk, and its buttons are not those of an agent. */
export function isWatching({ contact }: CallState): boolean {
  const part = partOf(contact)
  return part !== undefined && part !== 'agent'
}

/** Whoever takes a call over talks from now on, and that counts. */
export function watchTold(state: CallState, { callId, as }: Command<'watch-told'>, given: Given): Made {
  const { contact } = state
  if (contact.callId !== callId || contact.why.type !== 'watch') return nothing()
  if (contact.why.as === as && contact.connectedAt !== undefined) return nothing()
  const takes: AgentFact[] = as === 'agent' ? [{ type: 'talk-started', callId, legId: contact.legId, ringMs: 0 }] : []
  const begins = state.mode === 'talking' ? [] : [modeChanged(state, 'talking', given.at)]
  return decided<AgentFact>([{ type: 'watch-told', callId, as }, ...takes, ...begins])
}

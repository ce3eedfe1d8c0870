// Cells for several calls of one agent: another is dialled beside the one on hold, from one to the other, and two made one.
import type { AgentCommand, TransferTarget } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { decided, nothing, refuse, toCall, toMedia } from '#engine/routing/core/machine/decided.ts'
import { MOST_CALLS } from './beside.ts'
import type { Made } from './changes.ts'
import { adoptLeg, dial, refuseLeg } from './placing.ts'
import { type AgentFact, type CallState, type Contact, contactsOf, type TalkingState } from './state.ts'
import { isWatching } from './watching.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>

/** It asks somebody in private, or the caller keys in who he is: whoever waits meanwhile is not its call on hold. */
const asksSomebody = ({ parties = [], legId, check }: Contact): boolean =>
  check?.state === 'running' || parties.some((party) => party.role === 'consulted' && party.by === legId)

/**
 * While a call is held its agent may dial out. A page's phone has a line for it, and the call is one of its own; a desk phone
 * need not be picked up twice: whoever is dialled is asked beside the caller, on the line it has.
 */
export function dialBeside(state: TalkingState, command: Command<'dial'>, given: Given): Made {
  const { contact, me, id } = state
  if (contact.heldSince === undefined || isWatching(state)) return refuse('agent-busy')
  if (me.phone.type !== 'browser') {
    const target = { type: 'outside', number: command.number } as const
    return decided<AgentFact>([], [toCall(contact.callId, { type: 'consult', agentId: id, target })])
  }
  if (asksSomebody(contact)) return refuse('in-consultation')
  if (contactsOf(state).length >= MOST_CALLS) return refuse('agent-busy')
  return dial(state, { ...command, node: contact.node }, given)
}

/** A desk phone dials on another of its lines. It has put the first on hold itself; one that has not is held for it. */
export function adoptBeside(state: TalkingState, command: Command<'adopt-leg'>, given: Given): Made {
  const { contact, id } = state
  const known = contactsOf(state).some(({ legId }) => legId === command.legId)
  const full = contactsOf(state).length >= MOST_CALLS
  if (known || full || isWatching(state) || contact.connectedAt === undefined) return refuseLeg(state, command)
  const made = adoptLeg(state, command, given)
  if ('refusal' in made || contact.heldSince !== undefined || contact.parties) return made
  return { ...made, effects: [...made.effects, toCall(contact.callId, { type: 'hold', agentId: id })] }
}

/** The one it talks in waits with music, the other goes on. */
export function switchCall(state: TalkingState, { callId }: Command<'switch-call'>): Made {
  const { contact, beside = [], id } = state
  if (contact.callId === callId) return nothing()
  const other = beside.find((one) => one.callId === callId)
  if (!other) return refuse('no-call')
  if (contact.connectedAt === undefined) return refuse('still-ringing')
  if (asksSomebody(contact)) return refuse('in-consultation')
  return decided<AgentFact>(
    [{ type: 'turned-to', callId }],
    [
      ...(contact.heldSince === undefined ? [toCall(contact.callId, { type: 'hold', agentId: id } as const)] : []),
      ...(other.heldSince === undefined ? [] : [toCall(callId, { type: 'resume', agentId: id } as const)]),
    ],
  )
}

/** Its phone's own hold key, on any of its lines; the line it takes up is the one it is at. */
export function phoneHeld(state: TalkingState, { legId, held }: Extract<MediaNews, { type: 'phone-held' }>): Made {
  const { callId, legId: own } = state.contact
  if (legId !== own || isWatching(state)) return nothing()
  const word = { type: held ? 'hold' : 'resume', agentId: state.id } as const
  return decided<AgentFact>(held || !state.beside ? [] : [{ type: 'turned-to', callId }], [toCall(callId, word)])
}

/**
 * Merge and hand over: with whom it asked in private, else with another of its calls. Two calls become the older one, for
 * that is the customer's; its other parties come along, and nobody is dialled anew.
 */
export const join =
  (act: 'merge' | 'hand-over') =>
  (state: TalkingState, { callId }: { callId?: string } = {}): Made => {
    const { contact, beside = [], id } = state
    const other = callId === undefined ? beside.at(-1) : beside.find((one) => one.callId === callId)
    if (callId === undefined && (!other || asksSomebody(contact)))
      return decided<AgentFact>([], [toCall(contact.callId, { type: act, agentId: id })])
    if (!other) return refuse('no-call')
    if (contact.connectedAt === undefined || other.connectedAt === undefined) return refuse('still-ringing')
    if (contact.node !== other.node) return refuse('other-media-node')
    const [kept, given] = contact.ringingSince <= other.ringingSince ? [contact, other] : [other, contact]
    const move = { type: 'move-to-call', agentId: id, toCallId: kept.callId, act } as const
    return decided<AgentFact>([], [toCall(given.callId, move)])
  }

/** The phone's transfer key: to a number, or (RFC 3891) to whom it talks with on another of its lines. */
export function transferAsked(state: TalkingState, news: Extract<MediaNews, { type: 'transfer-asked' }>): Made {
  const { contact, id } = state
  if (news.legId !== contact.legId || isWatching(state)) return nothing()
  if (news.replaces === undefined) {
    return decided<AgentFact>(
      [],
      [toCall(contact.callId, { type: 'transfer', agentId: id, target: referTarget(news.target) })],
    )
  }
  const made = join('hand-over')(state, { callId: news.replaces })
  if (!('refusal' in made)) return made
  const { callId, legId, node } = contact
  return decided<AgentFact>([], [toMedia(node, { type: 'refuse-transfer', callId, legId, cause: 'unavailable' })])
}

/** The user part of a Refer-To; the call looks up who that is. */
const referTarget = (target: string): TransferTarget => ({
  type: 'outside',
  number: /^(?:<?sips?:)?([^@;>]*)/i.exec(target)?.[1] ?? target,
})

/** Whom it talks with went on in another call, and it with them. */
export const callMoved = (state: CallState, { callId, toCallId }: Command<'call-moved'>): Made =>
  state.contact.callId === callId ? decided<AgentFact>([{ type: 'contact-moved', callId, toCallId }]) : nothing()

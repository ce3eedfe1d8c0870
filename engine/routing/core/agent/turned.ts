// Turns from one of an agent's calls to another, on the state alone.
import { type AgentFact, type AgentState, type CallState, type Contact, contactsOf, hasCall } from './state.ts'

/** As if the agent were at this one of its calls; undefined when it has none of this id. */
export function standsAt(state: CallState, callId: string): CallState | undefined {
  if (state.contact.callId === callId) return state
  const contact = state.beside?.find((one) => one.callId === callId)
  return contact && turnedTo(state, contact)
}

/** A call set aside is one in which its agent talks. */
const turnedTo = (state: CallState, contact: Contact): CallState => ({
  ...state,
  mode: 'talking',
  contact,
  beside: contactsOf(state).filter((one) => one !== contact),
})

export const turned = (state: AgentState, callId: string): AgentState =>
  (hasCall(state) ? standsAt(state, callId) : undefined) ?? state

/** The last one set aside takes the place of the present one when that is over. */
export function closed(state: AgentState, callId: string): AgentState {
  if (!hasCall(state) || !state.beside) return state
  const left = contactsOf(state).filter((one) => one.callId !== callId)
  const contact = state.contact.callId === callId ? left.at(-1) : state.contact
  if (!contact) return state
  const { beside: _, ...rest } = state
  const over = contactsOf(state).find((one) => one.callId === callId)
  const beside = left.filter((one) => one !== contact)
  return {
    ...rest,
    ...(contact === state.contact ? {} : { mode: 'talking' as const }),
    contact,
    ...(beside.length > 0 ? { beside } : {}),
    ...(over?.connectedAt === undefined ? {} : { talked: true as const }),
  } as CallState
}

type Change = (state: AgentState, fact: AgentFact, at: number) => AgentState

/** A fact about a call set aside changes that one, and the agent stays at the one it is at. */
export const withAside =
  (change: Change): Change =>
  (state, fact, at) => {
    if (!hasCall(state) || !state.beside || !('callId' in fact) || fact.callId === undefined)
      return change(state, fact, at)
    const { callId } = fact
    if (WHOLE.has(fact.type) || !state.beside.some((one) => one.callId === callId)) return change(state, fact, at)
    const after = change(turned(state, callId), fact, at)
    if (!hasCall(after)) return after
    const beside = state.beside.map((one) => (one.callId === callId ? after.contact : one))
    return { ...after, mode: state.mode, contact: state.contact, beside } as CallState
  }

/** These say themselves which call the agent is at afterwards. */
const WHOLE: ReadonlySet<AgentFact['type']> = new Set(['turned-to', 'contact-closed', 'mode-changed'])

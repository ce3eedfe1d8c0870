// An agent in several calls: it is at one, the others are set aside. What is said about one set aside is decided as if the
// agent were at that one.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { decided, nothing, refuse } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import type { Made } from './changes.ts'
import { evolveAgent } from './evolve.ts'
import { type AgentFact, type AgentState, type CallState, contactsOf, hasCall } from './state.ts'
import { standsAt } from './turned.ts'

/** One more than a desk phone has keys for is nobody's wish. */
export const MOST_CALLS = 4

/** What names a call of this agent's by its id: words of the call, and buttons that may mean another than the present one. */
const ABOUT: ReadonlySet<AgentCommand['type']> = new Set([
  'call-connected',
  'call-held',
  'recording-changed',
  'talk-told',
  'call-over',
  'call-moved',
  'check-told',
  'hold',
  'resume',
  'hang-up',
])
const MAY_NAME: ReadonlySet<AgentCommand['type']> = new Set(['hold', 'resume', 'hang-up'])

function callMeant(state: CallState, command: AgentCommand): string | undefined {
  if (command.type === 'news' && 'legId' in command.news) {
    const { legId } = command.news
    return contactsOf(state).find((one) => one.legId === legId || one.spare?.legId === legId)?.callId
  }
  return ABOUT.has(command.type) && 'callId' in command ? command.callId : undefined
}

/** The agent at the call that the command is about. */
export function asMeant(state: AgentState, command: AgentCommand): AgentState {
  if (!hasCall(state) || !state.beside) return state
  const callId = callMeant(state, command)
  return (callId === undefined ? undefined : standsAt(state, callId)) ?? state
}

/** A button of a call that this agent has no more. */
export function namesNoCall(state: AgentState, command: AgentCommand): boolean {
  if (!MAY_NAME.has(command.type) || !('callId' in command) || command.callId === undefined) return false
  return !hasCall(state) || !contactsOf(state).some(({ callId }) => callId === command.callId)
}

/** The same for each of its calls, one after the other. */
export function forEachCall(state: CallState, given: Given, act: (stand: CallState, given: Given) => Made): Made {
  const facts: AgentFact[] = []
  const made = contactsOf(state).map(({ callId }, n): Made => {
    const now = fold(evolveAgent, state as AgentState, facts, given.at)
    const stand = hasCall(now) ? standsAt(now, callId) : undefined
    const one = stand ? act(stand, n === 0 ? given : { ...given, seed: `${given.seed}-${n}` }) : nothing()
    if (!('refusal' in one)) facts.push(...one.facts)
    return one
  })
  const [first] = made
  if (made.length === 1 && first) return first
  return decided(
    facts,
    made.flatMap((one) => ('refusal' in one ? [] : one.effects)),
  )
}

export const noSuchCall = (): Made => refuse('no-call')

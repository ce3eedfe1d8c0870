// When an agent is to be woken: by what it is at, for a leg that was to go, and at the end of its day.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import { dayOf, earliest, endOfDay } from '#engine/routing/core/machine/day.ts'
import * as again from './reattach.ts'
import { type AgentFact, type AgentState, type CallState, contactsOf, hasCall } from './state.ts'
import * as talks from './talks.ts'
import { standsAt } from './turned.ts'
import { takesAt } from './weighing.ts'

/** Counters begin anew with the first decision of a local day; signed-in agents are woken for it. */
export function dayFacts(state: AgentState, command: AgentCommand, at: number): AgentFact[] {
  if (!state.config || (state.mode === 'signed-out' && command.type !== 'sign-in')) return []
  const date = dayOf(at, state.zoneMs)
  return date === state.today.date ? [] : [{ type: 'day-started', date }]
}

export function wakeAt(state: AgentState): number | undefined {
  if (state.mode === 'signed-out') return undefined
  return earliest(modeDeadline(state), state.clearing?.until, endOfDay(state.today.date, state.zoneMs))
}

function modeDeadline(state: AgentState): number | undefined {
  if (state.mode === 'break') return state.tried && state.since + state.config.minimumBusyMs
  if (state.mode === 'ringing') return state.contact.ringingSince + state.contact.ringMs
  if (hasCall(state)) return earliest(...contactsOf(state).map(({ callId }) => callDeadline(standsAt(state, callId))))
  if (state.mode === 'ready') return earliest(takesAt(state), state.me.pause?.until)
  return state.mode === 'wrap-up' && !state.me.owes ? state.until : undefined
}

/** Of one of its calls. */
function callDeadline(stand: CallState | undefined): number | undefined {
  if (stand?.mode === 'talking') return again.deadline(stand)
  return stand?.mode === 'dialling' ? talks.callDeadline(stand) : undefined
}

// What folds of a call's facts share: another mode, another journey, an agent's stay, the worst of its sound.
import type { LineQuality } from '#engine/protocol/party.ts'
import type { AgentStay, CallState, Journey, LiveState, Party } from './state.ts'

export const change = (state: CallState, journey: Partial<Journey>): CallState =>
  'journey' in state ? ({ ...state, journey: { ...state.journey, ...journey } } as CallState) : state

/** A new mode with what is true in it; what the old mode knew is gone. */
export type Entered<State> = State extends LiveState ? Omit<State, 'callId' | 'journey'> : never

/** Only in a talk, and while an agent's number is said, is there anybody besides the one whom the call serves. */
export function enter(
  state: CallState,
  at: number,
  next: Entered<LiveState>,
  journey: Partial<Journey> = {},
): CallState {
  if (!('journey' in state)) return state
  const { parties: before } = state.journey
  const parties = journey.parties ?? (before.length === 1 ? before : ([before[0]] as const))
  return {
    ...next,
    callId: state.callId,
    journey: { ...state.journey, stageSince: at, ...journey, parties },
  } as CallState
}

/** The number of the stay in a queue that begins now. */
export const nextStay = (state: CallState): number => ('journey' in state ? (state.journey.stays ?? 0) : 0) + 1

export function closeAgents(agents: AgentStay[], at: number, legId?: string): AgentStay[] {
  return agents.map((stay) =>
    stay.to === 0 && (legId === undefined || stay.legId === legId) ? { ...stay, to: at } : stay,
  )
}

/** An agent's own time in a call; an outbound call counts its agent from the talk on. */
export function agentStays(journey: Journey, parties: readonly Party[], ringMs: number, at: number): AgentStay[] {
  const fresh = parties.filter(
    (party) =>
      party.agentId !== undefined && !journey.agents.some((stay) => stay.legId === party.legId && stay.to === 0),
  )
  return [
    ...journey.agents,
    ...fresh.map((party) => ({
      agentId: party.agentId ?? '',
      agentNumber: party.agentNumber ?? '',
      legId: party.legId,
      ringMs,
      from: at,
      to: 0,
      holdMs: 0,
    })),
  ]
}

type Lines = NonNullable<Journey['lines']>

/** Of each agent's sound the worst is kept. */
export function withWorst(lines: Lines, agentId: string, line: LineQuality): Lines {
  const before = lines.find((one) => one.agentId === agentId)
  const worst = (one: number | undefined, other: number | undefined) => Math.max(one ?? 0, other ?? 0)
  const trip = worst(before?.roundTripMs, line.roundTripMs)
  const now = {
    agentId,
    loss: worst(before?.loss, line.loss),
    jitterMs: worst(before?.jitterMs, line.jitterMs),
    ...(trip > 0 ? { roundTripMs: trip } : {}),
  }
  return before ? lines.map((one) => (one === before ? now : one)) : [...lines, now]
}

// A call that a version of before 2026-12 kept in a checkpoint: it knew one whom it served and one other, and a mode for hold.
import type { CallState, Journey, Party } from './state.ts'

interface OfTwo {
  mode: CallState['mode'] | 'held'
  callId: string
  journey?: Journey & { served?: Party }
  other?: Party
  by?: string
  heldAt?: number
}

export function reviveCall(kept: unknown): CallState {
  const { other, by, heldAt = 0, journey, mode, ...state } = kept as OfTwo
  if (!journey?.served) return kept as CallState
  const { served, ...rest } = journey
  const held = (party: Party): Party =>
    mode === 'held' && by !== undefined && party.legId !== by ? { ...party, hold: { by, since: heldAt } } : party
  const parties = other ? [held(served), held(other)] : [served]
  return {
    ...state,
    mode: mode === 'held' ? 'talking' : mode,
    journey: { ...rest, parties, line: rest.line ?? [] },
  } as unknown as CallState
}

// A wish of two agents to swap duties: asked, agreed by the colleague, approved by a planner, or ended on the way. Pure.
import type { RefusalName } from '../../protocol/refusals.ts'
import type { Duty, SwapRequest } from '../../protocol/roster.ts'

export type SwapState = SwapRequest['state']
export type SwapCommand = 'agree' | 'refuse' | 'withdraw' | 'approve'
/** What somebody is to a swap; a planner may be one of the two as well. */
export type SwapPart = 'asking' | 'asked' | 'planner'

interface Cell {
  by: readonly SwapPart[]
  to: SwapState
}

/** A cell per state and command; an empty one refuses. */
const TABLE: Record<SwapState, Partial<Record<SwapCommand, Cell>>> = {
  asked: {
    agree: { by: ['asked'], to: 'agreed' },
    refuse: { by: ['asked', 'planner'], to: 'refused' },
    withdraw: { by: ['asking'], to: 'withdrawn' },
  },
  agreed: {
    refuse: { by: ['asked', 'planner'], to: 'refused' },
    withdraw: { by: ['asking'], to: 'withdrawn' },
    approve: { by: ['planner'], to: 'approved' },
  },
  approved: {},
  refused: {},
  withdrawn: {},
}

export type Decided = { ok: true; state: SwapState } | { ok: false; refusal: RefusalName }

export function decideSwap(state: SwapState, command: SwapCommand, parts: readonly SwapPart[]): Decided {
  const cell = TABLE[state][command]
  const everBy = Object.values(TABLE).flatMap((row) => row[command]?.by ?? [])
  // who may never do it learns nothing of where the swap stands
  if (!everBy.some((part) => parts.includes(part))) return { ok: false, refusal: 'not-allowed' }
  if (!cell) return { ok: false, refusal: 'swap-not-open' }
  return { ok: true, state: cell.to }
}

type Swapped = { ok: true; duties: Duty[] } | { ok: false; refusal: RefusalName }

/** The two agents' duties after the swap; refused when one has changed, or is wanted on a date that is taken. */
export function swapped(
  swap: Pick<SwapRequest, 'fromAgentId' | 'fromDate' | 'toAgentId' | 'toDate'>,
  duties: readonly Duty[],
): Swapped {
  const { fromAgentId, toAgentId } = swap
  const find = (agentId: string, date: string) => duties.find((duty) => duty.agentId === agentId && duty.date === date)
  const given = find(fromAgentId, swap.fromDate)
  const taken = find(toAgentId, swap.toDate)
  if (!given || !taken || fromAgentId === toAgentId) return { ok: false, refusal: 'swap-outdated' }
  const others = duties.filter((duty) => duty !== given && duty !== taken)
  const isTaken = (agentId: string, date: string) =>
    others.some((duty) => duty.agentId === agentId && duty.date === date)
  if (isTaken(toAgentId, swap.fromDate) || isTaken(fromAgentId, swap.toDate)) {
    return { ok: false, refusal: 'swap-day-taken' }
  }
  return {
    ok: true,
    duties: [
      ...others,
      { ...given, agentId: toAgentId, pinned: true },
      { ...taken, agentId: fromAgentId, pinned: true },
    ],
  }
}

// Swap requests: what may be done with one, by whom, and their order.
import type { SwapRequest } from '#engine/protocol/roster.ts'
import type { Look } from '../design/status.ts'

export type SwapAct = 'agree' | 'refuse' | 'withdraw' | 'approve'

export const isOpen = (swap: SwapRequest): boolean => swap.state === 'asked' || swap.state === 'agreed'

/** An agent answers what was asked of him, and takes back what he asked himself until it is done. */
export function actsOfAgent(swap: SwapRequest, agentId: string): SwapAct[] {
  if (swap.toAgentId === agentId && swap.state === 'asked') return ['agree', 'refuse']
  return swap.fromAgentId === agentId && isOpen(swap) ? ['withdraw'] : []
}

export const actsOfPlanner = (swap: SwapRequest): SwapAct[] => (swap.state === 'agreed' ? ['approve', 'refuse'] : [])

const RANK: Record<SwapRequest['state'], number> = { agreed: 0, asked: 1, approved: 2, refused: 2, withdrawn: 2 }

/** What waits for the planner first, of the same the newest. */
export const swapsInOrder = (swaps: readonly SwapRequest[]): SwapRequest[] =>
  [...swaps].sort((a, b) => RANK[a.state] - RANK[b.state] || b.askedAt - a.askedAt)

/** What a list is sorted by; of one person by the day. */
export const SWAP_SORTS = {
  asker: (swap: SwapRequest) => `${swap.fromName} ${swap.fromDate}`,
  colleague: (swap: SwapRequest) => `${swap.toName} ${swap.toDate}`,
  note: (swap: SwapRequest) => swap.note || null,
  state: (swap: SwapRequest) => RANK[swap.state],
  askedAt: (swap: SwapRequest) => swap.askedAt,
}

export const SWAP_LOOK: Record<SwapRequest['state'], Look> = {
  asked: { dot: 'bg-ink-400', tag: 'bg-ink-100 text-ink-600', colour: '#8b99a2' },
  agreed: { dot: 'bg-warn-500', tag: 'bg-warn-50 text-warn-700', colour: '#cc7d12' },
  approved: { dot: 'bg-good-500', tag: 'bg-good-50 text-good-700', colour: '#2a8f5b' },
  refused: { dot: 'bg-bad-500', tag: 'bg-bad-50 text-bad-700', colour: '#d0433b' },
  withdrawn: { dot: 'bg-ink-400', tag: 'bg-ink-100 text-ink-600', colour: '#8b99a2' },
}

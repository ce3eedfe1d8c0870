// A supervisor sends a caller who waits, or for whom an agent rings, to another number. Should nobody be there, the caller
// comes back to the front of the queue.
import { playMusic } from './audio.ts'
import type { Draft } from './draft.ts'
import { leaveQueue } from './ending.ts'
import { find } from './reach.ts'
import type { QueueState } from './state.ts'
import type { Command } from './words.ts'

export function redirect(draft: Draft, state: QueueState, { number }: Command<'redirect'>): undefined {
  const { queueId, offer } = state.stay
  leaveQueue(draft, 'transferred')
  playMusic(draft, draft.served.legId)
  find(draft, number, '', { for: 'transfer', byAgentId: offer?.agentId ?? '', queueId })
}

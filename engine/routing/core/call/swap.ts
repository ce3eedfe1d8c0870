// Swap: whoever waited talks with the agent, whoever talked with the agent waits. As often as wanted.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { comeBack, noConsultation } from './hold.ts'
import { consultedBy, heldBy, othersThan, partyOf } from './parties.ts'
import { settle } from './settle.ts'
import type { TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function swap(draft: Draft, state: TalkingState, { agentId }: Command<'swap'>): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  if (consultedBy(state, asker).length === 0) return refuse(noConsultation(state, asker))
  const waits = heldBy(state, asker)
  const talks = othersThan(state, asker).filter((party) => !party.hold)
  comeBack(draft, waits)
  for (const { legId } of talks) draft.happen({ type: 'held', by: asker.legId, legId })
  settle(draft, state)
  return undefined
}

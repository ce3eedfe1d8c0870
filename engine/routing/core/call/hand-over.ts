// Hand over: the agent joins whoever waits with whoever was asked in private, and leaves. While that one still rings it is a
// transfer to it, and the caller waits on.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { noConsultation, settleHolds } from './hold.ts'
import { goOnWithout, letGo } from './leaving.ts'
import { consultedBy, othersThan, partyOf } from './parties.ts'
import type { Party, Reach, TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function handOver(draft: Draft, state: TalkingState, { agentId }: Command<'hand-over'>): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  if (consultedBy(state, asker).length > 0) {
    goOnWithout(draft, asker, 'handed-over', { cause: 'transferred' })
    draft.order({ type: 'tag', legId: draft.served.legId, tags: { agent: agentOfTalk(draft) } })
    return undefined
  }
  const { reach } = state
  const [waits, ...more] = othersThan(state, asker)
  const rings = reach?.purpose.byLegId === asker.legId ? reach : undefined
  if (!rings || !waits || more.length > 0) return refuse(noConsultation(state, asker))
  return ringOn(draft, state, asker, rings)
}

const agentOfTalk = (draft: Draft): string =>
  draft.journey.parties.find((party) => party.agentId !== undefined)?.agentId ?? ''

function ringOn(draft: Draft, state: TalkingState, asker: Party, { goal, until, purpose }: Reach): Written {
  if (goal.type !== 'agent' && goal.type !== 'leg') return refuse('still-ringing')
  const { lastQueueId } = state.journey
  settleHolds(draft, state)
  draft.happen({ type: 'party-left', legId: asker.legId, why: 'handed-over' })
  draft.order({ type: 'hear', pairs: [] })
  letGo(draft, asker)
  const queue = lastQueueId === undefined ? {} : { queueId: lastQueueId }
  draft.happen({
    ...{ type: 'ring-begun', goal, until },
    purpose: { for: 'transfer', byAgentId: purpose.byAgentId, ...queue },
  })
  return undefined
}

// Whom an agent talked with in another of its calls comes into this one: the agent talks with both, or leaves them together.
import { toAgent, toMedia } from '#engine/routing/core/machine/decided.ts'
import type { Draft } from './draft.ts'
import { comeBack } from './hold.ts'
import { goOnWithout } from './leaving.ts'
import { heldBy, legIn, partyOf } from './parties.ts'
import { settle } from './settle.ts'
import type { CallState, Party, TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function movedHere(draft: Draft, state: TalkingState, command: Command<'moved-here'>): undefined {
  const { agentId, fromCallId, act, party } = command
  const asker = partyOf(state, agentId)
  if (legIn(state, party.legId)) return
  if (!asker) return movedToNobody(draft, state, command)
  draft.order({ type: 'take-leg', legId: party.legId, fromCallId })
  const role = party.agentId === undefined ? 'outside' : 'agent'
  const joined: Party = { ...party, role, up: true, by: asker.legId }
  draft.happen({ type: 'party-joined', party: joined, ringMs: 0 })
  if (act === 'hand-over') {
    goOnWithout(draft, asker, 'handed-over', { cause: 'transferred' })
    if (party.agentId !== undefined)
      draft.order({ type: 'tag', legId: draft.served.legId, tags: { agent: party.agentId } })
    return
  }
  comeBack(draft, heldBy(draft.state, asker))
  settle(draft, state)
}

/** The call was over, or its agent out of it, by the time they came: they are not left with a dead line. */
export function movedToNobody(
  draft: Draft,
  { callId }: CallState,
  { fromCallId, node, party: { legId, agentId } }: Command<'moved-here'>,
): undefined {
  draft.effects.push(
    toMedia(node, { type: 'take-leg', callId, legId, fromCallId }),
    toMedia(node, { type: 'hang-up', callId, legId, cause: 'normal' }),
  )
  if (agentId !== undefined) draft.effects.push(toAgent(agentId, { type: 'call-over', callId, cause: 'normal' }))
}

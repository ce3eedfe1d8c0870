// A supervisor in a call: listens, whispers, barges in, or takes it over. Whoever only listens changes nothing for the others:
// no leg of theirs is told anything, and media is asked for one more listener.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { agentParty, tellConnected, turnAway } from './connect.ts'
import type { Draft, Written } from './draft.ts'
import { release, stopReach } from './ending.ts'
import { comeBack } from './hold.ts'
import { letGo } from './leaving.ts'
import { heldBy, isWatching, legIn, partyOf, talkersOf } from './parties.ts'
import { settle } from './settle.ts'
import type { CallState, Party, TalkingState } from './state.ts'
import type { Command } from './words.ts'

type Watch = Command<'watch'>

/** The supervisor's leg is up, or it wants another part in the call it is in. */
export function watch(draft: Draft, state: TalkingState, command: Watch): Written {
  const { legId, as, agentId } = command
  const known = legIn(state, legId)
  // whoever talks here with a leg of its own does not watch itself
  if (!known && partyOf(state, agentId)) return void turnAway(draft, state, { ...command, type: 'agent-joined' })
  if (known && !isWatching(known)) return as === 'agent' ? undefined : refuse('command-not-possible', 'talks already')
  if (as === 'agent') return takeOver(draft, state, command)
  const watcher = { ...agentParty({ ...command, type: 'agent-joined' }), role: as }
  draft.happen(known ? { type: 'watch-changed', legId, role: as } : { type: 'watch-begun', party: watcher })
  settle(draft, state)
  told(draft, watcher, as)
  return undefined
}

/** Its agents leave, the customer stays on the same call and its recording goes on. */
function takeOver(draft: Draft, state: TalkingState, command: Watch): undefined {
  const { legId } = command
  const supervisor = agentParty({ ...command, type: 'agent-joined' })
  const leavers = talkersOf(state).filter(
    (party) => party.agentId !== undefined && ![legId, draft.served.legId].includes(party.legId),
  )
  stopReach(draft)
  comeBack(
    draft,
    leavers.flatMap((party) => heldBy(state, party)),
  )
  draft.happen({ type: 'taken-over', party: supervisor, from: leavers.map((party) => party.legId) })
  settle(draft, state)
  for (const party of leavers) letGo(draft, party)
  draft.order({ type: 'tag', legId: draft.served.legId, tags: { queue: '', agent: command.agentId } })
  told(draft, supervisor, 'agent')
}

function told(draft: Draft, party: Party, as: Watch['as']): undefined {
  tellConnected(draft, party)
  if (party.agentId !== undefined) draft.agent(party.agentId, { type: 'watch-told', callId: draft.state.callId, as })
}

/** Nothing to listen to any more: the supervisor's leg ends, and it is told. Who has taken a call over stays in it. */
export function watchNobody(draft: Draft, state: CallState, command: Watch): undefined {
  const party = agentParty({ ...command, type: 'agent-joined' })
  if (legIn(state, party.legId)) return
  if ('journey' in state) release(draft, party, { cause: 'cancelled' })
  else draft.agent(command.agentId, { type: 'call-over', callId: state.callId, cause: 'cancelled' })
}

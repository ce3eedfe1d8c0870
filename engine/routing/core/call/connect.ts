// Two parties who can hear each other: told to media, to their agents and to the recorder.
import { answer } from './audio.ts'
import type { Draft } from './draft.ts'
import { release } from './ending.ts'
import { partyOf } from './parties.ts'
import { beginRecording, recordingIn, resumeForNext } from './recording.ts'
import { settle } from './settle.ts'
import type { CallState, CheckingState, Party, TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function connect(draft: Draft, joined: Party, ringMs: number): undefined {
  const before = draft.state
  answer(draft)
  const [served, other] = roles(draft.served, joined)
  draft.order({ type: 'stop-play', legId: draft.served.legId })
  draft.happen({ type: 'talk-started', served, other, ringMs })
  settle(draft, before)
  const { record, recordings, callbackOf, callId } = draft.journey
  const agents = [served, other].flatMap((party) => party.agentId ?? [])
  if (agents.length > 0)
    draft.order({ type: 'tag', legId: served.legId, tags: { queue: '', agent: agents.at(-1) ?? '' } })
  if (record && recordings.length === 0 && served.agentId === undefined) {
    beginRecording(draft)
  } else resumeForNext(draft)
  for (const party of [served, other]) tellConnected(draft, party)
  if (callbackOf !== undefined) {
    const agentId = agents.at(-1)
    draft.queue(callbackOf, { type: 'leave', callId, reason: 'answered', ...(agentId ? { agentId } : {}) })
  }
}

/** The leg is named: an agent that has let it go, or never knew of it, says so, and nobody is left with a dead line. */
export function tellConnected(draft: Draft, { agentId, legId }: Party): undefined {
  if (agentId === undefined) return
  const { callId, node } = draft.journey
  const recording = recordingIn(draft.journey)
  const told = { type: 'call-connected', callId, legId, node, at: draft.at } as const
  draft.agent(agentId, recording ? { ...told, recording } : told)
}

/** An agent who called out becomes the other one: the call serves whom it reached. */
function roles(served: Party, joined: Party): [Party, Party] {
  const calledOut = served.agentId !== undefined && joined.agentId === undefined
  return calledOut ? [{ ...joined, role: 'customer' }, served] : [served, joined]
}

export const agentParty = ({ agentId, agentNumber, legId }: Command<'agent-joined'>): Party => ({
  ...{ legId, role: 'agent', number: agentNumber, agentId, agentNumber, up: true },
})

/** An agent who comes too late, or to a call that has another: its leg ends, and it is told. */
export function turnAway(draft: Draft, _state: CallState, command: Command<'agent-joined'>): undefined {
  release(draft, agentParty(command), { cause: 'cancelled' })
}

/** Asked by an agent that was rebuilt, or told twice: one who is in the talk hears so. */
export function joinedAlready(
  draft: Draft,
  state: TalkingState | CheckingState,
  command: Command<'agent-joined'>,
): undefined {
  const party = partyOf(state, command.agentId)
  if (party?.legId !== command.legId) return turnAway(draft, state, command)
  tellConnected(draft, party)
}

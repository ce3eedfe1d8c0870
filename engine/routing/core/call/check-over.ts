// The end of an identity check: the caller is back with the agent who sent it, the recording goes on, the result is on the screen.
import type { IdentityCheck } from '#engine/protocol/agent.ts'
import type { Checked } from './asks.ts'
import type { Draft } from './draft.ts'
import { tellAgent } from './ending.ts'
import { hearingOf, partyOf } from './parties.ts'
import { recordingIn, tellRecording } from './recording.ts'
import type { CheckingState, FlowState } from './state.ts'

/** The flow is not there: nothing was asked, so the check can still be made. */
export function notBegun(draft: Draft): undefined {
  const { check } = draft.state as CheckingState
  backToTalk(draft)
  draft.agent(check.byAgentId, { type: 'check-told', callId: draft.state.callId })
  tellAgent(draft, partyOf(draft.state, check.byAgentId), 'verify', 'no-check')
}

/** Also when it came to no result: the caller hung back, the flow led elsewhere, the agent took the caller back. */
export function checkOver(draft: Draft, state: 'passed' | 'failed' | 'incomplete', text = ''): undefined {
  if (draft.state.mode !== 'checking') return
  const { runs, check } = draft.state
  if (!runs) return notBegun(draft)
  const { legId } = draft.served
  draft.order({ type: 'stop-play', legId })
  if (runs.waitFor === 'collect') draft.order({ type: 'stop-collect', legId })
  const told: IdentityCheck = { flow: runs.flow.name, state, text }
  backToTalk(draft, { checked: { ...told, byAgentId: check.byAgentId } })
  tellCheck(draft, told)
}

function backToTalk(draft: Draft, how: { checked?: Checked } = {}): undefined {
  const { check } = draft.state as CheckingState
  draft.happen({ type: 'check-over', ...how })
  draft.order({ type: 'hear', pairs: hearingOf(draft.state) })
  const recordingId = draft.journey.recordings.at(-1)
  if (!check.paused || recordingIn(draft.journey) !== 'paused' || recordingId === undefined) return
  draft.happen({ type: 'recording-resumed', recordingId, by: check.byAgentId })
  draft.order({ type: 'resume-recording', recordingId })
  tellRecording(draft)
}

export function tellCheck(draft: Draft, check: IdentityCheck): undefined {
  for (const { agentId } of draft.journey.parties)
    if (agentId !== undefined) draft.agent(agentId, { type: 'check-told', callId: draft.state.callId, check })
}

/** The flow's own view of it; undefined until it has begun. */
export const asFlow = ({ runs, callId, journey, until }: CheckingState): FlowState | undefined =>
  runs && { mode: 'flow', callId, journey, until, ...runs }

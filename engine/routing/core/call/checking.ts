// Identity check: an agent sends its caller into a flow and waits outside. Nobody hears the caller meanwhile, the recording
// pauses, what is keyed is secret; the caller comes back to the same agent with the result. Once in a call.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { asFlow, checkOver, notBegun, tellCheck } from './check-over.ts'
import { joinedAlready } from './connect.ts'
import type { Draft, Written, writer } from './draft.ts'
import { release } from './ending.ts'
import { enterFlow, flowWake, keyedIn, orderFailed, played, toldFlow } from './flow.ts'
import { consults } from './hold.ts'
import * as leaving from './leaving.ts'
import { isWatching, legIn, othersThan, partyOf } from './parties.ts'
import { recordingIn, tellRecording } from './recording.ts'
import { type CheckingState, type FlowState, LIMITS, type TalkingState } from './state.ts'
import type { Command, News } from './words.ts'

export function verify(draft: Draft, state: TalkingState, { agentId, flowId }: Command<'verify'>): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  if (state.journey.checked) return refuse('checked-already')
  if (state.passing) return refuse('command-not-possible', 'verify while passed on')
  if (state.reach || consults(state, asker)) return refuse('in-consultation')
  const [caller, ...more] = othersThan(state, asker)
  if (!caller || more.length > 0) return refuse('in-conference')
  if (caller.legId !== draft.served.legId || caller.agentId !== undefined || caller.hold || asker.hold) {
    return refuse('command-not-possible', 'verify without a caller in the talk')
  }
  const requestId = draft.id()
  const paused = pause(draft, agentId)
  draft.happen({
    ...{ type: 'check-asked', until: draft.at + LIMITS.lookupMs + LIMITS.graceMs },
    check: { requestId, flowId, byAgentId: agentId, ...paused },
  })
  draft.order({ type: 'hear', pairs: [] })
  draft.ask(requestId, { type: 'flow', flowId }, LIMITS.lookupMs)
  tellCheck(draft, { flow: '', state: 'running', text: '' })
  return undefined
}

function flowTold(draft: Draft, state: CheckingState, told: Command<'looked-up'>): undefined {
  const { check } = state
  if (state.runs || told.requestId !== check.requestId) return
  if (told.answer.type !== 'flow' || !told.answer.found) return notBegun(draft)
  tellCheck(draft, { flow: told.answer.flow.name, state: 'running', text: '' })
  enterFlow(draft, told.answer.flow, { guarded: true })
}

/** What is keyed must be in no file. */
function pause(draft: Draft, by: string): { paused?: true } {
  const recordingId = draft.journey.recordings.at(-1)
  if (recordingIn(draft.journey) !== 'on' || recordingId === undefined) return {}
  draft.happen({ type: 'recording-paused', recordingId, by })
  draft.order({ type: 'pause-recording', recordingId })
  tellRecording(draft)
  return { paused: true }
}

/** News of the flow that the caller is in, which knows nothing of an agent outside. */
const inCheck =
  <Told>(hear: (draft: Draft, state: FlowState, told: Told) => undefined) =>
  (draft: Draft, state: CheckingState, told: Told): undefined => {
    const inFlow = asFlow(state)
    if (inFlow) hear(draft, inFlow, told)
  }

const lookedUp = (draft: Draft, state: CheckingState, told: Command<'looked-up'>): undefined =>
  state.runs ? inCheck(toldFlow)(draft, state, told) : flowTold(draft, state, told)

function checkWake(draft: Draft, state: CheckingState): undefined {
  if (state.runs) return inCheck(flowWake)(draft, state, undefined)
  return draft.at >= state.until ? notBegun(draft) : undefined
}

/** The agent has waited long enough. */
function takenBack(draft: Draft, state: CheckingState, { agentId }: Command<'take-back'>): Written {
  if (state.check.byAgentId !== agentId) return refuse('no-call')
  checkOver(draft, 'incomplete')
  return undefined
}

/** One of the two is gone, and the talk with it. A supervisor who watches goes, and the check goes on. */
function gone(draft: Draft, state: CheckingState, legId: string): TalkingState | undefined {
  const party = legIn(state, legId)
  if (!party) return undefined
  if (isWatching(party)) {
    draft.happen({ type: 'party-left', legId, why: 'left' })
    release(draft, party, { gone: [legId] })
    return undefined
  }
  checkOver(draft, 'incomplete')
  return draft.state as TalkingState
}

function partyEnded(draft: Draft, state: CheckingState, news: News<'leg-ended'>): undefined {
  const talk = gone(draft, state, news.legId)
  if (talk) leaving.partyEnded(draft, talk, news)
}

function agentLeft(draft: Draft, state: CheckingState, command: Command<'agent-left'>): undefined {
  const talk = gone(draft, state, command.legId)
  if (talk) leaving.agentLeft(draft, talk, command)
}

function hangUp(draft: Draft, state: CheckingState, command: Command<'hang-up'>): Written {
  const party = partyOf(state, command.who)
  if (command.by === 'agent' && !party) return refuse('no-call')
  if (command.by === 'agent' && party && isWatching(party)) {
    draft.happen({ type: 'party-left', legId: party.legId, why: 'left' })
    return release(draft, party)
  }
  checkOver(draft, 'incomplete')
  return leaving.hangUpTalk(draft, draft.state as TalkingState, command)
}

/** The agent's page came back on another leg: it still hears nobody. */
function agentMoved(draft: Draft, state: CheckingState, command: Command<'agent-moved'>): undefined {
  const { fromLegId, toLegId } = command
  if (!legIn(state, fromLegId)) return
  draft.happen({ type: 'party-moved', fromLegId, toLegId })
  draft.order({ type: 'hear', pairs: [] })
}

/** An agent that was rebuilt asks whether it is in the talk. */
const joinsAgain = (draft: Draft, state: CheckingState, command: Command<'agent-joined'>): undefined =>
  joinedAlready(draft, state, command)

export const checkRow = (cell: ReturnType<typeof writer>) => ({
  'play-ended': cell(inCheck(played)),
  'digits-collected': cell(inCheck(keyedIn)),
  'looked-up': cell(lookedUp),
  'order-failed': cell(inCheck(orderFailed)),
  'leg-ended': cell(partyEnded),
  'agent-left': cell(agentLeft),
  'agent-joined': cell(joinsAgain),
  'agent-moved': cell(agentMoved),
  'take-back': cell(takenBack),
  'hang-up': cell(hangUp),
  wake: cell(checkWake),
})

// After a restart: legs that are gone have ended, what the legs know better is believed, and what the parties should hear,
// and whom this call waits for, is ordered again. Everything asked for again is harmless to one who did it already.
import type { LegTruth } from '#engine/protocol/media.ts'
import type { SetTime } from '#engine/routing/core/machine/time-set.ts'
import { askNumber } from './arriving.ts'
import { playMusic } from './audio.ts'
import { asFlow, checkOver } from './check-over.ts'
import { connect, tellConnected } from './connect.ts'
import { backToFront } from './connecting.ts'
import type { Draft } from './draft.ts'
import { end, endNow, release, stopReach, stopRinging } from './ending.ts'
import { replayNode } from './flow.ts'
import { settleHolds } from './hold.ts'
import { joinAgain, joinQueue } from './join.ts'
import { isBeforeTalk, recordingFound, talkedBefore } from './late-talk.ts'
import { agentLeft, partyEnded } from './leaving.ts'
import { recordAgain, takeMessage } from './mail.ts'
import { announcedIn, hearingOf, isWide, keepsWaiting, legIn, othersThan, servedOf, talkersOf } from './parties.ts'
import { codeAgain } from './phone-code.ts'
import { answeredBy } from './queueing.ts'
import { askAgent, find, reachFailed, ringBack } from './reach.ts'
import { reachAgain } from './reach-news.ts'
import { phoneAnswered } from './ringing.ts'
import { tellTalk } from './settle.ts'
import {
  type CallState,
  type CheckingState,
  type EndedState,
  LIMITS,
  type LiveState,
  type Party,
  type Place,
  type QueueState,
  type RingingState,
  type TalkingState,
  type VoicemailState,
} from './state.ts'
import { isNews, knownLegs, neededLegs, placeIn, recordingOf, talkIn } from './truth.ts'
import { askFlow } from './way-out.ts'
import type { Command } from './words.ts'

/** Nobody can say who hung up while no engine was there to hear it, so nobody is named. */
export function reconcile(draft: Draft, state: LiveState, { legIds, legs = [] }: Command<'reconcile'>): undefined {
  const gone = goneOf(state, legIds)
  const [served] = state.journey.parties
  // its end is on its way and tells more
  if (legs.some((leg) => leg.legId === served.legId && leg.over)) return
  if (gone.includes(served.legId) && !othersTalkOn(state, gone)) return callerGone(draft, state, gone, legs)
  const arriving = legs.some((leg) => leg.legId === served.legId && leg.state === 'arriving')
  if (served.up && arriving) draft.order({ type: 'answer', legId: served.legId })
  const talk = talkIn(legs, knownLegs(state))
  if (talk && mayTalk(state, gone)) return talkFound(draft, state, talk, { gone, legs })
  const place = placeIn(legs, served.legId)
  if (place && mayWait(state) && isNews(place, state)) return placeFound(draft, state, place, gone)
  goOn(draft, state, gone, legs)
}

/** An agent whose joining is in no fact of this call must not sit there alone. */
function callerGone(draft: Draft, state: LiveState, gone: string[], legs: readonly LegTruth[]): undefined {
  talkedBefore(draft, state, legs)
  const now = draft.state as LiveState
  for (const { legId, owner, state: leg } of legs) {
    if (leg !== 'up' || owner.kind !== 'agent' || legIn(now, legId)) continue
    draft.order({ type: 'hang-up', legId, cause: 'normal' })
    draft.agent(owner.id, { type: 'call-over', callId: state.callId, cause: 'normal' })
  }
  endNow(draft, now, 'system', { gone })
}

/** What the call is at, ordered anew. */
export function goOn(draft: Draft, state: LiveState, gone: string[], legs: readonly LegTruth[]): undefined {
  switch (state.mode) {
    case 'arriving':
      return askNumber(draft)
    case 'finding':
      return find(draft, state.number, state.user ?? '', state.purpose)
    case 'fetching':
      return state.flowId === undefined ? undefined : askFlow(draft, state.flowId)
    case 'flow':
      return replayNode(draft, state)
    case 'queue':
      return waitAgain(draft, state)
    case 'connecting':
      return gone.length > 0 ? backToFront(draft, state, gone) : connect(draft, announcedIn(state), state.ringMs)
    case 'talking':
      return talkAgain(draft, state, gone, legs)
    case 'checking':
      return checkAgain(draft, state, gone, legs)
    case 'ringing':
      return ringAgain(draft, state, gone, legs)
    case 'parked':
      return playMusic(draft, servedOf(state).legId)
    case 'voicemail':
      return mailAgain(draft, state, legs)
    case 'code':
      return codeAgain(draft, state)
    case 'farewell':
      return end(draft, state.ending)
  }
}

function goneOf(state: LiveState, legIds: readonly string[]): string[] {
  const known = neededLegs(state)
  if (state.mode === 'ringing' && state.goal.type === 'leg') known.push(state.goal.legId)
  if (state.mode === 'talking' && state.reach?.goal.type === 'leg') known.push(state.reach.goal.legId)
  return known.filter((legId) => !legIds.includes(legId))
}

/** The one whom the call served is gone, and two others are there still. */
const othersTalkOn = (state: LiveState, gone: readonly string[]): boolean =>
  state.mode === 'talking' && talkersOf(state).filter(({ legId }) => !gone.includes(legId)).length >= 2

/** The agent of the talk is gone, and nobody else is there. */
const isAlone = (state: LiveState, gone: readonly string[]): boolean =>
  state.mode === 'talking' && othersThan(state, servedOf(state)).every(({ legId }) => gone.includes(legId))

const mayTalk = (state: LiveState, gone: string[]): boolean => isBeforeTalk(state) || isAlone(state, gone)

const mayWait = (state: LiveState): boolean => isBeforeTalk(state) || state.mode === 'talking'

/** An agent has taken the caller, and the facts of it are lost. */
function talkFound(
  draft: Draft,
  state: LiveState,
  talk: Party,
  { gone, legs }: { gone: string[]; legs: readonly LegTruth[] },
): undefined {
  if (state.mode === 'queue') answeredBy(draft, state, talk.agentId ?? '')
  if (state.mode === 'talking') leaveTalk(draft, state, gone)
  recordingFound(draft, legs)
  connect(draft, talk, 0)
}

/** The caller was sent to a queue, and the facts of it are lost: its place is kept. */
function placeFound(draft: Draft, state: LiveState, place: Place, gone: string[]): undefined {
  if (state.mode === 'queue') {
    draft.leave(state.stay, { reason: 'transferred' })
    draft.happen({ type: 'queue-left', left: 'transferred' })
  }
  if (state.mode === 'ringing') stopRinging(draft, state, gone)
  if (state.mode === 'talking') leaveTalk(draft, state, gone)
  joinQueue(draft, place.queueId, { place })
}

function leaveTalk(draft: Draft, state: TalkingState, gone: string[]): undefined {
  stopReach(draft, gone)
  settleHolds(draft, state)
  draft.order({ type: 'hear', pairs: [] })
  for (const party of state.journey.parties.slice(1)) {
    release(draft, party, { gone })
    draft.happen({ type: 'party-left', legId: party.legId, why: 'transferred' })
  }
}

/** The queue may have lost the caller, or the caller the queue's word. */
function waitAgain(draft: Draft, { stay, announcing, journey }: QueueState): undefined {
  if (announcing?.collectId !== undefined) draft.order({ type: 'stop-collect', legId: journey.parties[0].legId })
  if (announcing) draft.happen({ type: 'announcement-ended', until: stay.joinedAt + LIMITS.stayMs })
  joinAgain(draft)
  if (stay.music !== '') playMusic(draft, journey.parties[0].legId, stay.music)
}

function talkAgain(draft: Draft, before: TalkingState, gone: string[], legs: readonly LegTruth[]): undefined {
  const { callId } = before
  for (const { legId, agentId } of before.journey.parties) {
    const { state } = draft
    if (!gone.includes(legId) || state.mode !== 'talking') continue
    if (agentId !== undefined) agentLeft(draft, state, { type: 'agent-left', agentId, legId, by: 'system' })
    else partyEnded(draft, state, { type: 'leg-ended', callId, legId, by: 'fault', cause: 'fault' })
  }
  const { state } = draft
  if (state.mode !== 'talking') return
  hearAgain(draft, state)
  if (state.reach) reachAgain(draft, state, gone, legs)
  const { journey } = state
  const recordingId = journey.recordings.at(-1)
  if (legs.length === 0 || recordingId === undefined || recordingOf(legs, journey) !== undefined) return
  draft.order({ type: 'start-recording', legId: journey.parties[0].legId, recordingId, formats: ['wav', 'mp3'] })
}

/** The caller hears the question anew; when somebody is gone, the talk goes on without the check. */
function checkAgain(draft: Draft, state: CheckingState, gone: string[], legs: readonly LegTruth[]): undefined {
  const { check } = state
  const inFlow = asFlow(state)
  if (gone.length > 0) {
    checkOver(draft, 'incomplete')
    return talkAgain(draft, draft.state as TalkingState, gone, legs)
  }
  draft.order({ type: 'hear', pairs: [] })
  if (inFlow) return replayNode(draft, inFlow)
  return draft.ask(check.requestId, { type: 'flow', flowId: check.flowId }, LIMITS.lookupMs)
}

/** What all hear, and whom each agent keeps waiting, is told anew. */
function hearAgain(draft: Draft, state: TalkingState): undefined {
  const { parties } = state.journey
  draft.order({ type: 'hear', pairs: hearingOf(state) })
  for (const { legId, hold, agentId } of parties) {
    if (hold && hold.by !== legId) playMusic(draft, legId)
    else if (agentId === undefined || legId === parties[0].legId) draft.order({ type: 'stop-play', legId })
  }
  for (const party of parties) {
    tellConnected(draft, party)
    if (party.agentId !== undefined)
      draft.agent(party.agentId, { type: 'call-held', callId: state.callId, held: keepsWaiting(state, party) })
  }
  if (isWide(state)) tellTalk(draft)
}

/** A phone that was to ring is rung again by the same order: the media node knows whether it did. */
function ringAgain(draft: Draft, state: RingingState, gone: string[], legs: readonly LegTruth[]): undefined {
  const { goal, purpose } = state
  if (goal.type === 'agent') {
    askAgent(draft, goal.agentId, goal.requestId, purpose)
    return ringBack(draft, purpose)
  }
  if (legs.some((leg) => leg.legId === goal.legId && leg.state === 'up')) {
    return phoneAnswered(draft, state, { type: 'leg-answered', callId: state.callId, legId: goal.legId })
  }
  if (gone.includes(goal.legId) && goal.dial === undefined) return reachFailed(draft, purpose, 'unreachable')
  if (gone.includes(goal.legId) && goal.dial) draft.order(goal.dial)
  if (state.ringing) ringBack(draft, purpose)
}

/** A recording that runs goes on by itself; words that were cut begin again. */
function mailAgain(draft: Draft, state: VoicemailState, legs: readonly LegTruth[]): undefined {
  if (state.recordingId === undefined) takeMessage(draft, state.mail)
  else if (legs.length > 0 && recordingOf(legs, state.journey) === undefined) recordAgain(draft, state)
}

/** The call is over; a leg that is still there was told so in vain. */
export function legsLeft(draft: Draft, _state: EndedState, { legs = [] }: Command<'reconcile'>): undefined {
  for (const { legId } of legs) draft.order({ type: 'hang-up', legId, cause: 'normal' })
}

/** The leg's tags name the stay by its moment, which has moved. */
export function movedAlong(draft: Draft, _state: CallState, { byMs }: SetTime): undefined {
  draft.happen({ type: 'time-set', byMs })
  joinAgain(draft)
}

// The call machine: the table of what a call does in each mode. README beside it tells one call in order.

import type { CallCommand, CallView } from '#engine/protocol/call.ts'
import type { Machine } from '#engine/protocol/machine.ts'
import type { NodeKinds } from '#engine/routing/core/ivr/node.ts'
import { nothing } from '#engine/routing/core/machine/decided.ts'
import { type Cells, defineTable, type Table } from '#engine/routing/core/machine/table.ts'
import { isSetTime } from '#engine/routing/core/machine/time-set.ts'
import * as arriving from './arriving.ts'
import { agentCallsBack, neverCalled, toCallBack } from './calling-back.ts'
import * as checking from './checking.ts'
import { turnAway } from './connect.ts'
import * as connecting from './connecting.ts'
import { consult } from './consult.ts'
import { writer } from './draft.ts'
import { drop } from './drop.ts'
import { evolveCall } from './evolve.ts'
import type { CallFact } from './facts.ts'
import { flag } from './flag.ts'
import * as flow from './flow.ts'
import { handOver } from './hand-over.ts'
import * as hanging from './hanging-up.ts'
import * as holding from './hold.ts'
import { invite } from './invite.ts'
import { late } from './late.ts'
import * as leaving from './leaving.ts'
import * as mail from './mail.ts'
import { merge } from './merge.ts'
import { moveToCall } from './move-to-call.ts'
import { movedHere, movedToNobody } from './moved-here.ts'
import { announcedMoves, servedMoves } from './moving.ts'
import * as parking from './parking.ts'
import * as passing from './passing.ts'
import * as codes from './phone-code.ts'
import * as queueNews from './queue-news.ts'
import * as queueing from './queueing.ts'
import * as news from './reach-news.ts'
import { legsLeft, movedAlong, reconcile } from './reconcile.ts'
import * as recording from './recording.ts'
import { redirect } from './redirect.ts'
import { reviveCall } from './revive.ts'
import * as ringing from './ringing.ts'
import { lineTold } from './sound-line.ts'
import { type CallState, initialCall, isLive } from './state.ts'
import { swap } from './swap.ts'
import { takeBack } from './take-back.ts'
import * as talking from './talking.ts'
import { transfer } from './transfer.ts'
import { neededLegs } from './truth.ts'
import { viewOf } from './view.ts'
import { dismissWatchers } from './watchers.ts'
import { watch, watchNobody } from './watching.ts'

type Cell = ReturnType<typeof writer>
type Rows = Cells<CallState, CallCommand, CallFact>

/** What every call hears, however late, and one that is over too. */
const heardRow = (cell: Cell) => ({
  ...late,
  asked: cell(queueing.notHere),
  'moved-here': cell(movedToNobody),
})

/** What every call that is not over does, whatever it is at. */
const liveRow = (cell: Cell) => ({
  ...heardRow(cell),
  'leg-ended': cell(hanging.servedEnded),
  'agent-left': cell(hanging.diallerLeft),
  'agent-joined': cell(turnAway),
  'agent-moved': cell(servedMoves),
  watch: cell(watchNobody),
  'recording-ready': cell(hanging.recordingReady),
  'recording-failed': cell(hanging.recordingFailed),
  'hang-up': cell(hanging.hangUp),
  reconcile: cell(reconcile),
  'begin-outbound': nothing,
  found: nothing,
})

/** Who called what, and where that leads. */
function beginning(cell: Cell): Pick<Rows, 'new' | 'arriving' | 'finding' | 'fetching'> {
  const live = liveRow(cell)
  return {
    new: {
      ...goneRow(cell),
      'call-arrived': cell(arriving.callArrived),
      found: cell(arriving.callFound),
      'begin-outbound': cell(arriving.beginOutbound),
      'outbound-failed': cell(arriving.outboundFailed),
      'call-back': cell(toCallBack),
      'agent-joined': cell(agentCallsBack),
      wake: cell(neverCalled),
    },
    arriving: {
      ...live,
      'agent-joined': cell(arriving.joinsFound),
      'looked-up': cell(arriving.numberTold),
      wake: cell(arriving.arrivingWake),
    },
    finding: { ...live, 'looked-up': cell(arriving.targetTold), wake: cell(arriving.findingWake) },
    fetching: { ...live, 'looked-up': cell(flow.flowFound), wake: cell(flow.fetchWake) },
  }
}

/** The caller hears prompts or music, and nobody talks yet. */
function waiting(cell: Cell): Pick<Rows, 'flow' | 'queue'> {
  const live = liveRow(cell)
  return {
    flow: {
      ...live,
      'play-ended': cell(flow.played),
      'digits-collected': cell(flow.keyedIn),
      'looked-up': cell(flow.toldFlow),
      'order-failed': cell(flow.orderFailed),
      wake: cell(flow.flowWake),
    },
    queue: {
      ...live,
      queued: cell(queueing.queued),
      redirect: cell(redirect),
      'queue-refused': cell(queueing.refusedByQueue),
      'queue-left': cell(queueing.sentOn),
      announce: cell(queueing.announced),
      asked: cell(queueing.asked),
      'agent-reserved': cell(queueing.agentReserved),
      'agent-lost': cell(queueing.agentLost),
      'agent-joined': cell(queueing.agentAnswered),
      'play-ended': cell(queueing.wordsOver),
      'digits-collected': cell(queueing.chosen),
      wake: cell(queueing.queueWake),
    },
  }
}

/** A message, a phone's code, or last words. */
function lastWords(cell: Cell): Pick<Rows, 'voicemail' | 'farewell' | 'code'> {
  const live = liveRow(cell)
  return {
    voicemail: {
      ...live,
      'play-ended': cell(mail.wordsSpoken),
      'digits-collected': cell(mail.keyed),
      'silence-reached': cell(mail.silent),
      'recording-failed': cell(mail.mailFailed),
      'order-failed': cell(mail.mailOrderFailed),
      wake: cell(mail.mailWake),
    },
    code: { ...live, ...codes.codeRow(cell) },
    farewell: {
      ...live,
      'play-ended': cell(hanging.farewellSaid),
      'order-failed': cell(hanging.farewellNotSaid),
      wake: cell(hanging.farewellWake),
    },
  }
}

/** What those who talk ask for, and what becomes of them and of who is brought in. */
const conversation = (cell: Cell): Rows['talking'] => ({
  'leg-ended': cell(leaving.partyEnded),
  'agent-left': cell(leaving.agentLeft),
  'agent-joined': cell(news.agentJoins),
  'agent-missed': cell(news.agentMissed),
  'may-ring-told': cell(passing.mayRing),
  'looked-up': cell(passing.targetTold),
  'leg-ringing': cell(news.rings),
  'leg-answered': cell(news.phoneAnswered),
  'leg-failed': cell(news.legFailed),
  transfer: cell(transfer),
  'agent-moved': cell(talking.agentMoved),
  'order-failed': cell(talking.notCarriedOut),
  hold: cell(holding.hold),
  record: cell(recording.record),
  resume: cell(holding.resume),
  'send-digits': cell(talking.sendDigits),
  flag: cell(flag),
  'line-told': cell(lineTold),
  'hang-up': cell(leaving.hangUpTalk),
  consult: cell(consult),
  invite: cell(invite),
  swap: cell(swap),
  merge: cell(merge),
  'take-back': cell(takeBack),
  'hand-over': cell(handOver),
  'move-to-call': cell(moveToCall),
  'moved-here': cell(movedHere),
  drop: cell(drop),
  verify: cell(checking.verify),
  watch: cell(watch),
  'queue-refused': cell(queueNews.refused),
  'queue-left': cell(queueNews.sentOn),
  asked: cell(queueNews.asked),
  wake: cell(passing.talkWake),
})

/** Outside a talk with its agent: in a flow that the agent waits outside of, or at a place where he left him. */
const aside = (cell: Cell): Pick<Rows, 'checking' | 'parked'> => ({
  parked: { ...liveRow(cell), retrieve: cell(parking.retrieve), wake: cell(parking.parkedWake) },
  checking: { ...liveRow(cell), ...checking.checkRow(cell), flag: cell(flag), 'line-told': cell(lineTold) },
})

/** Somebody is rung, and then two talk. */
function talk(cell: Cell): Pick<Rows, 'ringing' | 'connecting' | 'talking'> {
  const live = liveRow(cell)
  return {
    ringing: {
      ...live,
      'leg-ringing': cell(ringing.rings),
      'leg-answered': cell(ringing.phoneAnswered),
      'leg-failed': cell(ringing.legFailed),
      'leg-ended': cell(ringing.legEnded),
      'order-failed': cell(ringing.dialFailed),
      'agent-joined': cell(ringing.agentTakes),
      'agent-missed': cell(ringing.agentMissed),
      'pick-up': cell(ringing.pickedUp),
      wake: cell(ringing.ringingWake),
    },
    connecting: {
      ...live,
      'play-ended': cell(connecting.numberSaid),
      'agent-left': cell(connecting.agentGone),
      'agent-joined': cell(connecting.joinedTwice),
      'agent-moved': cell(announcedMoves),
      hold: cell(connecting.atOnce(holding.hold)),
      resume: nothing,
      transfer: cell(connecting.atOnce(transfer)),
      consult: cell(connecting.atOnce(consult)),
      invite: cell(connecting.atOnce(invite)),
      'send-digits': cell(connecting.atOnce(talking.sendDigits)),
      'hang-up': cell(connecting.hangUpConnecting),
      'order-failed': cell(connecting.numberNotSaid),
      wake: cell(connecting.connectingWake),
    },
    talking: { ...live, ...conversation(cell) },
  }
}

const goneRow = (cell: Cell) => ({
  ...heardRow(cell),
  'agent-joined': cell(hanging.joinedNobody),
  watch: cell(watchNobody),
})

function ending(cell: Cell): Pick<Rows, 'ended' | 'over'> {
  return {
    ended: {
      ...heardRow(cell),
      reconcile: cell(legsLeft),
      'leg-answered': cell(hanging.lateAnswer),
      'agent-joined': cell(turnAway),
      watch: cell(watchNobody),
      'recording-ready': cell(hanging.recordingReady),
      'recording-failed': cell(hanging.recordingFailed),
      wake: cell(hanging.endedWake),
    },
    over: goneRow(cell),
  }
}

export function callTable(kinds: NodeKinds): Table<CallState, CallCommand, CallFact> {
  const write = writer(kinds)
  const cell: Cell = (make) =>
    write((draft, state, command) => make(draft, state, command) ?? dismissWatchers(draft, state))
  return defineTable({
    ...beginning(cell),
    ...waiting(cell),
    ...talk(cell),
    ...aside(cell),
    ...lastWords(cell),
    ...ending(cell),
  })
}

function wakeAt(state: CallState): number | undefined {
  if (state.mode === 'talking') {
    const { reach, passing } = state
    return reach && passing ? Math.min(reach.until, passing.until) : (reach ?? passing)?.until
  }
  return 'until' in state ? state.until : undefined
}

export function callMachine(kinds: NodeKinds): Machine<CallState, CallCommand, CallFact, CallView> {
  const { decide } = callTable(kinds)
  const setTime = writer(kinds)(movedAlong)
  return {
    kind: 'call',
    initial: initialCall,
    decide: (state, command, given) =>
      isSetTime(command) ? setTime(state, command, given) : decide(state, command, given),
    evolve: evolveCall,
    revive: reviveCall,
    wakeAt,
    view: viewOf,
    needs: (state) => (isLive(state) ? neededLegs(state) : []),
    over: (state) => state.mode === 'over',
  }
}

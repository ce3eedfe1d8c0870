// The agent: the only authority over one agent and all of that agent's legs.

import type { AgentCommand, AgentView } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Machine } from '#engine/protocol/machine.ts'
import { decided, nothing, refuse, toQueue } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import { defineTable, type Table } from '#engine/routing/core/machine/table.ts'
import { isSetTime, type SetTime, timeSet } from '#engine/routing/core/machine/time-set.ts'
import * as ending from './after-call.ts'
import { asMeant, forEachCall, namesNoCall, noSuchCall } from './beside.ts'
import { BUTTONS } from './buttons.ts'
import * as byPhone from './by-phone.ts'
import * as calls from './calls.ts'
import { type Made, settleBreak } from './changes.ts'
import { clearedFacts } from './clearing.ts'
import * as desk from './desk.ts'
import { evolveAgent } from './evolve.ts'
import { givePickUp, nothingToPickUp } from './forwarding.ts'
import { notThere } from './not-there.ts'
import * as phone from './phone.ts'
import * as placing from './placing.ts'
import * as again from './reattach.ts'
import { reconcileCall, reconcileFree } from './reconcile.ts'
import * as rings from './rings.ts'
import { type AgentFact, type AgentState, type CallState, initialAgent, standingOf, type VoiceCall } from './state.ts'
import * as supervised from './supervised.ts'
import * as talks from './talks.ts'
import { tellQueues } from './tell-queues.ts'
import { dayFacts, wakeAt } from './times.ts'
import { viewOf } from './view.ts'
import * as watching from './watching.ts'
import { heldNoMore, letGoOf } from './weighing.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>

/** What a phone asks is what a page would press. */
function asPressed(state: AgentState, command: AgentCommand, given: Given): Made {
  return table.decide(state, command, given)
}

const nobodyCalls = () => refuse('no-call')
const wakeCalls = (state: CallState, command: AgentCommand, given: Given): Made =>
  forEachCall(state, given, (stand) => {
    if (stand.mode === 'talking') return again.wake(stand, command, given)
    return stand.mode === 'dialling' ? placing.dialWake(stand, command, given) : nothing()
  })
const notSignedIn = () => refuse('agent-signed-out')
const busy = () => refuse('agent-busy')

/** Buttons that need a talk, pressed in the moment it ended. */
const noTalk = {
  hold: nobodyCalls,
  resume: nobodyCalls,
  transfer: nobodyCalls,
  'send-digits': nobodyCalls,
  record: nobodyCalls,
  flag: nobodyCalls,
  ...talks.noThird,
  reattach: nobodyCalls,
}
const noCall = { ...noTalk, 'hang-up': nobodyCalls, decline: nobodyCalls }

/** True in every mode: configuration, questions, and news or words about calls that are over by now. */
const always = {
  configure: desk.configure,
  'phone-heard': nothing,
  'refresh-standing': (state: AgentState, { queueId }: Command<'refresh-standing'>): Made => {
    const agent = standingOf(state)
    return decided<AgentFact>([], agent ? [toQueue(queueId, { type: 'agent-changed', agent })] : [])
  },
  'may-ring': rings.mayRing,
  'withdraw-offer': nothing,
  'withdraw-direct': nothing,
  'call-connected': notThere,
  'call-held': nothing,
  'watch-told': nothing,
  'recording-changed': nothing,
  'talk-told': nothing,
  'check-told': nothing,
  ...supervised.cells,
  'by-phone': byPhone.byPhone(asPressed),
  'call-over': nothing,
  'call-moved': nothing,
  'leg-ringing': nothing,
  'play-ended': nothing,
  'line-told': nothing,
  'leg-answered': nothing,
  'leg-failed': nothing,
  'leg-ended': nothing,
  'digit-pressed': nothing,
  'phone-held': nothing,
  'transfer-asked': nothing,
  'order-failed': nothing,
  'looked-up': nothing,
  'act-failed': talks.actFailed,
  'pick-up': nothingToPickUp,
  wake: nothing,
}

/** Between calls, signed in or not. */
const free = { ...always, ...noCall, reconcile: reconcileFree }

const signedIn = {
  ...free,
  'phone-heard': phone.heardFree,
  'sign-in': desk.signInAgain,
  'use-skills': desk.useSkills,
  'sign-out': desk.leave,
  dispose: ending.dispose,
  dial: placing.dial,
  watch: watching.watch,
  'adopt-leg': placing.adoptLeg,
}

const noOffers = { offer: rings.refuseOffer, 'ring-direct': rings.refuseDirect }

const inCall = {
  ...always,
  ...noOffers,
  'phone-heard': phone.heardInCall,
  'sign-in': desk.signInAgain,
  'use-skills': desk.useSkills,
  'sign-out': desk.leaveAfterCall,
  ready: desk.readyAfterCall,
  'take-break': desk.breakAfterCall,
  'after-call': ending.afterCall,
  dispose: ending.dispose,
  dial: busy,
  watch: busy,
  'watch-told': watching.watchTold,
  'adopt-leg': placing.refuseLeg,
  'withdraw-offer': rings.withdrawOffer,
  'withdraw-direct': rings.withdrawDirect,
  'call-over': talks.callOver,
  reconcile: reconcileCall,
}

const table: Table<AgentState, AgentCommand, AgentFact> = defineTable<AgentState, AgentCommand, AgentFact>({
  'signed-out': {
    ...free,
    ...noOffers,
    'sign-in': desk.signIn,
    'sign-out': nothing,
    ready: notSignedIn,
    'take-break': notSignedIn,
    'end-wrap-up': notSignedIn,
    'use-skills': notSignedIn,
    'wrap-up': notSignedIn,
    dispose: notSignedIn,
    dial: notSignedIn,
    watch: notSignedIn,
    'adopt-leg': placing.refuseLeg,
  },
  break: {
    ...signedIn,
    ...noOffers,
    ready: desk.becomeReady,
    'take-break': desk.changeBreak,
    'wrap-up': ending.wrapUpByHand,
    wake: (state, _command, given) => {
      const due = state.tried !== undefined && given.at >= state.since + state.config.minimumBusyMs
      return decided(due ? settleBreak(state) : [])
    },
  },
  ready: {
    ...signedIn,
    ready: ending.endPause,
    'take-break': desk.takeBreak,
    'wrap-up': ending.wrapUpByHand,
    wake: (state, command, given) => rings.heldWake(state, command, given) ?? ending.pauseWake(state, command, given),
    'withdraw-offer': letGoOf,
    offer: rings.takeOffer,
    'ring-direct': rings.takeDirect,
  },
  ringing: {
    ...inCall,
    ...noTalk,
    'phone-heard': phone.heardInRing,
    'leg-answered': rings.answered,
    'leg-failed': rings.ringFailed,
    'leg-ended': rings.ringEnded,
    'call-connected': rings.connectedAlready,
    'pick-up': givePickUp,
    'order-failed': rings.dialNotCarriedOut,
    decline: rings.decline,
    'hang-up': rings.decline,
    wake: rings.ringWake,
  },
  dialling: {
    ...inCall,
    ...noTalk,
    'looked-up': placing.targetKnown,
    'leg-answered': placing.ownLegUp,
    'leg-failed': placing.ownLegGone,
    'leg-ended': placing.ownLegGone,
    'order-failed': placing.dialNotCarriedOut,
    'call-connected': talks.connected,
    'hang-up': talks.hangUp,
    wake: wakeCalls,
  },
  talking: {
    ...inCall,
    reattach: (state, command, given) =>
      forEachCall(state, given, (stand, each) =>
        stand.mode === 'talking' ? again.reattach(stand, command, each) : nothing(),
      ),
    watch: watching.watchOtherwise,
    'digit-pressed': (state, news, given) =>
      watching.isWatching(state) ? watching.watchKey(state, news) : byPhone.talkKey(state, news, given),
    'play-ended': talks.wordsHeard,
    'leg-answered': again.spareUp,
    'leg-ended': again.legEnded,
    'leg-failed': again.legEnded,
    'order-failed': again.orderFailed,
    'call-connected': talks.connected,
    'call-held': talks.heldOrNot,
    'recording-changed': talks.recordingChanged,
    record: talks.pass((agentId, { act }: Command<'record'>) => ({ type: 'record', agentId, act })),
    'line-told': talks.lineTold,
    flag: talks.pass((agentId) => ({ type: 'flag', agentId })),
    'talk-told': talks.talkTold,
    'check-told': talks.checkTold,
    ...talks.conversation,
    merge: calls.join('merge'),
    'hand-over': calls.join('hand-over'),
    'switch-call': calls.switchCall,
    'call-moved': calls.callMoved,
    dial: calls.dialBeside,
    'adopt-leg': calls.adoptBeside,
    'hang-up': talks.hangUp,
    hold: talks.pass((agentId) => ({ type: 'hold', agentId })),
    resume: talks.pass((agentId) => ({ type: 'resume', agentId })),
    transfer: talks.pass((agentId, { target }: Command<'transfer'>) => ({ type: 'transfer', agentId, target })),
    'send-digits': talks.pass((agentId, command: Command<'send-digits'>) => ({ ...command, agentId })),
    'phone-held': calls.phoneHeld,
    'transfer-asked': calls.transferAsked,
    decline: nobodyCalls,
    wake: wakeCalls,
  },
  'wrap-up': {
    ...signedIn,
    ...noOffers,
    'ring-direct': rings.takeBack,
    ready: desk.becomeReady,
    'end-wrap-up': desk.becomeReady,
    'take-break': desk.breakFromWrapUp,
    'more-time': ending.moreTime,
    wake: ending.wrapUpWake,
  },
})

function decide(before: AgentState, command: AgentCommand | SetTime, given: Given): Made {
  if (isSetTime(command)) return timeSet(command)
  const first = [...dayFacts(before, command, given.at), ...clearedFacts(before, command, given.at)]
  const state = fold(evolveAgent, before, first, given.at)
  const made = namesNoCall(state, command) ? noSuchCall() : table.decide(asMeant(state, command), command, given)
  if ('refusal' in made) return made
  const next = fold(evolveAgent, state, made.facts, given.at)
  return decided(
    [...first, ...made.facts],
    [...made.effects, ...heldNoMore(state, next), ...tellQueues(before, next)],
    BUTTONS.has(command.type) ? viewOf(next) : undefined,
  )
}

/** Of before 2026-12: the contact was named a call. */
function revive(kept: unknown): AgentState {
  const { call, ...state } = kept as AgentState & { call?: VoiceCall }
  return call === undefined ? state : ({ ...state, contact: { kind: 'voice', ...call } } as AgentState)
}

export const agentMachine: Machine<AgentState, AgentCommand, AgentFact, AgentView> = {
  kind: 'agent',
  initial: initialAgent,
  decide,
  evolve: evolveAgent,
  revive,
  wakeAt,
  view: viewOf,
  over: () => false,
}

export const agentGrid = table.grid
export const agentCells = table.filled

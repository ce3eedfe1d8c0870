// The call's side of the IVR: starts a flow, carries its pauses out as orders, and goes where its end leads.

import type { Flow } from '#engine/protocol/company.ts'
import type { FlowEnd, Heard } from '#engine/routing/core/ivr/node.ts'
import { enterNode, hearAtNode, keyAgain, type Moved, type Pause, startRun } from '#engine/routing/core/ivr/run.ts'
import { DEFAULT_ZONE_MS } from '#engine/routing/core/machine/day.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { answer } from './audio.ts'
import { checkOver } from './check-over.ts'
import type { Draft } from './draft.ts'
import { apologise, end, farewell } from './ending.ts'
import { callBackLater, joinQueue, sentRound } from './join.ts'
import { takeMessage } from './mail.ts'
import { servedOf } from './parties.ts'
import { find } from './reach.ts'
import { type Ending, type FetchingState, type FlowState, LIMITS } from './state.ts'
import { askFlow } from './way-out.ts'
import type { Command, News } from './words.ts'

export function startFlow(draft: Draft, flow: Flow): undefined {
  answer(draft)
  enterFlow(draft, flow)
}

/** `guarded`: an agent waits outside. */
export function enterFlow(draft: Draft, flow: Flow, how: { guarded?: true } = {}): undefined {
  const { from, to } = draft.journey
  // the centre's clock as a caller would read it
  const time = new Date(draft.at + DEFAULT_ZONE_MS).toISOString().slice(0, 19).replace('T', ' ')
  const run = { ...startRun(flow, { caller: from, called: to, time, ...ofCaller(draft) }), ...how }
  follow(draft, enterNode(draft.kinds, flow, run, draft.at), flow)
}

/** Branches and words may use it; it is kept nowhere else. */
function ofCaller({ journey }: Draft): Record<string, string> {
  const { vip, caller } = journey
  return {
    ...{ caller_vip: vip ? 'yes' : '', caller_name: caller.name, caller_region: caller.region },
    caller_customer: caller.customerId ?? '',
  }
}

/** `flow` when it begins: from then on the state keeps it. */
function follow(draft: Draft, moved: Moved, flow?: Flow): undefined {
  const { run, passed, pause, end: ending, sent = [] } = moved
  for (const letter of sent) draft.happen({ type: 'letter-asked', ...letter })
  if (pause) {
    const wait = waitOf(draft, pause)
    draft.happen({ type: 'flow-paused', ...(flow ? { flow } : {}), run, passed, ...wait })
    return carryOut(draft, pause, wait.waitId)
  }
  draft.happen({ type: 'flow-left', run, passed })
  goOn(draft, ending ?? { type: 'hang-up' })
}

function waitOf(draft: Draft, pause: Pause): Pick<FlowState, 'waitFor' | 'waitId' | 'until'> {
  const waitId = draft.id()
  if (pause.do === 'ask') return { waitFor: 'ask', waitId, until: draft.at + pause.deadlineMs + LIMITS.graceMs }
  if (pause.do === 'play') return { waitFor: 'play', waitId, until: draft.at + LIMITS.playMs }
  const { firstDigitMs, interDigitMs, maxDigits } = pause.collect
  return { waitFor: 'collect', waitId, until: draft.at + LIMITS.playMs + firstDigitMs + interDigitMs * maxDigits }
}

function carryOut(draft: Draft, pause: Pause, waitId: string): undefined {
  const { legId } = draft.served
  if (pause.do === 'ask') return ask(draft, waitId, pause)
  const playId = pause.do === 'play' ? waitId : draft.id()
  if (pause.sounds.length > 0) draft.order({ type: 'play', legId, playId, sounds: pause.sounds, repeat: 1 })
  if (pause.do === 'collect') draft.order({ type: 'collect', legId, collectId: waitId, ...pause.collect })
}

/** A queue is asked by a word to it, anything else by a look-up. */
function ask(draft: Draft, requestId: string, { lookup, deadlineMs }: Extract<Pause, { do: 'ask' }>): undefined {
  if (lookup.type !== 'queue-state') return draft.ask(requestId, lookup, deadlineMs)
  draft.queue(lookup.queueId, { type: 'ask-state', callId: draft.state.callId, requestId })
}

function goOn(draft: Draft, ending: FlowEnd): undefined {
  if (draft.state.mode === 'checking') return giveBack(draft, ending)
  const overflowed = draft.journey.queues.length > 0
  switch (ending.type) {
    case 'to-queue':
      return joinQueue(draft, ending.queueId)
    case 'voicemail': {
      const { sounds, maxMs, silenceMs, queueId } = ending
      return takeMessage(draft, { maxMs, silenceMs, ...(queueId === undefined ? {} : { queueId }) }, sounds)
    }
    case 'callback':
      return callBackLater(draft, ending)
    case 'outside':
      return find(draft, ending.number, '', { for: 'way-out', queueId: draft.journey.lastQueueId ?? '' })
    case 'flow':
      return sentRound(draft) ? undefined : askFlow(draft, ending.flowId)
    case 'give-back':
    case 'hang-up':
      return end(draft, talkedOr(draft, { outcome: overflowed ? 'overflowed' : 'self-served', hungUpBy: 'flow' }))
    case 'broken':
      return apologise(draft, talkedOr(draft, { outcome: 'failed', hungUpBy: 'system' }))
  }
}

/** An identity check leads back to its agent, wherever its flow led. */
const giveBack = (draft: Draft, ending: FlowEnd): undefined =>
  ending.type === 'give-back' ? checkOver(draft, ending.result, ending.text) : checkOver(draft, 'incomplete')

const hear = (draft: Draft, state: FlowState, heard: Heard): undefined =>
  follow(draft, hearAtNode(draft.kinds, state.flow, state.run, heard, draft.at))

export function played(draft: Draft, state: FlowState, { playId, reason }: News<'play-ended'>): undefined {
  if (state.waitFor === 'play' && state.waitId === playId) hear(draft, state, { type: 'played', reason })
}

export function keyedIn(
  draft: Draft,
  state: FlowState,
  { collectId, digits, ended, count = digits.length }: News<'digits-collected'>,
): undefined {
  if (state.waitFor !== 'collect' || state.waitId !== collectId) return
  hear(draft, state, { type: 'digits', digits, count, ended })
}

export function toldFlow(
  draft: Draft,
  state: FlowState,
  { requestId, answer: answered }: Command<'looked-up'>,
): undefined {
  if (state.waitFor !== 'ask' || state.waitId !== requestId) return
  const { flow, run } = state
  // Why: digits of a secret node are in no ledger, so after a restart the caller is asked for them again.
  const again = answered.type === 'secret-lost' ? keyAgain(draft.kinds, flow, run, answered.token, draft.at) : undefined
  if (again) follow(draft, again)
  else hear(draft, state, { type: 'answer', answer: answered })
}

/** A sound or a collect that media could not carry out is over at once. */
export function orderFailed(draft: Draft, state: FlowState, { order }: News<'order-failed'>): undefined {
  if (order === state.waitFor)
    hear(draft, state, order === 'play' ? { type: 'played', reason: 'failed' } : { type: 'deadline' })
}

export function flowWake(draft: Draft, state: FlowState): undefined {
  if (draft.at < state.until) return
  if (state.waitFor === 'collect') draft.order({ type: 'stop-collect', legId: servedOf(state).legId })
  hear(draft, state, { type: 'deadline' })
}

/** What the caller was hearing before the restart is played again from its beginning. */
export function replayNode(draft: Draft, state: FlowState): undefined {
  if (state.waitFor === 'collect') draft.order({ type: 'stop-collect', legId: servedOf(state).legId })
  follow(draft, enterNode(draft.kinds, state.flow, state.run, draft.at))
}

export function flowFound(
  draft: Draft,
  state: FetchingState,
  { requestId, answer: answered }: Command<'looked-up'>,
): undefined {
  if (requestId !== state.requestId) return
  if (answered.type !== 'flow' || !answered.found) return flowMissing(draft)
  draft.order({ type: 'stop-play', legId: servedOf(state).legId })
  startFlow(draft, answered.flow)
}

function flowMissing(draft: Draft): undefined {
  if (draft.journey.talkStartedAt !== undefined)
    return end(draft, talkedOr(draft, { outcome: 'answered', hungUpBy: 'agent' }))
  farewell(draft, SENTENCES[draft.journey.lang].closed(), { outcome: 'overflowed', hungUpBy: 'queue' })
}

/** After a talk the agent has ended it, whatever the flow behind it came to. */
const talkedOr = (draft: Draft, ending: Ending): Ending =>
  draft.journey.talkStartedAt === undefined || draft.journey.afterTalk === undefined
    ? ending
    : { outcome: 'answered', hungUpBy: 'agent' }

export function fetchWake(draft: Draft, state: FetchingState): undefined {
  if (draft.at >= state.until) flowMissing(draft)
}

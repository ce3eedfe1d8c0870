// What each fact of a call changes.
import { BUILT_IN, OF_CALLER } from '#engine/routing/core/ivr/values.ts'
import { defineEvolve } from '#engine/routing/core/machine/evolve.ts'
import { newJourney, outboundJourney } from './begin.ts'
import { change, closeAgents, enter, nextStay, withWorst } from './changing.ts'
import { checkChanges, checkGoesOn, checkPassed } from './evolve-check.ts'
import { reachChanged, talkChanges, withoutReach } from './evolve-talk.ts'
import { watchChanges } from './evolve-watch.ts'
import type { CallFact } from './facts.ts'
import { withLine } from './line.ts'
import { withLineUses } from './line-uses.ts'
import { withWatches } from './line-watches.ts'
import { type CallState, isLive, type Journey, LIMITS, type Parties, type Party, type Stay } from './state.ts'
import { moveCall } from './time-set.ts'

/** What is known of the one whom the call serves. */
const served = ({ parties: [first, ...others] }: Journey, more: Partial<Party>): Parties => [
  { ...first, ...more },
  ...others,
]

const stayBegins = (queueId: string, joinedAt: number, stay: number): Stay => ({
  ...{ queueId, joinedAt, stay, missed: [], music: '', record: false, sayAgentNumber: false },
})

const evolve = defineEvolve<CallState, CallFact>({
  ...talkChanges,
  ...checkChanges,
  ...watchChanges,
  arrived: (state, fact, at) => newJourney(state.callId, fact, at),
  'outbound-begun': (state, fact, at) => outboundJourney(state.callId, fact, at),
  'callback-due': (state, { callback, until }) => (state.mode === 'new' ? { ...state, callback, until } : state),
  'number-asked': (state, { requestId, until }, at) => enter(state, at, { mode: 'arriving', requestId, until }),
  'target-asked': (state, { type: _, purpose, ...asked }, at) => {
    const { requestId, number, until } = asked
    return purpose.for === 'join'
      ? reachChanged(state, { purpose, goal: { type: 'finding', requestId, number }, until, ringing: false })
      : enter(state, at, { mode: 'finding', purpose, ...asked })
  },
  'flow-asked': (state, { type: _, ...asked }, at) => enter(state, at, { mode: 'fetching', ...asked }, jump(state)),
  'caller-known': (state, { number, caller }) =>
    'journey' in state
      ? change(state, {
          ...{ accessNumber: number.number, lang: number.lang, vip: number.vip || caller.vip, caller },
          ...(number.needs?.length ? { needs: { ...state.journey.needs, number: number.needs } } : {}),
          card: {
            ...state.journey.card,
            ...{ name: caller.name || state.journey.card.name, region: caller.region, vip: number.vip || caller.vip },
            ...{ accessNumber: number.number, recent: caller.recent },
            ...(caller.customerId === undefined ? {} : { customerId: caller.customerId }),
          },
        })
      : state,
  'leg-adopted': (state, { agentId }) =>
    'journey' in state
      ? change(state, {
          parties: served(state.journey, { role: 'agent', agentId }),
          placedBy: { agentId, agentNumber: state.journey.from },
        })
      : state,
  'direction-known': (state, { direction }) => change(state, { direction }),
  answered: (state, _fact, at) =>
    'journey' in state
      ? change(state, { answeredAt: state.journey.answeredAt ?? at, parties: served(state.journey, { up: true }) })
      : state,
  'flow-paused': (state, fact, at) => {
    const flow = fact.flow ?? (state.mode === 'flow' ? state.flow : undefined)
    if (state.mode === 'checking') return checkGoesOn(state, fact)
    if (!flow || !('journey' in state)) return state
    const { run, waitFor, waitId, until } = fact
    const since = state.mode === 'flow' ? state.journey.stageSince : at
    return enter(state, since, { mode: 'flow', flow, run, waitFor, waitId, until }, passed(state.journey, fact))
  },
  'flow-left': (state, fact) => {
    if (state.mode === 'checking') return checkPassed(state, fact.passed)
    return 'journey' in state ? change(state, passed(state.journey, fact)) : state
  },
  'queue-joined': (state, { queueId, joinedAt, words, front, until, stay: kept }, at) => {
    const number = kept ?? nextStay(state)
    const stay = {
      ...stayBegins(queueId, joinedAt, number),
      ...(words === undefined ? {} : { words }),
      ...(front ? { front } : {}),
    }
    return enter(state, at, { mode: 'queue', stay, until }, { ...jump(state), lastQueueId: queueId, stays: number })
  },
  'queue-asked': (state, { until }) => (state.mode === 'queue' ? { ...state, until } : state),
  'queue-entered': (state, { music, record, sayAgentNumber, whisper, afterTalk, until }) => {
    if (state.mode !== 'queue') return state
    const { words: _, ...stay } = state.stay
    const more = { ...(whisper === undefined ? {} : { whisper }), ...(afterTalk ? { afterTalk } : {}) }
    return { ...state, stay: { ...stay, music, record, sayAgentNumber, ...more }, until }
  },
  'announcement-started': (state, { playId, collectId, asks, until }) =>
    state.mode === 'queue'
      ? {
          ...state,
          announcing: { playId, ...(collectId === undefined ? {} : { collectId }), ...(asks ? { asks } : {}) },
          until,
        }
      : state,
  'announcement-ended': (state, { until }, at) => {
    if (state.mode !== 'queue') return state
    const { announcing: _, ...rest } = state
    return { ...rest, stay: { ...rest.stay, musicSince: at }, until }
  },
  'agent-reserved': (state, { offerId, agentId }, at) =>
    state.mode === 'queue' ? { ...state, stay: { ...state.stay, offer: { offerId, agentId, since: at } } } : state,
  'agent-lost': (state, { offerId, agentId, rang = true }) => {
    if (state.mode !== 'queue') return state
    const { offer, ...stay } = state.stay
    const missed = rang ? added(stay.missed, agentId) : stay.missed
    const rings = offer !== undefined && offer.offerId !== offerId
    return { ...state, stay: { ...stay, missed, ...(rings ? { offer } : {}) } }
  },
  'queue-left': (state, { left }, at) => {
    if (state.mode !== 'queue') return state
    const { queueId, joinedAt, missed, record, afterTalk } = state.stay
    const { queues, afterTalk: before } = state.journey
    const then = afterTalk === before ? {} : { afterTalk: afterTalk ?? '' }
    const stayed = [...queues, { queueId, joinedAt, leftAt: at, left, missed }]
    return { ...change(state, { queues: stayed, record, ...then }), stay: { ...state.stay, over: true } }
  },
  'ring-begun': (state, { purpose, goal, until }, at) =>
    purpose.for === 'join'
      ? reachChanged(state, { purpose, goal, until, ringing: false })
      : enter(state, at, { mode: 'ringing', purpose, goal, until, ringing: false }),
  'ring-failed': (state, { missedBy }) => {
    if (!('journey' in state)) return state
    const next = state.mode === 'talking' ? withoutReach(state) : state
    return missedBy === undefined ? next : change(next, { missed: added(state.journey.missed ?? [], missedBy) })
  },
  forwarded: (state, { agentId, rang }) => {
    if (!('journey' in state)) return state
    const missed = rang && agentId !== undefined ? { missed: added(state.journey.missed ?? [], agentId) } : {}
    return change(state, { ...jump(state), ...missed })
  },
  'ring-heard': (state, { sound }) => {
    const early = sound ? { early: sound } : {}
    if (state.mode === 'ringing') return { ...state, ringing: true, ...early }
    return state.mode === 'talking' && state.reach
      ? { ...state, reach: { ...state.reach, ringing: true, ...early } }
      : state
  },
  'recording-started': (state, { recordingId }) =>
    'journey' in state
      ? change(state, {
          recordingId: state.journey.recordingId ?? recordingId,
          recordings: [...state.journey.recordings, recordingId],
        })
      : state,
  'recording-paused': (state) => change(state, { recordingPaused: true }),
  'recording-resumed': (state) => {
    if (!('journey' in state)) return state
    const { recordingPaused: _, ...journey } = state.journey
    return { ...state, journey }
  },
  'recording-stopped': (state) => change(state, { recordingStopped: true }),
  'recording-lost': (state, { recordingId }) => withoutRecording(state, recordingId),
  'recording-awaited': (state, _fact, at) =>
    state.mode === 'ended' ? { ...state, awaited: true, until: at + LIMITS.awaitedMs } : state,
  'recording-stored': (state, { recordingId }) => withoutRecording(state, recordingId),
  parked: (state, { park, until }, at) => enter(state, at, { mode: 'parked', park, until }),
  'voicemail-entered': (state, { mail, playId, until }, at) =>
    enter(state, at, { mode: 'voicemail', mail, playId, until }),
  'message-started': (state, { recordingId, collectId, until }) => {
    if (state.mode !== 'voicemail') return state
    const { playId: _, ...rest } = state
    return { ...rest, recordingId, collectId, until }
  },
  'message-left': (state, { recordingId, agentId }) =>
    change(state, { message: recordingId, ...(agentId === undefined ? {} : { messageIsPrivate: true as const }) }),
  flagged: (state, { agentId }, at) =>
    'journey' in state ? change(state, { flags: [...(state.journey.flags ?? []), { at, agentId }] }) : state,
  'line-told': (state, { agentId, line }) =>
    'journey' in state ? change(state, { lines: withWorst(state.journey.lines ?? [], agentId, line) }) : state,
  'code-step': (state, { type: _, ...step }, at) =>
    enter(state, at, { mode: 'code', ...step }, { lang: step.code.lang, direction: 'internal' }),
  'farewell-started': (state, { playId, ending, until }, at) =>
    enter(state, at, { mode: 'farewell', playId, ending, until }),
  'call-ended': (state, _fact, at) => {
    if (!isLive(state)) return state
    const waitMs = state.journey.recordings.length > 0 ? LIMITS.recordingMs : LIMITS.lingerMs
    return {
      mode: 'ended',
      callId: state.callId,
      journey: { ...state.journey, agents: closeAgents(state.journey.agents, at) },
      until: at + waitMs,
    }
  },
  'time-set': (state, { byMs }) => moveCall(state, byMs),
  over: (state) => ({ mode: 'over', callId: state.callId }),
})

/** Every fact also draws the time line on, and tells which carriers' lines are in use. */
export const evolveCall = withWatches(withLineUses(withLine(evolve)))

const added = (ids: string[], id: string): string[] => (ids.includes(id) ? ids : [...ids, id])

const jump = (state: CallState): Partial<Journey> => ('journey' in state ? { jumps: state.journey.jumps + 1 } : {})

function withoutRecording(state: CallState, recordingId: string): CallState {
  if (!('journey' in state)) return state
  return change(state, { recordings: state.journey.recordings.filter((each) => each !== recordingId) })
}

/** Values of a flow that others may see, also on the agent's caller card. */
function passed(
  journey: Journey,
  { run, passed: path }: Extract<CallFact, { type: 'flow-left' | 'flow-paused' }>,
): Partial<Journey> {
  const hidden = new Set([...BUILT_IN, ...OF_CALLER, ...run.secrets])
  const seen = Object.fromEntries(Object.entries(run.values).filter(([name]) => !hidden.has(name)))
  const collected = { ...journey.collected, ...seen }
  const needs = run.needs ? { needs: { ...journey.needs, flow: run.needs } } : {}
  const lang = run.lang ? { lang: run.lang } : {}
  const card = { ...journey.card, collected, ...(run.script ? { script: run.script } : {}) }
  return { path: [...journey.path, ...path], collected, card, ...needs, ...lang }
}

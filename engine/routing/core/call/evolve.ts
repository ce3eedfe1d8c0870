// What each fact of a call changes.
import { defineEvolve } from '#engine/routing/core/machine/evolve.ts'
import { newJourney, outboundJourney } from './begin.ts'
import type { CallFact } from './facts.ts'
import {
  type AgentStay,
  type CallState,
  isLive,
  type Journey,
  LIMITS,
  type LiveState,
  type Party,
  type Stay,
} from './state.ts'
import { moveCall } from './time-set.ts'

const change = (state: CallState, journey: Partial<Journey>): CallState =>
  'journey' in state ? ({ ...state, journey: { ...state.journey, ...journey } } as CallState) : state

/** A new mode with what is true in it; what the old mode knew is gone. */
type Entered<State> = State extends LiveState ? Omit<State, 'callId' | 'journey'> : never

function enter(state: CallState, at: number, next: Entered<LiveState>, journey: Partial<Journey> = {}): CallState {
  if (!('journey' in state)) return state
  return { ...next, callId: state.callId, journey: { ...state.journey, stageSince: at, ...journey } } as CallState
}

function closeAgents(agents: AgentStay[], at: number, legId?: string): AgentStay[] {
  return agents.map((stay) =>
    stay.to === 0 && (legId === undefined || stay.legId === legId) ? { ...stay, to: at } : stay,
  )
}

/** An agent's own time in a call; an outbound call counts its agent from the talk on. */
function agentStays(journey: Journey, parties: Party[], ringMs: number, at: number): AgentStay[] {
  const fresh = parties.filter(
    (party) =>
      party.agentId !== undefined && !journey.agents.some((stay) => stay.legId === party.legId && stay.to === 0),
  )
  return [
    ...journey.agents,
    ...fresh.map((party) => ({
      agentId: party.agentId ?? '',
      agentNumber: party.agentNumber ?? '',
      legId: party.legId,
      ringMs,
      from: at,
      to: 0,
      holdMs: 0,
    })),
  ]
}

const stayBegins = (queueId: string, joinedAt: number): Stay => ({
  ...{ queueId, joinedAt, missed: [], music: '', record: false, sayAgentNumber: false },
})

export const evolveCall = defineEvolve<CallState, CallFact>({
  arrived: (state, fact, at) => newJourney(state.callId, fact, at),
  'outbound-begun': (state, fact, at) => outboundJourney(state.callId, fact, at),
  'number-asked': (state, { requestId, until }, at) => enter(state, at, { mode: 'arriving', requestId, until }),
  'target-asked': (state, { type: _, ...asked }, at) => enter(state, at, { mode: 'finding', ...asked }),
  'flow-asked': (state, { type: _, ...asked }, at) => enter(state, at, { mode: 'fetching', ...asked }, jump(state)),
  'caller-known': (state, { number, caller }) =>
    'journey' in state
      ? change(state, {
          ...{ accessNumber: number.number, lang: number.lang, vip: number.vip || caller.vip, caller },
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
          served: { ...state.journey.served, role: 'agent', agentId },
          placedBy: { agentId, agentNumber: state.journey.from },
        })
      : state,
  'direction-known': (state, { direction }) => change(state, { direction }),
  answered: (state, _fact, at) =>
    'journey' in state
      ? change(state, { answeredAt: state.journey.answeredAt ?? at, served: { ...state.journey.served, up: true } })
      : state,
  'flow-paused': (state, fact, at) => {
    const flow = fact.flow ?? (state.mode === 'flow' ? state.flow : undefined)
    if (!flow || !('journey' in state)) return state
    const { run, waitFor, waitId, until } = fact
    const since = state.mode === 'flow' ? state.journey.stageSince : at
    return enter(state, since, { mode: 'flow', flow, run, waitFor, waitId, until }, passed(state.journey, fact))
  },
  'flow-left': (state, fact) => ('journey' in state ? change(state, passed(state.journey, fact)) : state),
  'queue-joined': (state, { queueId, joinedAt, words, front, until }, at) => {
    const stay = {
      ...stayBegins(queueId, joinedAt),
      ...(words === undefined ? {} : { words }),
      ...(front ? { front } : {}),
    }
    return enter(state, at, { mode: 'queue', stay, until }, { ...jump(state), lastQueueId: queueId })
  },
  'queue-asked': (state, { until }) => (state.mode === 'queue' ? { ...state, until } : state),
  'queue-entered': (state, { music, record, sayAgentNumber, until }) => {
    if (state.mode !== 'queue') return state
    const { words: _, ...stay } = state.stay
    return { ...state, stay: { ...stay, music, record, sayAgentNumber }, until }
  },
  'announcement-started': (state, { playId, collectId, until }) =>
    state.mode === 'queue'
      ? { ...state, announcing: collectId === undefined ? { playId } : { playId, collectId }, until }
      : state,
  'announcement-ended': (state, { until }) => {
    if (state.mode !== 'queue') return state
    const { announcing: _, ...rest } = state
    return { ...rest, until }
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
    const { queueId, joinedAt, missed, record } = state.stay
    const { queues } = state.journey
    return change(state, { queues: [...queues, { queueId, joinedAt, leftAt: at, left, missed }], record })
  },
  'ring-begun': (state, { purpose, goal, until }, at) =>
    enter(state, at, { mode: 'ringing', purpose, goal, until, ringing: false }),
  'ring-failed': (state, { missedBy }) =>
    missedBy !== undefined && 'journey' in state
      ? change(state, { missed: added(state.journey.missed ?? [], missedBy) })
      : state,
  'ring-heard': (state) => (state.mode === 'ringing' ? { ...state, ringing: true } : state),
  'agent-announced': (state, { other, ringMs, playId, until }, at) =>
    enter(state, at, { mode: 'connecting', other, ringMs, playId, until }),
  'talk-started': (state, { served, other, ringMs }, at) => {
    if (!('journey' in state)) return state
    const withAgent = served.agentId !== undefined || other.agentId !== undefined
    return enter(
      state,
      at,
      { mode: 'talking', other },
      {
        ...{
          served,
          agents: agentStays(state.journey, [served, other], ringMs, at),
          answeredAt: state.journey.answeredAt ?? at,
        },
        ...(withAgent ? { talkStartedAt: state.journey.talkStartedAt ?? at } : {}),
      },
    )
  },
  'talk-lasted': (state, { ms }, at) => {
    if (!('journey' in state)) return state
    const from = Math.max(state.journey.arrivedAt, at - ms)
    const { talkStartedAt = from, answeredAt = from, agents } = state.journey
    return change(state, {
      ...{ talkStartedAt: Math.min(talkStartedAt, from), answeredAt: Math.min(answeredAt, from) },
      agents: agents.map((stay) => (stay.to === 0 ? { ...stay, from: Math.min(stay.from, from) } : stay)),
    })
  },
  held: (state, { by }, at) =>
    state.mode === 'talking' ? enter(state, at, { mode: 'held', other: state.other, by, heldAt: at }) : state,
  resumed: (state, { heldMs }, at) => {
    if (state.mode !== 'held') return state
    const agents = state.journey.agents.map((stay) =>
      stay.to === 0 && stay.legId === state.by ? { ...stay, holdMs: stay.holdMs + heldMs } : stay,
    )
    return enter(state, at, { mode: 'talking', other: state.other }, { agents })
  },
  'party-left': (state, { served, legId }, at) =>
    'journey' in state ? change(state, { served, agents: closeAgents(state.journey.agents, at, legId) }) : state,
  'party-moved': (state, { fromLegId, toLegId }) => {
    if (!('other' in state)) return state
    const moved = <Leg extends { legId: string }>(leg: Leg): Leg =>
      leg.legId === fromLegId ? { ...leg, legId: toLegId } : leg
    const { journey } = state
    const next = { ...state, other: moved(state.other) }
    const held = next.mode === 'held' && next.by === fromLegId ? { ...next, by: toLegId } : next
    return change(held, { served: moved(journey.served), agents: journey.agents.map(moved) })
  },
  'recording-started': (state, { recordingId }) =>
    'journey' in state
      ? change(state, {
          recordingId: state.journey.recordingId ?? recordingId,
          recordings: [...state.journey.recordings, recordingId],
        })
      : state,
  'recording-lost': (state, { recordingId }) => withoutRecording(state, recordingId),
  'recording-stored': (state, { recordingId }) => withoutRecording(state, recordingId),
  'voicemail-entered': (state, { mail, playId, until }, at) =>
    enter(state, at, { mode: 'voicemail', mail, playId, until }),
  'message-started': (state, { recordingId, collectId, until }) => {
    if (state.mode !== 'voicemail') return state
    const { playId: _, ...rest } = state
    return { ...rest, recordingId, collectId, until }
  },
  'message-left': (state, { recordingId }) => change(state, { message: recordingId }),
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
  const hidden = new Set(['caller', 'called', 'time', ...run.secrets])
  const seen = Object.fromEntries(Object.entries(run.values).filter(([name]) => !hidden.has(name)))
  const collected = { ...journey.collected, ...seen }
  return { path: [...journey.path, ...path], collected, card: { ...journey.card, collected } }
}

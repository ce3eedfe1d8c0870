// What live screens see of a call.

import type { CallView } from '#engine/protocol/call.ts'
import { isWide, lineOf, servedOf, talkersOf } from './parties.ts'
import { partiesSeen } from './settle.ts'
import { type CallState, type FlowState, isLive, type LiveState } from './state.ts'

const STAGES: Record<LiveState['mode'], CallView['stage']> = {
  arriving: 'arriving',
  finding: 'connecting',
  fetching: 'flow',
  flow: 'flow',
  queue: 'queue',
  ringing: 'connecting',
  connecting: 'connecting',
  talking: 'talking',
  checking: 'held',
  parked: 'parked',
  voicemail: 'voicemail',
  code: 'flow',
  farewell: 'ending',
}

export function viewOf(state: CallState): CallView | undefined {
  if (!isLive(state)) return undefined
  const { callId, node, direction, from, to, lang, arrivedAt, stageSince, card } = state.journey
  const agentId = agentOf(state)
  // served or on its way back, a call is still told by the queue it came through
  const queueId = state.mode === 'queue' ? state.stay.queueId : state.journey.queues.at(-1)?.queueId
  return {
    callId,
    node,
    direction,
    from,
    to,
    lang,
    stage: stageOf(state),
    arrivedAt,
    stageSince,
    card,
    ...(queueId === undefined ? {} : { queueId }),
    ...(agentId === undefined ? {} : { agentId }),
    ...missedIn(state),
    ...linesIn(state),
    ...phonesIn(state),
    ...(state.mode === 'flow' ? { at: placeIn(state) } : {}),
    ...(state.mode === 'checking' && state.runs ? { at: placeIn(state.runs) } : {}),
    ...parkedIn(state),
    ...(state.mode === 'talking' && isWide(state) ? { parties: partiesSeen(state) } : {}),
  }
}

function missedIn(state: LiveState): Pick<CallView, 'missedBy'> {
  const { queues, missed = [] } = state.journey
  const here = state.mode === 'queue' ? state.stay.missed : []
  const all = [...new Set([...queues.flatMap((stay) => stay.missed), ...missed, ...here])]
  return all.length === 0 ? {} : { missedBy: all }
}

function parkedIn(state: LiveState): Pick<CallView, 'parked'> {
  if (state.mode !== 'parked') return {}
  const { place, byAgentId, recallAt } = state.park
  return { parked: { place, byAgentId, recallAt } }
}

function placeIn({ flow, run }: Pick<FlowState, 'flow' | 'run'>): NonNullable<CallView['at']> {
  const { nodeId } = run.position
  const node = flow.nodes.find(({ id }) => id === nodeId)?.name ?? ''
  return { flowId: flow.id, flow: flow.name, nodeId, node }
}

/** One for each leg that goes over a carrier's line. */
function linesIn(state: LiveState): Pick<CallView, 'trunks'> {
  const reach = state.mode === 'talking' ? state.reach : state.mode === 'ringing' ? state : undefined
  const rings = reach?.goal.type === 'leg' ? [lineOf(reach.goal)] : []
  const trunks = [...state.journey.parties, ...rings].flatMap(({ trunkId }) => trunkId ?? [])
  return trunks.length === 0 ? {} : { trunks }
}

/** Agents' phones are told by their agents, callers from outside are nobody's phone. */
function phonesIn(state: LiveState): Pick<CallView, 'phones'> {
  const reach = state.mode === 'talking' ? state.reach : state.mode === 'ringing' ? state : undefined
  const there = state.journey.parties
    .filter(({ agentId, trunkId, number }) => agentId === undefined && trunkId === undefined && number !== '')
    .map(({ number }) => ({ number }))
  const target = reach?.goal.type === 'leg' ? reach.goal.dial?.target : undefined
  const rung = target?.type === 'user' ? [target.user, ...(target.also ?? [])] : []
  const phones = [...there, ...rung.map((number) => ({ number, rings: true as const }))]
  return phones.length === 0 ? {} : { phones }
}

/** On hold as the caller has it: whoever is left of the talk may talk all the same. */
function stageOf(state: LiveState): CallView['stage'] {
  if (state.mode !== 'talking') return STAGES[state.mode]
  const talking = talkersOf(state).filter((party) => !party.hold)
  return servedOf(state).hold || talking.length < 2 ? 'held' : 'talking'
}

function agentOf(state: LiveState): string | undefined {
  if (state.mode === 'talking' || state.mode === 'connecting' || state.mode === 'checking') {
    const [served, ...others] = state.journey.parties
    return others.find((party) => party.agentId !== undefined)?.agentId ?? served.agentId
  }
  if (state.mode === 'queue') return state.stay.offer?.agentId
  return state.mode === 'ringing' && state.goal.type === 'agent' ? state.goal.agentId : servedOf(state).agentId
}

// What live screens see of a call.
import type { CallView } from '#engine/protocol/call.ts'
import { type CallState, isLive, type LiveState } from './state.ts'

const STAGES: Record<LiveState['mode'], CallView['stage']> = {
  arriving: 'arriving',
  finding: 'connecting',
  fetching: 'flow',
  flow: 'flow',
  queue: 'queue',
  ringing: 'connecting',
  connecting: 'connecting',
  talking: 'talking',
  held: 'held',
  voicemail: 'voicemail',
  farewell: 'ending',
}

export function viewOf(state: CallState): CallView | undefined {
  if (!isLive(state)) return undefined
  const { callId, node, direction, from, to, lang, arrivedAt, stageSince, card } = state.journey
  const agentId = agentOf(state)
  // served or on its way back, a call is still told by the queue it came through
  const queueId = state.mode === 'queue' ? state.stay.queueId : state.journey.queues.at(-1)?.queueId
  return {
    ...{ callId, node, direction, from, to, lang, stage: STAGES[state.mode], arrivedAt, stageSince, card },
    ...(queueId === undefined ? {} : { queueId }),
    ...(agentId === undefined ? {} : { agentId }),
  }
}

function agentOf(state: LiveState): string | undefined {
  if ('other' in state) return state.other.agentId ?? state.journey.served.agentId
  if (state.mode === 'queue') return state.stay.offer?.agentId
  return state.mode === 'ringing' && state.goal.type === 'agent' ? state.goal.agentId : state.journey.served.agentId
}

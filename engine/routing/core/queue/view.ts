// What live screens see of a queue: lists are cut, counts are exact.
import type { CallbackAsked, CallbackSeen, QueueView } from '#engine/protocol/queue.ts'
import { isCallback } from './callbacks.ts'
import { waitAt } from './pace.ts'
import type { QueueState, RunningQueue, Waiting } from './state.ts'
import { members } from './team.ts'

const CALLS_SHOWN = 100
const AGENTS_SHOWN = 200

const shown = ({ call, missed, offer, calling, notBefore }: Waiting): QueueView['waiting'][number] => ({
  ...{ callId: call.callId, number: call.card.number, vip: call.vip, joinedAt: call.joinedAt, missed },
  ...(offer ? { offeredTo: offer.agentId } : {}),
  ...(call.callback ? { callback: callbackShown(call.callback, calling?.agentId, notBefore) } : {}),
})

const callbackShown = (
  { askedAt, by, tries }: CallbackAsked,
  withAgent?: string,
  notBefore?: number,
): CallbackSeen => ({
  ...{ askedAt, by, tries },
  ...(withAgent === undefined ? {} : { withAgent }),
  ...(notBefore === undefined ? {} : { notBefore }),
})

/** Coarse, so that a screen is not told of every second. */
function wait(state: RunningQueue): Pick<QueueView, 'wait'> {
  const told = waitAt(state, state.waiting.length)
  const coarse = (ms: number) => Math.ceil(ms / 5_000) * 5_000
  return told ? { wait: { halfMs: coarse(told.halfMs), mostMs: coarse(told.mostMs) } } : {}
}

/** 保留最少空闲坐席数: what outbound tasks may take, before anybody who calls in has to wait for it. */
export const spareAgents = ({ team, config }: RunningQueue): number =>
  Math.max(0, team.free.size - (config.reserveIdle ?? 0))

export function viewOf(state: QueueState): QueueView | undefined {
  if (state.mode === 'unknown') return undefined
  const { config, waiting, team, today } = state
  const agents: QueueView['agents'] = []
  if (team.size <= AGENTS_SHOWN) {
    for (const [agentId, { standing }] of members(team)) {
      agents.push({ agentId, mode: standing?.mode ?? 'signed-out', available: standing?.available ?? false })
    }
  }
  return {
    queueId: state.id,
    name: config.name,
    waiting: waiting.slice(0, CALLS_SHOWN).map(shown),
    agents,
    agentsByMode: team.byMode,
    waitingCount: waiting.length,
    ...(waiting.some(isCallback) ? { callbacks: waiting.filter(isCallback).length } : {}),
    ...(config.reserveIdle ? { spare: spareAgents(state) } : {}),
    ...wait(state),
    ...(waiting.length > 0 ? { oldestJoinedAt: Math.min(...waiting.map(({ call }) => call.joinedAt)) } : {}),
    serviceLevelMs: config.serviceLevelMs,
    serviceLevelPercent: config.serviceLevelPercent,
    today,
  }
}

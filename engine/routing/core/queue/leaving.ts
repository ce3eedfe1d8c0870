// When a call's waiting is over without an agent, and how it is told.

import type { WayOut } from '#engine/protocol/company.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import { isCallback, KEPT_MS } from './callbacks.ts'
import type { QueueFact, RunningQueue, Waiting } from './state.ts'
import { tell } from './tell.ts'

/**
 * Absolute ms of a call's limit: the queue's maximum wait while somebody is signed in, its other limit while nobody is,
 * counted from when the last one left.
 */
export function leavesAt({ call }: Waiting, { config, team }: RunningQueue): number {
  if (call.callback) return call.callback.askedAt + KEPT_MS
  return team.nobodySince === undefined
    ? call.joinedAt + config.maxWaitMs
    : Math.max(call.joinedAt, team.nobodySince) + config.nobodyWaitMs
}

/** Calls past their limit. One that rings at an agent is let ring: it leaves when that ends. */
export function overdue(state: RunningQueue, given: Given): { facts: QueueFact[]; effects: Effect[] } {
  const facts: QueueFact[] = []
  const effects: Effect[] = []
  const reason = state.team.nobodySince === undefined ? 'max-wait' : 'nobody'
  const notice = leftFor(state, reason)
  for (const one of state.waiting) {
    if (one.offer || one.calling || given.at < leavesAt(one, state)) continue
    if (isCallback(one)) {
      facts.push({ type: 'callback-over', callId: one.call.callId, reason: 'expired' })
      continue
    }
    const { callId, joinedAt } = one.call
    facts.push(overflowed(callId, reason, given.at - joinedAt, notice.wayOut))
    effects.push(tell(one.call, notice))
  }
  return { facts, effects }
}

export function leftFor({ id, config }: RunningQueue, reason: 'max-wait' | 'nobody') {
  const wayOut = reason === 'nobody' ? config.onNobody : config.onMaxWait
  return { type: 'queue-left', queueId: id, reason, wayOut } as const
}

export const overflowed = (
  callId: string,
  reason: 'max-wait' | 'nobody' | 'full' | 'closed',
  waitedMs: number,
  wayOut: WayOut,
): QueueFact => ({ type: 'call-overflowed', callId, reason, waitedMs: Math.max(0, waitedMs), wayOut: wayOut.type })

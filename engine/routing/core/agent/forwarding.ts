// 转移 and 代接: calls to an agent's own number go where it wants them, and a ringing call goes to a colleague who asks for it.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Forward } from '#engine/protocol/company.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { type Decision, idFrom } from '#engine/protocol/machine.ts'
import { decided, refuse, toAgent } from '#engine/routing/core/machine/decided.ts'
import type { AgentFact, AgentState, RingingState } from './state.ts'

type Made = Decision<AgentFact>

const PICK_UP_RING_MS = 10_000

/** Where a call goes that this agent does not take now; undefined = nowhere else. */
export function forwardOf(
  { config, zoneMs }: Pick<AgentState, 'config' | 'zoneMs'>,
  because: 'always' | 'busy' | 'noAnswer',
  at: number,
): string | undefined {
  const forward = config?.forward
  if (!forward || !isInForce(forward, at + zoneMs)) return undefined
  return forward.always || (because === 'always' ? '' : forward[because]) || undefined
}

function isInForce({ from, to }: Forward, local: number): boolean {
  if (from === '' || to === '' || from === to) return true
  const now = new Date(local).toISOString().slice(11, 16)
  return from < to ? from <= now && now < to : now >= from || now < to
}

/** Who is signed out is reached as one who does not answer; any other state is a busy one. */
export const forwardWhenAway = (state: AgentState, at: number): string | undefined =>
  forwardOf(state, state.mode === 'signed-out' ? 'noAnswer' : 'busy', at)

/** Whoever has the call takes the colleague for the one who was rung, and stops the ring here. */
export function givePickUp(
  state: RingingState,
  { by }: Extract<AgentCommand, { type: 'pick-up' }>,
  given: Given,
): Made {
  const { why, callId, node, card } = state.contact
  if (by === state.id || (why.type !== 'offer' && why.type !== 'direct')) return refuse('stale-offer')
  const requestId = why.type === 'direct' ? why.requestId : idFrom(given.seed, 0)
  const ring = { type: 'ring-direct', requestId, callId, node, caller: card, ringMs: PICK_UP_RING_MS } as const
  return decided<AgentFact>([], [toAgent(by, { ...ring, pickedUp: true })])
}

export const nothingToPickUp = (): Made => refuse('stale-offer')

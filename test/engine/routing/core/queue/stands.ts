// A queue with agents and callers, and short words to look into what it decided.

import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { QueueConfig } from '#engine/protocol/company.ts'
import type { Decision } from '#engine/protocol/machine.ts'
import type { WaitingCall } from '#engine/protocol/queue.ts'
import { queueMachine } from '#engine/routing/core/queue/machine.ts'
import type { QueueFact } from '#engine/routing/core/queue/state.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'
import { given } from '../../../../kit/machine.ts'
import { queueConfig, standing, waitingCall } from '../samples.ts'

/** 09:00 on a Saturday in Beijing */
export const T = Date.parse('2026-11-21T01:00:00Z')

export type Team = Record<string, Partial<AgentStanding>>

export async function queues() {
  const machine = queueMachine(await loadStrategies())
  const queue = (team: Team = {}, config: Partial<QueueConfig> = {}) => {
    let stand = given(machine, 'q1').does(
      { type: 'configure', config: queueConfig(config), agentIds: Object.keys(team) },
      T,
    )
    for (const [id, more] of Object.entries(team))
      stand = stand.does({ type: 'agent-changed', agent: standing(id, more) }, T)
    return stand
  }
  return { machine, queue }
}

export const AWAY: Partial<AgentStanding> = { mode: 'break', available: false }
export const OUT: Partial<AgentStanding> = { mode: 'signed-out', available: false, signedIn: false }

export const join = (callId: string, more: Partial<WaitingCall> = {}) =>
  ({ type: 'join', call: waitingCall(callId, { joinedAt: T, ...more }) }) as const

export const changed = (id: string, more: Partial<AgentStanding> = {}) =>
  ({ type: 'agent-changed', agent: standing(id, more) }) as const

export const factsOf = (decision: Decision<QueueFact>): QueueFact[] => ('facts' in decision ? decision.facts : [])

/** `agent<-call` of every offer in the decision */
export const offersIn = (decision: Decision<QueueFact>): string[] =>
  factsOf(decision).flatMap((fact) => (fact.type === 'offer-made' ? `${fact.agentId}<-${fact.callId}` : []))

export const toCall = (callId: string, notice: object) => ({
  to: 'actor',
  ref: { kind: 'call', id: callId },
  command: { type: 'queue', notice: { queueId: 'q1', ...notice } },
})

export const toAgent = (id: string, command: object) => ({ to: 'actor', ref: { kind: 'agent', id }, command })

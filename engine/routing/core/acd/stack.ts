// A queue's strategies in order of weight: its preferences, then its one base strategy. The agent's id is the last word.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { QueueConfig } from '#engine/protocol/company.ts'
import type { WaitingCall } from '#engine/protocol/queue.ts'
import { chanceOf } from './chance.ts'
import type { Strategies, Strategy } from './strategy.ts'

export interface Stack {
  strategies: readonly Strategy[]
  /** order of free agents by what depends on the agent alone */
  compare(a: AgentStanding, b: AgentStanding): number
}

/** A name without a file is left out: a queue with a setting from a newer version still routes. */
export function stackOf(config: Pick<QueueConfig, 'strategy' | 'preferences'>, known: Strategies): Stack {
  const strategies = [...config.preferences, config.strategy].flatMap((name) => known.get(name) ?? [])
  const scores = strategies.flatMap((strategy) => (strategy.by === 'agent' ? [strategy.score] : []))
  return {
    strategies,
    compare(a, b) {
      for (const score of scores) {
        const difference = score(a) - score(b)
        if (difference !== 0) return difference
      }
      return byId(a, b)
    },
  }
}

export const byId = (a: AgentStanding, b: AgentStanding): number =>
  a.agentId < b.agentId ? -1 : a.agentId > b.agentId ? 1 : 0

/** `draw`: one random number in [0, 1) per choice, from which each agent's own chance is derived */
export function scoreOf(strategy: Strategy, agent: AgentStanding, caller: WaitingCall, draw: number): number {
  if (strategy.by === 'agent') return strategy.score(agent)
  if (strategy.by === 'caller') return strategy.score(agent, caller)
  return strategy.score(chanceOf(draw, agent.agentId))
}

// The best free agents for one caller, exact and in order, without looking at all of 10,000 where that can be seen early.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { WaitingCall } from '#engine/protocol/queue.ts'
import { byId, type Stack, scoreOf } from './stack.ts'
import type { Strategy } from './strategy.ts'

export interface Ranked {
  agent: AgentStanding
  /** in the order of the stack; lower is better */
  scores: number[]
}

export interface Ranking {
  /** best first */
  best: Ranked[]
  /** agents that were kept out by `may` */
  keptOut: AgentStanding[]
  /** how many were looked at: the work done */
  looked: number
}

export interface Ask {
  /** sorted by stack.compare */
  free: readonly AgentStanding[]
  stack: Stack
  caller: WaitingCall
  draw: number
  /** how many of the best are wanted */
  keep: number
  isFree(agentId: string): boolean
  /** undefined = every free agent may get this caller */
  may?: ((agent: AgentStanding) => boolean) | undefined
}

export function rank({ free, stack, caller, draw, keep, isFree, may }: Ask): Ranking {
  const { strategies } = stack
  const keptOut: AgentStanding[] = []
  const undecided = strategies.filter((strategy) => strategy.by !== 'agent' && decidesHere(strategy, caller, isFree))
  const active = strategies.filter((strategy) => strategy.by === 'agent' || undecided.includes(strategy))
  const best = new Best(keep, (strategy, agent) => scoreOf(strategy, agent, caller, draw), active)
  const seesEnd = undecided.every((strategy) => strategy.by === 'caller')
  let perfect = 0
  let looked = 0
  for (const agent of free) {
    looked++
    if (may && !may(agent)) {
      keptOut.push(agent)
    } else if (best.add(agent) && seesEnd) {
      // Later agents are worse by what depends on the agent alone; 0 is the best of what depends on the caller.
      if (undecided.every((strategy) => scoreOf(strategy, agent, caller, draw) === 0)) perfect++
      if (perfect >= keep) break
    }
  }
  const ranked = best.agents.map((agent) => ({
    agent,
    scores: strategies.map((strategy) => scoreOf(strategy, agent, caller, draw)),
  }))
  return { best: ranked, keptOut, looked }
}

/** Can a strategy by caller or chance tell free agents apart for this caller? */
function decidesHere(strategy: Strategy, caller: WaitingCall, isFree: (agentId: string) => boolean): boolean {
  if (strategy.by !== 'caller' || !strategy.favourite) return true
  const favourite = strategy.favourite(caller)
  return favourite !== undefined && isFree(favourite)
}

/** The best few in order. Without allocation for the thousands that do not get in. */
class Best {
  readonly agents: AgentStanding[] = []
  readonly #keep: number
  readonly #score: (strategy: Strategy, agent: AgentStanding) => number
  readonly #active: readonly Strategy[]

  constructor(keep: number, score: (strategy: Strategy, agent: AgentStanding) => number, active: readonly Strategy[]) {
    this.#keep = keep
    this.#score = score
    this.#active = active
  }

  /** false when the agent is not among the best so far */
  add(agent: AgentStanding): boolean {
    const { agents } = this
    const last = agents[this.#keep - 1]
    if (last && !this.#before(agent, last)) return false
    let place = agents.length
    while (place > 0 && this.#before(agent, agents[place - 1] as AgentStanding)) place--
    agents.splice(place, 0, agent)
    if (agents.length > this.#keep) agents.pop()
    return true
  }

  #before(a: AgentStanding, b: AgentStanding): boolean {
    for (const strategy of this.#active) {
      const difference = this.#score(strategy, a) - this.#score(strategy, b)
      if (difference !== 0) return difference < 0
    }
    return byId(a, b) < 0
  }
}

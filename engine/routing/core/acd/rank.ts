// The best free agents for one caller, exact and in order, without looking at all of 10,000 where that can be seen early.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { RejectedBecause, WaitingCall } from '#engine/protocol/queue.ts'
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
  /** the first agents that `mayNot` kept out, and how many by reason among those looked at */
  keptOut: { agent: AgentStanding; because: RejectedBecause }[]
  keptOutBy: Partial<Record<RejectedBecause, number>>
  /** how many were looked at: the work done */
  looked: number
}

export interface Ask {
  /** in chunks, sorted by stack.compare */
  free: readonly (readonly AgentStanding[])[]
  stack: Stack
  caller: WaitingCall
  draw: number
  /** how many of the best are wanted */
  keep: number
  isFree(agentId: string): boolean
  /** why a free agent may not get this caller; undefined = every one may */
  mayNot?: ((agent: AgentStanding) => RejectedBecause | undefined) | undefined
}

export function rank({ free, stack, caller, draw, keep, isFree, mayNot }: Ask): Ranking {
  const { strategies } = stack
  const keptOut: Ranking['keptOut'] = []
  const keptOutBy: Ranking['keptOutBy'] = {}
  const undecided = strategies.filter((strategy) => strategy.by !== 'agent' && decidesHere(strategy, caller, isFree))
  const active = strategies.filter((strategy) => strategy.by === 'agent' || undecided.includes(strategy))
  const best = new Best(keep, (strategy, agent) => scoreOf(strategy, agent, caller, draw), active)
  const seesEnd = undecided.every((strategy) => strategy.by === 'caller')
  let perfect = 0
  let looked = 0
  const enough = (agent: AgentStanding): boolean => {
    looked++
    const because = mayNot?.(agent)
    if (because) {
      keptOutBy[because] = (keptOutBy[because] ?? 0) + 1
      if (keptOut.length < keep) keptOut.push({ agent, because })
    } else if (best.add(agent) && seesEnd) {
      // Later agents are worse by what depends on the agent alone; 0 is the best of what depends on the caller.
      if (undecided.every((strategy) => scoreOf(strategy, agent, caller, draw) === 0)) perfect++
    }
    return perfect >= keep
  }
  free.some((chunk) => chunk.some(enough))
  const ranked = best.agents.map((agent) => ({
    agent,
    scores: strategies.map((strategy) => scoreOf(strategy, agent, caller, draw)),
  }))
  return { best: ranked, keptOut, keptOutBy, looked }
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

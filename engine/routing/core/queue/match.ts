// Matches all who wait with all free agents in one batch, in queue order, and explains each choice.

import type { AgentStanding, Offer } from '#engine/protocol/agent.ts'
import type { SkillLevel } from '#engine/protocol/company.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { type Effect, randomFrom } from '#engine/protocol/machine.ts'
import type { Candidate, RejectedBecause } from '#engine/protocol/queue.ts'
import { candidatesOf, KEPT_REJECTED, NAMES_ALL_UP_TO, rejectedCandidate } from '#engine/routing/core/acd/explain.ts'
import { type Ranking, rank } from '#engine/routing/core/acd/rank.ts'
import { fits } from '#engine/routing/core/acd/skills.ts'
import type { Stack } from '#engine/routing/core/acd/stack.ts'
import { toAgent, toCall } from '#engine/routing/core/machine/decided.ts'
import { callableFrom } from './callbacks.ts'
import { needsOf } from './easing.ts'
import type { Evolve } from './evolve.ts'
import { ableCount } from './free.ts'
import { leavesAt } from './leaving.ts'
import { sinceOf } from './order.ts'
import { isFree, type QueueFact, type RunningQueue, type Waiting, whyNot } from './state.ts'
import { memberOf, members } from './team.ts'
import { tell } from './tell.ts'

/** Agents looked at in one decision; a few ms. What is left goes on in the next one, which is due at once. */
export const LOOKED_AT_MOST = 100_000

export interface Matched {
  state: RunningQueue
  facts: QueueFact[]
  effects: Effect[]
}

export function matchAll(from: RunningQueue, stack: Stack, evolve: Evolve, given: Given): Matched {
  const matched: Matched = { state: from, facts: [], effects: [] }
  const take = (fact: QueueFact) => {
    matched.facts.push(fact)
    matched.state = evolve(matched.state, fact, given.at) as RunningQueue
  }
  // free agents only become fewer in one batch: who asks the same as one who got nobody gets nobody
  const inVain = new Set<string>()
  let looked = 0
  let more = false
  for (const one of from.waiting) {
    const { state } = matched
    if (state.team.free.size === 0) break
    if (!mayBeTried(one, state, given.at)) continue
    const until = one.call.callback ? callableFrom(state.config, state.zoneMs, given.at) : given.at
    if (until > given.at) {
      take({ type: 'callback-held', callId: one.call.callId, until })
      continue
    }
    if (looked > LOOKED_AT_MOST) {
      more = true
      break
    }
    const asked = one.call.needs && one.retryAt === undefined ? JSON.stringify(needsOf(one, state.config)) : undefined
    if (asked !== undefined && inVain.has(asked)) continue
    const { offers } = state
    looked += offerTo(one, state, stack, given, take, matched.effects)
    if (asked !== undefined && matched.state.offers === offers) inVain.add(asked)
  }
  if (more || from.pausedAt !== undefined) take({ type: 'match-paused', more })
  return matched
}

/** Offers the call to the best agent, if there is one; answers how many were looked at. */
function offerTo(
  one: Waiting,
  state: RunningQueue,
  stack: Stack,
  given: Given,
  take: (fact: QueueFact) => void,
  effects: Effect[],
): number {
  const needs = needsOf(one, state.config)
  // nobody has it: no need to look at every free agent
  if (ableCount(state.team.free, needs) === 0) return 0
  const draw = randomFrom(given.seed, state.offers)
  const ranking = rank({
    free: state.team.free.chunks,
    stack,
    caller: one.call,
    draw,
    keep: Math.max(1 + KEPT_REJECTED, state.team.size <= NAMES_ALL_UP_TO ? state.team.size : 0),
    isFree: (agentId) => isFree(memberOf(state.team, agentId) ?? {}),
    mayNot: mayNotGet(one, needs),
  })
  const agent = ranking.best[0]?.agent
  if (!agent) return ranking.looked
  const offer = offerFor(one, state, `o${state.offers + 1}-${given.seed}`, given.at)
  take({
    type: 'offer-made',
    offerId: offer.offerId,
    callId: offer.callId,
    agentId: agent.agentId,
    waitedMs: offer.waitedMs,
    candidates: explain(one, state, ranking, stack, draw),
    rejected: countRejected(state, ranking, needs),
  })
  const { queueId, offerId } = offer
  // The call hears of it first, so that it knows the agent whose leg will ask for the caller.
  effects.push(
    one.call.callback
      ? toCall(offer.callId, toBeCalled(one.call, state))
      : tell(one.call, { type: 'agent-reserved', queueId, offerId, agentId: agent.agentId }),
    toAgent(agent.agentId, { type: 'offer', offer }),
  )
  return ranking.looked
}

const toBeCalled = (call: Waiting['call'], { id, config, node = call.node }: RunningQueue) =>
  ({ type: 'call-back', queueId: id, call: { ...call, node }, record: config.record }) as const

/** What the agent sees of the caller; of one who is to be called back, that he is. */
function cardOf({ card, vip, callback }: Waiting['call'], queueName: string): Offer['caller'] {
  const shown = { ...card, vip, queueName }
  return callback ? { ...shown, callback: { askedAt: callback.askedAt, tries: callback.tries } } : shown
}

export function offerFor(one: Waiting, { config, node }: RunningQueue, offerId: string, at: number): Offer {
  const { call } = one
  return {
    offerId,
    queueId: config.id,
    queueName: config.name,
    callId: call.callId,
    node: call.callback ? (node ?? call.node) : call.node,
    caller: cardOf(call, config.name),
    ringMs: config.ringMs,
    lang: call.lang,
    sayAgentNumber: config.sayAgentNumber,
    waitedMs: Math.max(0, at - call.joinedAt),
    since: sinceOf(one, config),
    missedAgent: config.missedAgent,
    ...(config.breakAfterMissed === undefined ? {} : { breakAfterMissed: config.breakAfterMissed }),
    ...pausesOf(config),
    ...(config.dispositionNeeded ? { disposition: true } : {}),
  }
}

/** Only what is set: an offer is a message, and most queues pause nobody. */
function pausesOf(config: RunningQueue['config']): Pick<Offer, 'pauseMs'> {
  const all = {
    'no-answer': config.pauseNoAnswerMs,
    declined: config.pauseDeclinedMs,
    busy: config.pauseBusyMs,
    'phone-unreachable': config.pauseUnreachableMs,
  }
  const pauseMs = Object.fromEntries(Object.entries(all).filter(([, ms]) => ms !== undefined && ms > 0))
  return Object.keys(pauseMs).length > 0 ? { pauseMs } : {}
}

/** One offer at a time, not before its music, and not again past its limit once somebody let it ring. */
function mayBeTried(one: Waiting, state: RunningQueue, at: number): boolean {
  if (one.offer || one.calling || one.notBefore !== undefined) return false
  return one.missed === 0 || at < leavesAt(one, state)
}

/** Who let a call ring is spared it for RETRY_MISSED_MS: the pause is the agent's, never the caller's. */
function mayNotGet({ missedBy, retryAt }: Waiting, needs: readonly SkillLevel[]) {
  if (retryAt === undefined && needs.length === 0) return undefined
  return (agent: AgentStanding): RejectedBecause | undefined => {
    if (!fits(agent, needs)) return 'skill-not-yet'
    return retryAt !== undefined && missedBy.includes(agent.agentId) ? 'just-missed-this-call' : undefined
  }
}

/** The chosen one, the best rejected; in a small team everybody, with the reason. */
function explain(
  one: Waiting,
  state: RunningQueue,
  { best, keptOut }: Ranking,
  stack: Stack,
  draw: number,
): Candidate[] {
  const reject = (agent: AgentStanding, because: RejectedBecause) =>
    rejectedCandidate(agent, because, stack, one.call, draw)
  const candidates = candidatesOf(best, stack)
  const kept = state.team.size <= NAMES_ALL_UP_TO ? keptOut : keptOut.slice(0, KEPT_REJECTED)
  for (const { agent, because } of kept) candidates.push(reject(agent, because))
  if (state.team.size > NAMES_ALL_UP_TO) return candidates
  for (const [agentId, member] of members(state.team)) {
    const because = whyNot(member)
    if (because === 'free') continue
    candidates.push(member.standing ? reject(member.standing, because) : { agentId, scores: [], rejected: because })
  }
  return candidates
}

/** Every agent once, by its one reason. */
function countRejected({ team }: RunningQueue, { keptOutBy }: Ranking, needs: readonly SkillLevel[]) {
  const { free = 0, ...others } = team.tally
  const unable = free - ableCount(team.free, needs)
  const skill = Math.max(unable, keptOutBy['skill-not-yet'] ?? 0)
  const missed = keptOutBy['just-missed-this-call'] ?? 0
  const lower = free - skill - missed - 1
  return {
    ...others,
    ...(lower > 0 ? { 'scored-lower': lower } : {}),
    ...(skill > 0 ? { 'skill-not-yet': skill } : {}),
    ...(missed > 0 ? { 'just-missed-this-call': missed } : {}),
  }
}

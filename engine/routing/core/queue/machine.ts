// The queue: who waits, who may serve, who is offered to whom. After every decision all who can be matched are.

import type { QueueConfig } from '#engine/protocol/company.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Effect, Machine } from '#engine/protocol/machine.ts'
import type { QueueCommand, QueueView } from '#engine/protocol/queue.ts'
import { sameStanding } from '#engine/routing/core/acd/same.ts'
import { type Stack, stackOf } from '#engine/routing/core/acd/stack.ts'
import type { Strategies } from '#engine/routing/core/acd/strategy.ts'
import { earliest, endOfDay } from '#engine/routing/core/machine/day.ts'
import { decided, nothing, toAgent, toCall } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import { defineTable } from '#engine/routing/core/machine/table.ts'
import { isSetTime, type SetTime, timeSet } from '#engine/routing/core/machine/time-set.ts'
import { ask, cancel, dueCallbacks, notReached } from './callbacks.ts'
import { dueForCallers, join, joinClosed, joinUnknown, leave, reconcileCalls } from './callers.ts'
import { easesAt } from './easing.ts'
import { type Evolve, evolveWith } from './evolve.ts'
import { leavesAt, overdue } from './leaving.ts'
import { matchAll } from './match.ts'
import { accepted, answered, askAllOffers, dueOffers, missed, refused } from './offers.ts'
import { waitAt } from './pace.ts'
import { dateOf, initialQueue, type QueueFact, type QueueState, type RunningQueue } from './state.ts'
import { freeAmong, memberOf, members } from './team.ts'
import type { QueueMade } from './telling.ts'
import { viewOf } from './view.ts'

type Command<Type extends QueueCommand['type']> = Extract<QueueCommand, { type: Type }>

/** Settings and team. Agents not heard of yet are asked how they stand. */
function configure(state: QueueState, command: Command<'configure'>): QueueMade {
  const { config, agentIds } = command
  const zoneMs = command.timeZoneOffsetMs ?? state.zoneMs
  const team = state.mode === 'unknown' ? undefined : state.team
  const unheard = agentIds.filter((agentId) => !team || !memberOf(team, agentId)?.standing)
  const effects = unheard.map((agentId) => toAgent(agentId, { type: 'refresh-standing', queueId: state.id }))
  const fact: QueueFact = { type: 'queue-configured', config, agentIds, zoneMs }
  return decided(sameSettings(state, fact) ? [] : [fact], effects)
}

function sameSettings(state: QueueState, fact: Extract<QueueFact, { type: 'queue-configured' }>): boolean {
  if (state.mode === 'unknown' || state.zoneMs !== fact.zoneMs) return false
  if (JSON.stringify(state.config) !== JSON.stringify(fact.config)) return false
  const agentIds = new Set(fact.agentIds)
  return agentIds.size === state.team.size && fact.agentIds.every((agentId) => memberOf(state.team, agentId))
}

function agentChanged(state: RunningQueue, { agent }: Command<'agent-changed'>): QueueMade {
  const known = memberOf(state.team, agent.agentId)
  if (!known) return nothing()
  const same = known.standing !== undefined && sameStanding(known.standing, agent)
  return decided<QueueFact>(same ? [] : [{ type: 'agent-noted', agent }])
}

/** To a call whose flow asks before it joins; with it nobody waits for a queue that is not open. */
function askState(state: QueueState, { callId, requestId }: Command<'ask-state'>): QueueMade {
  const told = state.mode === 'open' ? waitAt(state, state.waiting.length) : undefined
  const wait = told ? { wait: { halfMs: told.halfMs, mostMs: told.mostMs } } : {}
  const waiting = state.mode === 'unknown' ? 0 : state.waiting.length
  const answer = { type: 'queue-state' as const, waiting, ...wait }
  return decided<QueueFact>([], [toCall(callId, { type: 'looked-up', requestId, answer })])
}

function wake(state: RunningQueue, _command: unknown, given: Given): QueueMade {
  const callers = dueForCallers(state, given)
  const offers = dueOffers(state, given)
  const facts = [...callers.facts, ...offers.facts, ...dueCallbacks(state, given)]
  return decided(facts, [...callers.effects, ...offers.effects])
}

function reconcile(state: RunningQueue, command: Command<'reconcile'>, given: Given): QueueMade {
  const calls = reconcileCalls(state, command)
  const offers = askAllOffers(state, given)
  const standings: Effect[] = []
  for (const [agentId] of members(state.team)) {
    standings.push(toAgent(agentId, { type: 'refresh-standing', queueId: state.id }))
  }
  return decided([...calls.facts, ...offers.facts], [...calls.effects, ...offers.effects, ...standings])
}

const running = {
  configure,
  leave,
  'agent-changed': agentChanged,
  'offer-accepted': accepted,
  'offer-refused': refused,
  'offer-answered': answered,
  'offer-missed': missed,
  'ask-callback': ask,
  'ask-state': askState,
  'callback-failed': notReached,
  'cancel-callback': cancel,
  reconcile,
  wake,
}

const table = defineTable<QueueState, QueueCommand, QueueFact>({
  unknown: {
    configure,
    join: joinUnknown,
    leave: nothing,
    'callback-failed': nothing,
    'ask-state': askState,
    'cancel-callback': nothing,
    'agent-changed': nothing,
    reconcile: nothing,
    wake: nothing,
  },
  open: { ...running, join },
  closed: { ...running, join: joinClosed },
})

/** The table's decision, then everybody past the limit leaves, then all who can be matched are. */
function decideWith(evolve: Evolve, stackFor: (config: QueueConfig) => Stack) {
  return (before: QueueState, command: QueueCommand | SetTime, given: Given): QueueMade => {
    if (isSetTime(command)) return timeSet(command)
    const newDay = dayFacts(before, given.at)
    const start = fold(evolve, before, newDay, given.at)
    const made = table.decide(start, command, given)
    if ('refusal' in made) return made
    const after = fold(evolve, start, made.facts, given.at)
    const facts = [...newDay, ...made.facts]
    if (after.mode === 'unknown' || (after === before && command.type !== 'wake'))
      return decided(facts, made.effects, made.reply)
    const matched = matchAll(after, stackFor(after.config), evolve, given)
    const left = overdue(matched.state, given)
    const effects = [...made.effects, ...matched.effects, ...left.effects]
    return decided([...facts, ...matched.facts, ...left.facts], effects, made.reply)
  }
}

function dayFacts(state: QueueState, at: number): QueueFact[] {
  if (state.mode === 'unknown') return []
  const date = dateOf(state, at)
  return date === state.today.date ? [] : [{ type: 'day-started', date }]
}

function wakeAt(state: QueueState): number | undefined {
  if (state.mode === 'unknown') return undefined
  let next = earliest(state.pausedAt, endOfDay(state.today.date, state.zoneMs))
  for (const one of state.waiting) {
    const ends = one.offer?.dueAt ?? one.calling?.until ?? leavesAt(one, state)
    next = earliest(next, ends, one.notBefore, one.retryAt, one.nextAnnounceAt, easesAt(one, state.config))
  }
  return next
}

export function queueMachine(strategies: Strategies): Machine<QueueState, QueueCommand, QueueFact, QueueView> {
  // Derived from the configuration alone, so it may be remembered beside the state.
  const stacks = new WeakMap<QueueConfig, Stack>()
  const stackFor = (config: QueueConfig): Stack => {
    const known = stacks.get(config) ?? stackOf(config, strategies)
    stacks.set(config, known)
    return known
  }
  const evolve = evolveWith(stackFor)
  return {
    kind: 'queue',
    initial: initialQueue,
    decide: decideWith(evolve, stackFor),
    evolve,
    revive: (kept) => revived(kept as QueueState, stackFor),
    wakeAt,
    view: viewOf,
    over: () => false,
  }
}

/** Of before 2026-12: the free agents were one long list. */
function revived(kept: QueueState, stackFor: (config: QueueConfig) => Stack): QueueState {
  if (kept.mode === 'unknown' || !Array.isArray(kept.team.free)) return kept
  return { ...kept, team: { ...kept.team, free: freeAmong(kept.team, stackFor(kept.config)) } }
}

export const queueGrid = table.grid
export const queueCells = table.filled

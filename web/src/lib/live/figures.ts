// Figures of the wallboard, worked out from live views. The service level is the report's formula, so both agree.

import type { AgentView } from '#engine/protocol/agent.ts'
import { USUAL_SERVICE_TARGET } from '#engine/protocol/company.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import type { WaitTold } from '#engine/protocol/wait.ts'
import { byPinyin } from '../i18n/pinyin.ts'
import { inOrder, type Sort } from '../parts/sort.ts'

export interface QueueFigures {
  queueId: string
  name: string
  waiting: number
  /** 0 when nobody waits */
  longestWaitMs: number
  serviceLevelMs: number
  /** what it aims at, a share */
  serviceTarget: number
  /** undefined before the first call of the day is decided */
  serviceLevel: number | undefined
  offered: number
  answered: number
  abandoned: number
  overflowed: number
  averageWaitMs: number
  /** what a caller who came now would be told; undefined while nobody is there */
  expected: WaitTold | undefined
  ready: number
  /** of these, beyond those kept back for who calls in; undefined where none are */
  spare: number | undefined
  busy: number
  onBreak: number
  signedIn: number
}

/** calls of which it is known whether they were answered in time */
const decidedOf = (today: Pick<QueueView['today'], 'answered' | 'abandoned' | 'overflowed'>): number =>
  today.answered + today.abandoned + today.overflowed

export function serviceLevelOf(
  today: Pick<QueueView['today'], 'answered' | 'answeredInTarget' | 'abandoned' | 'overflowed'>,
): number | undefined {
  const decided = decidedOf(today)
  return decided === 0 ? undefined : today.answeredInTarget / decided
}

export function queueFigures(queue: QueueView, now: number): QueueFigures {
  const { today } = queue
  const decided = decidedOf(today)
  const modes = modesOf(queue)
  const ready = modes.ready ?? 0
  const onBreak = modes.break ?? 0
  const signedIn = Object.values(modes).reduce((all, count) => all + count, 0) - (modes['signed-out'] ?? 0)
  return {
    queueId: queue.queueId,
    name: queue.name,
    waiting: waitingIn(queue),
    longestWaitMs: Math.max(0, now - (queue.oldestJoinedAt ?? oldestOf(queue, now))),
    serviceLevelMs: queue.serviceLevelMs,
    serviceTarget: queue.serviceLevelPercent / 100,
    serviceLevel: serviceLevelOf(today),
    offered: today.offered,
    answered: today.answered,
    abandoned: today.abandoned,
    overflowed: today.overflowed,
    averageWaitMs: decided === 0 ? 0 : today.waitMsSum / decided,
    expected: queue.wait,
    ready,
    spare: queue.spare,
    onBreak,
    busy: signedIn - ready - onBreak,
    signedIn,
  }
}

type Modes = NonNullable<QueueView['agentsByMode']>

/** The lists of a view are cut, its counts are not. */
const waitingIn = (queue: QueueView): number => queue.waitingCount ?? queue.waiting.length

const oldestOf = (queue: QueueView, now: number): number =>
  queue.waiting.reduce((least, one) => Math.min(least, one.joinedAt), now)

function modesOf(queue: QueueView): Modes {
  if (queue.agentsByMode) return queue.agentsByMode
  const modes: Modes = {}
  for (const { mode } of queue.agents) modes[mode] = (modes[mode] ?? 0) + 1
  return modes
}

/** Queues as wallboard, wall screen, filters and reports name them, one below the other. */
export const queuesInOrder = <Queue extends { name: string }>(queues: readonly Queue[]): Queue[] =>
  queues.toSorted((a, b) => byPinyin(a.name, b.name))

export interface Totals {
  waiting: number
  longestWaitMs: number
  /** within how long the queue of the longest wait answers */
  serviceLevelMs: number
  offered: number
  answered: number
  abandoned: number
  overflowed: number
  serviceLevel: number | undefined
  /** what all queues together aim at: each counts by its calls */
  serviceTarget: number
}

export function totals(queues: QueueView[], now: number): Totals {
  const sum = (pick: (queue: QueueView) => number): number => queues.reduce((all, queue) => all + pick(queue), 0)
  const today = {
    answered: sum((q) => q.today.answered),
    answeredInTarget: sum((q) => q.today.answeredInTarget),
    abandoned: sum((q) => q.today.abandoned),
    overflowed: sum((q) => q.today.overflowed),
  }
  const longest = queues.map((queue) => queueFigures(queue, now)).sort((a, b) => b.longestWaitMs - a.longestWaitMs)[0]
  return {
    ...today,
    waiting: sum(waitingIn),
    longestWaitMs: longest?.longestWaitMs ?? 0,
    serviceLevelMs: longest?.serviceLevelMs ?? USUAL_SERVICE_TARGET.withinMs,
    offered: sum((q) => q.today.offered),
    serviceLevel: serviceLevelOf(today),
    serviceTarget: jointTarget(queues),
  }
}

function jointTarget(queues: QueueView[]): number {
  let calls = 0
  let wanted = 0
  for (const { today, serviceLevelPercent } of queues) {
    calls += decidedOf(today)
    wanted += decidedOf(today) * serviceLevelPercent
  }
  return (calls === 0 ? USUAL_SERVICE_TARGET.percent : wanted / calls) / 100
}

export type AgentSort =
  | 'number'
  | 'name'
  | 'place'
  | 'state'
  | 'since'
  | 'phone'
  | 'call'
  | 'answered'
  | 'missed'
  | 'talk'

/** `words`: modes in the order people read them, phones and departments as the page calls them; ties always end with the agent's number. */
export function sortAgents(
  agents: AgentView[],
  sort: Sort<AgentSort>,
  words: {
    state: (agent: AgentView) => number
    phone: (agent: AgentView) => string
    place: (agent: AgentView) => string
  },
): AgentView[] {
  const byNumber = agents.toSorted((a, b) => a.number.localeCompare(b.number))
  return inOrder(byNumber, sort, {
    ...words,
    number: (a) => a.number,
    name: (a) => a.name,
    // never seen: no span at all, not the longest
    since: (a) => (a.since > 0 ? -a.since : null),
    call: (a) => a.call?.card.number,
    answered: (a) => a.today.answered,
    missed: (a) => a.today.missed,
    talk: (a) => a.today.talkMs,
  })
}

// Figures of the wallboard, worked out from live views. The service level is the report's formula, so both agree.

import type { AgentView } from '#engine/protocol/agent.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { byPinyin } from '../i18n/pinyin.ts'

export interface QueueFigures {
  queueId: string
  name: string
  waiting: number
  /** 0 when nobody waits */
  longestWaitMs: number
  serviceLevelMs: number
  /** undefined before the first call of the day is decided */
  serviceLevel: number | undefined
  offered: number
  answered: number
  abandoned: number
  overflowed: number
  averageWaitMs: number
  ready: number
  busy: number
  onBreak: number
  signedIn: number
}

export function serviceLevelOf(
  today: Pick<QueueView['today'], 'answered' | 'answeredInTarget' | 'abandoned' | 'overflowed'>,
): number | undefined {
  const decided = today.answered + today.abandoned + today.overflowed
  return decided === 0 ? undefined : today.answeredInTarget / decided
}

export function queueFigures(queue: QueueView, now: number): QueueFigures {
  const { today } = queue
  const decided = today.answered + today.abandoned + today.overflowed
  const oldest = queue.waiting.reduce((least, one) => Math.min(least, one.joinedAt), now)
  const signedIn = queue.agents.filter((agent) => agent.mode !== 'signed-out')
  return {
    queueId: queue.queueId,
    name: queue.name,
    waiting: queue.waiting.length,
    longestWaitMs: Math.max(0, now - oldest),
    serviceLevelMs: queue.serviceLevelMs,
    serviceLevel: serviceLevelOf(today),
    offered: today.offered,
    answered: today.answered,
    abandoned: today.abandoned,
    overflowed: today.overflowed,
    averageWaitMs: decided === 0 ? 0 : today.waitMsSum / decided,
    ready: signedIn.filter((agent) => agent.mode === 'ready').length,
    onBreak: signedIn.filter((agent) => agent.mode === 'break').length,
    busy: signedIn.filter((agent) => agent.mode !== 'ready' && agent.mode !== 'break').length,
    signedIn: signedIn.length,
  }
}

export interface Totals {
  waiting: number
  longestWaitMs: number
  offered: number
  answered: number
  abandoned: number
  overflowed: number
  serviceLevel: number | undefined
}

export function totals(queues: QueueView[], now: number): Totals {
  const sum = (pick: (queue: QueueView) => number): number => queues.reduce((all, queue) => all + pick(queue), 0)
  const today = {
    answered: sum((q) => q.today.answered),
    answeredInTarget: sum((q) => q.today.answeredInTarget),
    abandoned: sum((q) => q.today.abandoned),
    overflowed: sum((q) => q.today.overflowed),
  }
  return {
    ...today,
    waiting: sum((q) => q.waiting.length),
    longestWaitMs: queues.reduce((most, q) => Math.max(most, queueFigures(q, now).longestWaitMs), 0),
    offered: sum((q) => q.today.offered),
    serviceLevel: serviceLevelOf(today),
  }
}

export type AgentSort = 'number' | 'name' | 'state' | 'since' | 'answered' | 'talk'

/** `order`: modes in the order people read them; ties always end with the agent's number. */
export function sortAgents(
  agents: AgentView[],
  by: AgentSort,
  descending: boolean,
  order: (agent: AgentView) => number,
): AgentView[] {
  const value: Record<AgentSort, (agent: AgentView) => number | string> = {
    number: (a) => a.number,
    name: (a) => a.name,
    state: order,
    // never seen: no span at all, not the longest
    since: (a) => (a.since > 0 ? -a.since : -Number.MAX_SAFE_INTEGER),
    answered: (a) => a.today.answered,
    talk: (a) => a.today.talkMs,
  }
  const of = value[by]
  const sign = descending ? -1 : 1
  return agents.toSorted((a, b) => {
    const [x, y] = [of(a), of(b)]
    const compared = typeof x === 'string' ? byPinyin(x, String(y)) : x - Number(y)
    return compared === 0 ? a.number.localeCompare(b.number) : compared * sign
  })
}

// Which agents the grid shows, and its faults in reading order.
import type { FaultRule, RosterAgent, RosterFault } from '#engine/protocol/roster.ts'

export interface RowFilter {
  text: string
  /** everybody, those who break any rule, or this one */
  rule: 'everybody' | 'any' | FaultRule
}
export const NO_FILTER: RowFilter = { text: '', rule: 'everybody' }

export function rowsOf(
  agents: readonly RosterAgent[],
  faults: readonly RosterFault[],
  { text, rule }: RowFilter,
): RosterAgent[] {
  const wanted = text.trim().toLowerCase()
  const faulty = new Set(faults.filter((fault) => rule === 'any' || fault.rule === rule).map((fault) => fault.agentId))
  return agents.filter(
    (agent) =>
      `${agent.number} ${agent.name} ${agent.ruleName}`.toLowerCase().includes(wanted) &&
      (rule === 'everybody' || faulty.has(agent.agentId)),
  )
}

/** By date, then in the order of the agents. */
export function faultsInOrder(faults: readonly RosterFault[], agents: readonly RosterAgent[]): RosterFault[] {
  const place = new Map(agents.map((agent, n) => [agent.agentId, n]))
  return [...faults].sort(
    (a, b) =>
      a.date.localeCompare(b.date) ||
      (place.get(a.agentId) ?? 0) - (place.get(b.agentId) ?? 0) ||
      (a.rule < b.rule ? -1 : 1),
  )
}

/** Rules that are broken, with how often, the most broken first. */
export function ruleCounts(faults: readonly RosterFault[]): { rule: FaultRule; count: number }[] {
  const counts = new Map<FaultRule, number>()
  for (const { rule } of faults) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return [...counts].map(([rule, count]) => ({ rule, count })).sort((a, b) => b.count - a.count)
}

// Who was there: spans of signed-in and break time from the facts of agents, the one that still lasts included.
import type { PresenceSpan } from '#engine/protocol/plan-ask.ts'
import type { Grid } from '#engine/protocol/planning.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import { type LocalClock, MINUTE_MS } from './local-time.ts'
import { slotsOf } from './plain.ts'

/** One change of an agent's mode, told with the time spent in the mode before. */
export interface ModeChange {
  agent: string
  from: string
  to: string
  /** when `to` began */
  at: number
  spentMs: number
  reason: string
  /** the company counts it as work */
  working: boolean
}

/** Nobody sits longer than this in one mode: a span that should is one whose end was never told. */
export const LONGEST_MS = 36 * 3_600_000

/** Changes of [from − a day and a half, to + as much), by agent and time: a span may begin before and end after. */
export async function modeChanges(
  clickhouse: ClickHouse,
  agentIds: readonly string[],
  from: number,
  to: number,
): Promise<ModeChange[]> {
  if (agentIds.length === 0) return []
  return clickhouse.rows<ModeChange>(
    `select actor as agent, JSONExtractString(body, 'from') as from, JSONExtractString(body, 'to') as to,
        if(JSONHas(body, 'startedAt'), JSONExtractInt(body, 'startedAt'), toUnixTimestamp64Milli(facts.at)) as at,
        greatest(0, JSONExtractInt(body, 'spentMs')) as spentMs, JSONExtractString(body, 'breakReason') as reason,
        JSONExtractBool(body, 'working') as working
      from tinglan.facts
      where kind = 'agent' and type = 'mode-changed' and has({agents:Array(String)}, actor)
        and facts.at >= fromUnixTimestamp64Milli({from:Int64}) and facts.at < fromUnixTimestamp64Milli({to:Int64})
      order by agent, facts.at, sequence`,
    { agents: agentIds, from: from - LONGEST_MS, to: to + LONGEST_MS },
  )
}

/** Spans cut to [from, to); what still lasts ends at `now`. Changes are of one agent each, in order of time. */
export function presenceOf(changes: readonly ModeChange[], from: number, to: number, now: number): PresenceSpan[] {
  const spans: PresenceSpan[] = []
  const add = (agentId: string, mode: PresenceSpan['mode'], reason: string, begin: number, end: number): void => {
    const cut = { from: Math.max(from, begin), to: Math.min(to, end, now) }
    if (cut.to <= cut.from) return
    const last = spans.findLast((span) => span.agentId === agentId && span.mode === mode)
    if (last && last.to >= cut.from && last.reason === reason) last.to = Math.max(last.to, cut.to)
    else spans.push({ agentId, mode, reason, ...cut })
  }
  const spend = (agent: string, mode: string, reason: string, begin: number, end: number): void => {
    if (mode === 'signed-out' || end - begin > LONGEST_MS) return
    add(agent, 'signed-in', '', begin, end)
    if (mode === 'break') add(agent, 'break', reason, begin, end)
  }
  const counted = (mode: string, told: ModeChange | undefined) => (mode === 'break' && told?.working ? 'work' : mode)
  changes.forEach((change, index) => {
    const before = changes[index - 1]
    // the reason of a break is told when it begins
    const begun = before?.agent === change.agent && before.to === 'break' ? before : undefined
    spend(change.agent, counted(change.from, begun), begun?.reason ?? '', change.at - change.spentMs, change.at)
    if (changes[index + 1]?.agent !== change.agent)
      spend(change.agent, counted(change.to, change), change.to === 'break' ? change.reason : '', change.at, now)
  })
  return spans.sort((a, b) => a.agentId.localeCompare(b.agentId) || a.from - b.from)
}

/** Mean number of agents signed in and not on a break, by slot of one date; NaN from `now` on. */
export function staffedSlots(
  spans: readonly PresenceSpan[],
  day: number,
  grid: Grid,
  clock: LocalClock,
  now: number,
): Float64Array {
  const slots = slotsOf(grid)
  const edges = Array.from({ length: slots + 1 }, (_, slot) => clock.utc(day, grid.opensAt + slot * grid.slotMinutes))
  const staffed = new Float64Array(slots)
  for (const span of spans) {
    if (span.to <= edges[0]! || span.from >= edges[slots]!) continue
    const sign = span.mode === 'break' ? -1 : 1
    for (let slot = 0; slot < slots; slot++) {
      const overlap = Math.min(span.to, edges[slot + 1]!) - Math.max(span.from, edges[slot]!)
      if (overlap > 0) staffed[slot]! += sign * overlap
    }
  }
  return staffed.map((ms, slot) => {
    const length = Math.min(now, edges[slot + 1]!) - edges[slot]!
    return length < MINUTE_MS ? Number.NaN : Math.max(0, ms) / length
  })
}

// How many agents are on duty and not on break, by slot. A slot half covered counts half: breaks may be shorter than it.
import type { Grid, PlanDate } from '../../protocol/planning.ts'
import type { Duty } from '../../protocol/roster.ts'
import { addDays, DAY_MINUTES } from './clock.ts'

/** Minutes after midnight of `date` during which somebody is away from the phones, beside the duty's own breaks. */
export interface Away {
  agentId: string
  date: PlanDate
  from: number
  to: number
}

type Span = readonly [from: number, to: number]

export const slotsOf = (grid: Grid): number => Math.ceil((grid.closesAt - grid.opensAt) / grid.slotMinutes)

/** The duty without breaks and what else keeps the agent away; parts do not overlap. */
export function workedSpans(duty: Duty, away: readonly Span[] = []): Span[] {
  const gaps: Span[] = [...duty.breaks.map(({ at, minutes }): Span => [at, at + minutes]), ...away].sort(
    (a, b) => a[0] - b[0],
  )
  const spans: Span[] = []
  let from = duty.startsAt
  for (const [start, end] of gaps) {
    if (start > from) spans.push([from, Math.min(start, duty.endsAt)])
    from = Math.max(from, Math.min(end, duty.endsAt))
  }
  if (from < duty.endsAt) spans.push([from, duty.endsAt])
  return spans.filter(([start, end]) => end > start)
}

/** Cover of each date by slot of the grid. A night shift covers the first slots of the date after. */
export function coverOf(
  grid: Grid,
  dates: readonly PlanDate[],
  duties: readonly Duty[],
  away: readonly Away[] = [],
): Map<PlanDate, number[]> {
  const slots = slotsOf(grid)
  const minutes = new Map(dates.map((date) => [date, new Array<number>(slots).fill(0)]))
  const awayOf = new Map<string, Span[]>()
  for (const each of away) {
    const key = `${each.agentId} ${each.date}`
    awayOf.set(key, [...(awayOf.get(key) ?? []), [each.from, each.to]])
  }
  for (const duty of duties) {
    for (const [from, to] of workedSpans(duty, awayOf.get(`${duty.agentId} ${duty.date}`))) {
      addMinutes(grid, minutes.get(duty.date), from, to)
      if (to > DAY_MINUTES) {
        addMinutes(grid, minutes.get(addDays(duty.date, 1)), Math.max(0, from - DAY_MINUTES), to - DAY_MINUTES)
      }
    }
  }
  return new Map([...minutes].map(([date, row]) => [date, row.map((sum) => rounded(sum / grid.slotMinutes))]))
}

function addMinutes(grid: Grid, row: number[] | undefined, from: number, to: number): void {
  if (!row) return
  const end = Math.min(to, grid.closesAt, DAY_MINUTES)
  let at = Math.max(from, grid.opensAt)
  while (at < end) {
    const slot = Math.floor((at - grid.opensAt) / grid.slotMinutes)
    const next = Math.min(end, grid.opensAt + (slot + 1) * grid.slotMinutes)
    row[slot] = (row[slot] ?? 0) + next - at
    at = next
  }
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000

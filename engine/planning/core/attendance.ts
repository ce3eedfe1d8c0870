// Planned against worked: late, early, absent, and the share of planned time spent as planned. Pure: the clock comes in.
import type { PresenceSpan } from '../../protocol/plan-ask.ts'
import type { PlanDate } from '../../protocol/planning.ts'
import type { AttendanceRow, Duty } from '../../protocol/roster.ts'
import { addDays, DAY_MINUTES } from './clock.ts'
import { type Away, workedSpans } from './cover.ts'

export interface AttendanceWorld {
  dates: readonly PlanDate[]
  agents: readonly { agentId: string; number: string; name: string }[]
  duties: readonly Duty[]
  /** approved */
  leave: readonly { agentId: string; date: PlanDate }[]
  away: readonly Away[]
  presence: readonly PresenceSpan[]
  /** so late, or early, nobody minds */
  graceMs: number
  now: number
  /** ms since 1970 of minutes after midnight of a date in the centre's own time */
  momentOf(date: PlanDate, minutes: number): number
}

type Span = readonly [from: number, to: number]
const MINUTE_MS = 60_000
/** a night shift's late leaving belongs to it for so long */
const AFTER_NIGHT_MS = 2 * 3_600_000

export function attendanceOf(world: AttendanceWorld): AttendanceRow[] {
  const dutyOf = new Map(world.duties.map((duty) => [`${duty.agentId} ${duty.date}`, duty]))
  const onLeave = new Set(world.leave.map((each) => `${each.agentId} ${each.date}`))
  const presence = new Map<string, PresenceSpan[]>()
  for (const span of world.presence) presence.set(span.agentId, [...(presence.get(span.agentId) ?? []), span])
  return world.agents.flatMap((agent) =>
    world.dates.flatMap((date) => {
      const key = `${agent.agentId} ${date}`
      const around = {
        before: dutyOf.get(`${agent.agentId} ${addDays(date, -1)}`),
        duty: dutyOf.get(key),
        after: dutyOf.get(`${agent.agentId} ${addDays(date, 1)}`),
      }
      const row = rowOf(world, date, around, presence.get(agent.agentId) ?? [], onLeave.has(key))
      return row ? [{ ...agent, date, ...row }] : []
    }),
  )
}

interface Around {
  before: Duty | undefined
  duty: Duty | undefined
  after: Duty | undefined
}

type Row = Omit<AttendanceRow, 'agentId' | 'number' | 'name' | 'date'>

function rowOf(
  world: AttendanceWorld,
  date: PlanDate,
  around: Around,
  spans: readonly PresenceSpan[],
  onLeave: boolean,
): Row | undefined {
  const { duty } = around
  const day: Span = [beginOf(world, date, around.before, duty), beginOf(world, addDays(date, 1), duty, around.after)]
  const present = within(joined(spans.map(({ from, to }): Span => [from, to])), day)
  const breaks = within(
    joined(spans.filter((each) => each.mode === 'break').map(({ from, to }): Span => [from, to])),
    day,
  )
  const workedMs = lengthOf(present)
  if (!duty && workedMs === 0) return onLeave ? { ...EMPTY, state: 'leave' } : undefined
  const midnight = world.momentOf(date, 0)
  const minute = (at: number | undefined): number | null =>
    at === undefined ? null : Math.floor((at - midnight) / MINUTE_MS)
  const worked = {
    workedStart: minute(present[0]?.[0]),
    workedEnd: minute(present.at(-1)?.[1]),
    workedMs,
  }
  if (!duty) return { ...EMPTY, ...worked, state: 'unplanned' }
  return { ...worked, ...judged(world, duty, present, breaks, onLeave) }
}

const EMPTY = {
  plannedStart: null,
  plannedEnd: null,
  workedStart: null,
  workedEnd: null,
  plannedMs: 0,
  workedMs: 0,
  lateMs: 0,
  earlyMs: 0,
  adherence: null,
}

/** Where a date's presence begins: at midnight, or between a shift that went past it and the next. */
function beginOf(world: AttendanceWorld, date: PlanDate, before: Duty | undefined, duty: Duty | undefined): number {
  const midnight = world.momentOf(date, 0)
  if (!before || before.endsAt <= DAY_MINUTES) return midnight
  const ended = world.momentOf(before.date, before.endsAt)
  if (!duty) return ended + AFTER_NIGHT_MS
  return (ended + world.momentOf(date, duty.startsAt)) / 2
}

function judged(world: AttendanceWorld, duty: Duty, present: Span[], breaks: Span[], onLeave: boolean) {
  const at = (minutes: number): number => world.momentOf(duty.date, minutes)
  const planned: Span = [at(duty.startsAt), at(duty.endsAt)]
  const there = within(present, planned)
  const first = there[0]?.[0]
  const last = there.at(-1)?.[1]
  const lateMs = first === undefined ? 0 : beyond(first - planned[0], world.graceMs)
  const over = world.now >= planned[1]
  const earlyMs = last === undefined || !over ? 0 : beyond(planned[1] - last, world.graceMs)
  const shown = {
    plannedStart: duty.startsAt,
    plannedEnd: duty.endsAt,
    plannedMs: planned[1] - planned[0],
    lateMs,
    earlyMs,
  }
  const state = stateOf()
  // who never came has kept no break either
  const adherence = state === 'absent' ? 0 : adherenceOf(world, duty, planned, present, breaks)
  return { ...shown, adherence, state }

  function stateOf(): AttendanceRow['state'] {
    if (first === undefined) {
      if (onLeave) return 'leave'
      return world.now <= planned[0] + world.graceMs ? 'to-come' : 'absent'
    }
    if (lateMs > 0) return earlyMs > 0 ? 'late-and-left-early' : 'late'
    return earlyMs > 0 ? 'left-early' : 'present'
  }
}

const beyond = (ms: number, graceMs: number): number => (ms > graceMs ? ms : 0)

/** Signed in without a break while work is planned, on break or away while a break is; in a meeting either will do. */
function adherenceOf(
  world: AttendanceWorld,
  duty: Duty,
  planned: Span,
  present: Span[],
  breaks: Span[],
): number | null {
  const past: Span = [planned[0], Math.min(planned[1], world.now)]
  if (past[1] <= past[0]) return null
  const moments = (spans: (readonly [number, number])[]): Span[] =>
    within(
      spans.map(([from, to]): Span => [world.momentOf(duty.date, from), world.momentOf(duty.date, to)]),
      past,
    )
  const meetings = moments(
    world.away
      .filter((each) => each.agentId === duty.agentId && each.date === duty.date)
      .map(({ from, to }) => [from, to] as const),
  )
  const shouldWork = without(moments(workedSpans(duty)), meetings)
  const shouldRest = without([past], joined([...shouldWork, ...meetings]))
  const working = without(present, breaks)
  const kept =
    lengthOf(common(shouldWork, working)) + lengthOf(without(shouldRest, working)) + lengthOf(common(meetings, present))
  return Math.round((kept / (past[1] - past[0])) * 10_000) / 10_000
}

/** Spans in order, those that touch made one. */
function joined(spans: readonly Span[]): Span[] {
  const out: [number, number][] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else if (to > from) out.push([from, to])
  }
  return out
}

const within = (spans: readonly Span[], [from, to]: Span): Span[] =>
  spans.map(([a, b]): Span => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => b > a)

const common = (spans: readonly Span[], others: readonly Span[]): Span[] =>
  joined(spans.flatMap((span) => within(others, span)))

function without(spans: readonly Span[], gaps: readonly Span[]): Span[] {
  return joined(spans).flatMap((span) => {
    const left: Span[] = []
    let from = span[0]
    for (const [a, b] of joined(within(gaps, span))) {
      if (a > from) left.push([from, a])
      from = b
    }
    if (from < span[1]) left.push([from, span[1]])
    return left
  })
}

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, [from, to]) => sum + to - from, 0)

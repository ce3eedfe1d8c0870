// Shifts and contracts as planning reads them, and what a contract wants of a week.
import type { PlanDate } from '../../protocol/planning.ts'
import type { Unplanned } from '../../protocol/roster.ts'
import { addDays, datesFrom } from './clock.ts'

/** Minutes after midnight; a shift past midnight ends after 1440, its breaks likewise. */
export interface PlanShift {
  id: string
  name: string
  color: string
  startsAt: number
  endsAt: number
  breaks: ShiftBreak[]
  enabled: boolean
}

export interface ShiftBreak {
  earliest: number
  latest: number
  minutes: number
  paid: boolean
}

export interface WorkRule {
  id: string
  name: string
  /** paid */
  weekHours: number
  maxDaysWeek: number
  minRestHours: number
  maxConsecutiveDays: number
  weekendsOffInTwo: number
  /** weekend days, and nights, of agents by this rule may be so far apart; 0: any */
  fairDays: number
  /** absent: no limit */
  earliestStart?: number
  latestEnd?: number
  /** empty: all */
  shiftIds: string[]
}

export const paidMinutes = (span: { startsAt: number; endsAt: number; breaks: { minutes: number; paid: boolean }[] }) =>
  span.endsAt - span.startsAt - span.breaks.reduce((sum, one) => sum + (one.paid ? 0 : one.minutes), 0)

export const isListed = (rule: WorkRule, shiftId: string): boolean =>
  rule.shiftIds.length === 0 || rule.shiftIds.includes(shiftId)

export const isTooEarly = (rule: WorkRule, startsAt: number): boolean => startsAt < (rule.earliestStart ?? 0)

export const isTooLate = (rule: WorkRule, endsAt: number): boolean =>
  rule.latestEnd !== undefined && endsAt > rule.latestEnd

/** Shifts that somebody with this contract may be given. */
export const shiftsFor = (rule: WorkRule, shifts: readonly PlanShift[]): PlanShift[] =>
  shifts.filter(
    (shift) =>
      shift.enabled &&
      isListed(rule, shift.id) &&
      !isTooEarly(rule, shift.startsAt) &&
      !isTooLate(rule, shift.endsAt) &&
      paidMinutes(shift) <= rule.weekHours * 60,
  )

/** Most days from Monday to Friday with so many in a row at most. */
const WORKDAYS_IN_RUNS_OF = [0, 3, 4, 4, 4]

/** Days a week that keep hours, days, days in a row and weekends, whichever of the shifts they are. */
export function daysAWeek(rule: WorkRule, shifts: readonly PlanShift[]): number {
  const longest = Math.max(0, ...shiftsFor(rule, shifts).map(paidMinutes))
  if (longest === 0) return 0
  const run = rule.maxConsecutiveDays
  const inRuns = rule.weekendsOffInTwo > 0 ? (WORKDAYS_IN_RUNS_OF[run] ?? 5) : Math.floor((7 * run) / (run + 1))
  // half a minute for hours that are no binary fractions
  return Math.min(rule.maxDaysWeek, Math.floor((rule.weekHours * 60 + 0.5) / longest), Math.max(inRuns, 1))
}

/** Why a solver cannot give somebody any duty; undefined when it can. */
export function unplannedOf(rule: WorkRule | undefined, shifts: readonly PlanShift[]): Unplanned | undefined {
  if (!rule) return 'no-rule'
  return daysAWeek(rule, shifts) === 0 ? 'no-shift' : undefined
}

/** Fewer when leave takes workdays away: leave is not worked in at the weekend. */
export const wantedDays = (days: number, week: Week, isOff: (date: PlanDate) => boolean): number =>
  Math.min(days, week.dates.slice(0, 5).filter((date) => !isOff(date)).length)

/** Seven dates from a Monday. */
export interface Week {
  dates: PlanDate[]
}

export const weeksOf = (from: PlanDate, days: number): Week[] =>
  Array.from({ length: Math.ceil(days / 7) }, (_, week) => ({ dates: datesFrom(addDays(from, week * 7), 7) }))

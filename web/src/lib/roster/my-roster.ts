// An agent's own roster for reading: the days of a week or month, and the duties that may be swapped.

import type { PlanDate } from '#engine/protocol/planning.ts'
import type { Duty, Leave, MyRoster } from '#engine/protocol/roster.ts'
import { byPinyin } from '../i18n/pinyin.ts'
import { addDays, addMonths, daysBetween } from '../plan/forecast-dates.ts'
import { datesFrom, mondayOf } from './dates.ts'

export type Span = 'week' | 'month'

export interface Range {
  from: PlanDate
  /** the first date after it */
  to: PlanDate
}

export function rangeOf(span: Span, around: PlanDate): Range {
  if (span === 'week') return { from: mondayOf(around), to: addDays(mondayOf(around), 7) }
  return { from: addMonths(around, 0), to: addMonths(around, 1) }
}

export const moved = (span: Span, around: PlanDate, by: 1 | -1): PlanDate =>
  span === 'week' ? addDays(around, 7 * by) : addMonths(around, by)

export interface MyDay {
  date: PlanDate
  duty: Duty | undefined
  leave: MyRoster['leave'][number] | undefined
}

export function daysOf(mine: Pick<MyRoster, 'duties' | 'leave'>, { from, to }: Range): MyDay[] {
  const duties = new Map(mine.duties.map((duty) => [duty.date, duty]))
  const leave = new Map(mine.leave.map((one) => [one.date, one]))
  return datesFrom(from, daysBetween(from, to)).map((date) => ({
    date,
    duty: duties.get(date),
    leave: leave.get(date),
  }))
}

/** Minutes at work; a break that is not paid does not count. */
export const workMinutes = (duty: Duty): number =>
  duty.endsAt - duty.startsAt - duty.breaks.reduce((sum, rest) => sum + (rest.paid ? 0 : rest.minutes), 0)

/** Colleagues' duties still to come, by date; one's own date first. */
export function swapChoices(
  mine: Pick<MyRoster, 'colleagues' | 'duties'>,
  own: Duty,
  today: PlanDate,
): { agentId: string; name: string; duty: Duty }[] {
  const distance = (duty: Duty): number => Math.abs(daysBetween(own.date, duty.date))
  const taken = new Set(mine.duties.filter((duty) => duty !== own).map((duty) => duty.date))
  return mine.colleagues
    .flatMap(({ agentId, name, duties }) => duties.map((duty) => ({ agentId, name, duty })))
    .filter(
      ({ agentId, duty }) =>
        duty.date > today &&
        // nobody works twice on a date
        !taken.has(duty.date) &&
        (duty.date !== own.date || duty.shiftId !== own.shiftId) &&
        agentId !== own.agentId,
    )
    .sort((a, b) => distance(a.duty) - distance(b.duty) || byPinyin(a.name, b.name))
}

/** What was asked for may be taken back, and what was approved until it begins. */
export const canTakeBack = ({ state, fromDate }: Leave, today: PlanDate): boolean =>
  state === 'asked' || (state === 'approved' && fromDate > today)

export const LEAVE_LOOK: Record<Leave['state'], string> = {
  asked: 'bg-warn-50 text-warn-700',
  approved: 'bg-good-50 text-good-700',
  refused: 'bg-bad-50 text-bad-700',
  withdrawn: 'bg-ink-100 text-ink-600',
}

// What a planner is asked about a past: calls outside the hours set, a series that ended.

import { markOf } from '#analytics/forecast/calendar.ts'
import { firstTeaching } from '#analytics/forecast/factors/days.ts'
import { shiftsOf } from '#analytics/forecast/factors/shifts.ts'
import { growthOf } from '#analytics/forecast/factors/trend.ts'
import { dateOf, endOf, type History, knownUntil, openWeekdays, weekdayOf } from '#analytics/forecast/history.ts'
import { runsOf, wasSeen } from '#analytics/forecast/holidays.ts'
import type { Grid, PlanWarning } from '#engine/protocol/planning.ts'

/** Less than this is one caller before opening. */
const OUTSIDE = 0.01
const ENDED_DAYS = 3

const two = (value: number): string => String(value).padStart(2, '0')
const clockOf = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

export function outsideHours(
  { all, within }: { all: number; within: number },
  { opensAt, closesAt }: Grid,
  firstDay: number,
): PlanWarning[] {
  const share = all > 0 ? 1 - within / all : 0
  if (share < OUTSIDE) return []
  const percent = Math.round(share * 1000) / 10
  const hours = `${clockOf(opensAt)}–${clockOf(closesAt)}`
  return [
    {
      ...{ type: 'outside-hours', at: dateOf(firstDay), count: Math.round(all - within) },
      text: {
        zh: `${percent}% 的来电在设定的服务时间（${hours}）之外，未计入：请核对“人力目标”中的服务时间`,
        en: `${percent} % of the calls lie outside the hours set (${hours}) and are left out: check the hours in the staffing targets`,
      },
    },
  ]
}

/** Holidays to come that the queue has not seen: nobody knows what they do to it. */
export function newHolidays(history: History, from: number, to: number): PlanWarning[] {
  const { calendar, firstDay } = history
  return runsOf(calendar)
    .filter((run) => run.last >= from && run.first < to && !wasSeen(calendar, run.name, firstDay, endOf(history)))
    .map(({ name, first, last }) => ({
      ...{ type: 'holiday-new', at: dateOf(first), count: last - first + 1 },
      text: {
        zh: `历史中没有${name === '' ? '这个节假日' : `“${name}”`}（${dateOf(first)} 起 ${last - first + 1} 天）：按平日预测，范围放宽；若知道影响，请标记“按星期几”或“不服务”`,
        en: `${name === '' ? 'This holiday' : name} (${last - first + 1} days from ${dateOf(first)}) is not in the history: forecast like other days, and wide; mark it closed or like a weekday if you know better`,
      },
    }))
}

/** Growth of less than this a month needs no word. */
const WORTH_A_WORD = 0.1
const MONTH_DAYS = 30

/** A queue that grows fast is forecast to go on, and the planner knows. */
export function growing(history: History): PlanWarning[] {
  const first = firstTeaching(history)
  const growth = growthOf(history, first, shiftsOf(history, first))
  const last = endOf(history) - 1
  const monthly = 1 / growth(last - MONTH_DAYS) - 1
  if (Math.abs(monthly) < WORTH_A_WORD) return []
  const percent = Math.round(Math.abs(monthly) * 100)
  return [
    {
      ...{ type: 'trend', at: dateOf(last), count: percent },
      text:
        monthly > 0
          ? {
              zh: `来电每月约增加 ${percent}%，预测按此延续（逐渐放缓）`,
              en: `calls grow by some ${percent} % a month; the forecast carries that on, ever more slowly`,
            }
          : {
              zh: `来电每月约减少 ${percent}%，预测按此延续（逐渐放缓）`,
              en: `calls shrink by some ${percent} % a month; the forecast carries that on, ever more slowly`,
            },
    },
  ]
}

/** Days on which calls were to be expected, and nothing is known of them. */
export function dataEnded(history: History): PlanWarning[] {
  const until = knownUntil(history)
  if (until === history.firstDay) return []
  const open = openWeekdays(history)
  let days = 0
  for (let day = until; day < endOf(history); day++) {
    const { closed, holiday, excluded } = markOf(history.calendar, day)
    if (open[weekdayOf(day)] && !closed && !holiday && !excluded) days += 1
  }
  if (days < ENDED_DAYS) return []
  return [
    {
      ...{ type: 'data-ended', at: dateOf(until), count: days },
      text: {
        zh: `自 ${dateOf(until)} 起已有 ${days} 个服务日没有数据：已停用，还是尚未导入？停用请在日历中标记“不服务”`,
        en: `no data for ${days} days of service, since ${dateOf(until)}: closed, or not imported yet? If it is closed, mark it so in the calendar`,
      },
    },
  ]
}

// Which rules an agent's duties break, each with its date and its words in Chinese and English.
import type { Label } from '../../protocol/fields.ts'
import type { PlanDate } from '../../protocol/planning.ts'
import type { Duty, FaultRule, RosterFault } from '../../protocol/roster.ts'
import { addDays, DAY_MINUTES, daysBetween, timeOf } from './clock.ts'
import {
  daysAWeek,
  isListed,
  isTooEarly,
  isTooLate,
  type PlanShift,
  paidMinutes,
  type Week,
  type WorkRule,
  wantedDays,
  weeksOf,
} from './rules.ts'

export interface RuledAgent {
  agentId: string
  /** absent: no rule holds the agent */
  rule?: WorkRule
}

/** An agent's duties by date, with those of other rosters around these dates: rest and runs reach across. */
export interface AgentDuties {
  agent: RuledAgent
  duties: readonly Duty[]
  around: readonly Duty[]
  leave: ReadonlySet<PlanDate>
}

/** Whole weeks from a Monday. */
export interface Horizon {
  from: PlanDate
  days: number
}

/** The horizon's dates, made once for all agents: making them is most of the work. */
export interface Calendar extends Horizon {
  /** the first date after it */
  end: PlanDate
  weeks: Week[]
}

export const calendarOf = ({ from, days }: Horizon): Calendar => ({
  from,
  days,
  end: addDays(from, days),
  weeks: weeksOf(from, days),
})

const hours = (minutes: number): string => String(Math.round(minutes / 6) / 10)

const text = (zh: string, en: string): Label => ({ zh, en })

export function faultsOf(calendar: Calendar, shifts: readonly PlanShift[], own: AgentDuties): RosterFault[] {
  const { agent, duties } = own
  const { rule } = agent
  const faults: RosterFault[] = []
  const say = (date: PlanDate, name: FaultRule, words: Label) =>
    faults.push({ agentId: agent.agentId, date, rule: name, text: words })
  for (const { date } of duties) {
    if (own.leave.has(date)) say(date, 'on-leave', text('已批准请假', 'Is on leave'))
  }
  if (!rule) {
    const first = duties[0]
    if (first) say(first.date, 'no-rule', text('没有工时规则', 'Has no working-time rule'))
    return faults
  }
  for (const duty of duties) shiftFaults(rule, duty, say)
  runFaults(rule, calendar, [...own.around, ...duties], say)
  weekFaults(rule, calendar, shifts, own, say)
  return faults
}

type Say = (date: PlanDate, name: FaultRule, words: Label) => void

function shiftFaults(rule: WorkRule, duty: Duty, say: Say): void {
  const { date } = duty
  if (!isListed(rule, duty.shiftId)) {
    say(date, 'shift-not-allowed', text('规则不允许此班次', 'The rule does not allow this shift'))
  }
  if (isTooEarly(rule, duty.startsAt)) {
    const limit = timeOf(rule.earliestStart ?? 0)
    say(date, 'too-early', text(`上班早于 ${limit}`, `Starts before ${limit}`))
  }
  if (isTooLate(rule, duty.endsAt)) {
    const limit = timeOf(rule.latestEnd ?? 0)
    say(date, 'too-late', text(`下班晚于 ${limit}`, `Ends after ${limit}`))
  }
}

/** Rest and days in a row, told at the later duty; what lies outside the horizon is told by its own roster. */
function runFaults(rule: WorkRule, { from, end }: Calendar, all: readonly Duty[], say: Say): void {
  const sorted = [...all].sort((a, b) => (a.date < b.date ? -1 : 1))
  let run = 0
  for (const [index, duty] of sorted.entries()) {
    const before = sorted[index - 1]
    const gap = before === undefined ? Number.POSITIVE_INFINITY : daysBetween(before.date, duty.date)
    run = gap === 1 ? run + 1 : 1
    // the first duty after this roster breaks the rule by what this roster gives
    const reaches = before !== undefined && before.date >= from && before.date < end
    if ((duty.date < from || duty.date >= end) && !reaches) continue
    const rest = before === undefined ? gap : gap * DAY_MINUTES + duty.startsAt - before.endsAt
    const at = duty.date >= end && before ? before.date : duty.date
    if (rest < rule.minRestHours * 60) {
      const [is, least] = [hours(rest), hours(rule.minRestHours * 60)]
      say(at, 'rest-too-short', text(`班次间仅休 ${is} 小时，至少 ${least}`, `${is} h of rest, at least ${least}`))
    }
    if (run > rule.maxConsecutiveDays) {
      const most = rule.maxConsecutiveDays
      say(at, 'too-many-days-in-a-row', text(`连续第 ${run} 天，最多 ${most}`, `Day ${run} in a row, at most ${most}`))
    }
  }
}

function weekFaults(
  rule: WorkRule,
  calendar: Calendar,
  shifts: readonly PlanShift[],
  own: AgentDuties,
  say: Say,
): void {
  const days = daysAWeek(rule, shifts)
  let weekends = 0
  for (const [index, week] of calendar.weeks.entries()) {
    const [monday = '', , , , , saturday = '', sunday = ''] = week.dates
    const duties = own.duties.filter((duty) => duty.date >= monday && duty.date <= sunday)
    const last = duties.at(-1)?.date ?? monday
    const wanted = wantedDays(days, week, (date) => own.leave.has(date))
    const count = duties.length
    if (count > rule.maxDaysWeek) {
      const most = rule.maxDaysWeek
      say(
        last,
        'too-many-days-in-week',
        text(`本周 ${count} 天，最多 ${most}`, `${count} days this week, at most ${most}`),
      )
    }
    if (count < wanted) {
      say(
        monday,
        'too-few-days-in-week',
        text(`本周 ${count} 天，应 ${wanted}`, `${count} of ${wanted} days this week`),
      )
    }
    const paid = duties.reduce((sum, duty) => sum + paidMinutes(duty), 0)
    if (paid > rule.weekHours * 60 + 0.5) {
      const [is, most] = [hours(paid), hours(rule.weekHours * 60)]
      say(last, 'too-many-hours-in-week', text(`本周 ${is} 小时，最多 ${most}`, `${is} h this week, at most ${most}`))
    }
    const weekend = duties.find((duty) => duty.date >= saturday)
    weekends = (index % 2 === 0 ? 0 : weekends) + (weekend ? 1 : 0)
    if (weekend && weekends > 2 - rule.weekendsOffInTwo) {
      const off = rule.weekendsOffInTwo
      const words = text(`两周内至少休 ${off} 个周末`, `${off} weekend(s) off in two weeks at least`)
      say(weekend.date, 'weekend-off-missing', words)
    }
  }
}

// The mock's judge of a roster: cover by slot, a few rules, cost. Small on purpose; the engine has the real one.
import { fairnessOf } from '#engine/planning/core/fairness.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { Grid } from '#engine/protocol/planning.ts'
import type { Duty, Fairness, FaultRule, RosterCost, RosterDay, RosterFault } from '#engine/protocol/roster.ts'

export interface Judged {
  coverage: RosterDay[]
  faults: RosterFault[]
  costs: RosterCost
  fairness: Fairness
}
export interface JudgeInput {
  grid: Grid
  dates: string[]
  need: Map<string, number[]>
  duties: Duty[]
  leave: { agentId: string; date: string }[]
  wishes: { agentId: string; date: string; wants: 'off' | 'shift'; shiftId?: string }[]
}

const DAY = 1_440
const MIN_REST = 660
const MOST_IN_A_ROW = 6
const MOST_A_WEEK = 5
const say = (zh: string, en: string): Label => ({ zh, en })

function works(duty: Duty, minute: number): boolean {
  if (minute < duty.startsAt || minute >= duty.endsAt) return false
  return !duty.breaks.some((rest) => minute >= rest.at && minute < rest.at + rest.minutes)
}

function coverOf(input: JudgeInput): RosterDay[] {
  const { grid, dates, need, duties } = input
  const slots = (grid.closesAt - grid.opensAt) / grid.slotMinutes
  return dates.map((date) => {
    const today = duties.filter((duty) => duty.date === date)
    const cover = Array.from(
      { length: slots },
      (_, slot) => today.filter((duty) => works(duty, grid.opensAt + slot * grid.slotMinutes)).length,
    )
    return { date, need: need.get(date) ?? cover.map(() => 0), cover }
  })
}

function rowFaults(agentId: string, dates: string[], row: (Duty | undefined)[]): RosterFault[] {
  const faults: RosterFault[] = []
  const wrong = (day: number, rule: FaultRule, text: Label): void => {
    faults.push({ agentId, date: dates[day] ?? '', rule, text })
  }
  let run = 0
  row.forEach((duty, day) => {
    run = duty ? run + 1 : 0
    if (run > MOST_IN_A_ROW)
      wrong(day, 'too-many-days-in-a-row', say(`连续上班 ${run} 天，最多 6 天`, `${run} days in a row, 6 at most`))
    const before = row[day - 1]
    const rest = duty && before ? duty.startsAt + DAY - before.endsAt : DAY
    if (rest < MIN_REST)
      wrong(
        day,
        'rest-too-short',
        say(`与前一班只隔 ${rest / 60} 小时，至少 11 小时`, `${rest / 60} h after the last duty, 11 h at least`),
      )
    const inWeek = row.slice(day - (day % 7), day + 1).filter(Boolean).length
    if (duty && inWeek > MOST_A_WEEK)
      wrong(
        day,
        'too-many-days-in-week',
        say(`本周已上班 ${inWeek} 天，最多 5 天`, `${inWeek} days this week, 5 at most`),
      )
  })
  return faults
}

export function judge(input: JudgeInput): Judged {
  const coverage = coverOf(input)
  const byAgent = new Map<string, Map<string, Duty>>()
  for (const duty of input.duties) {
    const own = byAgent.get(duty.agentId) ?? new Map<string, Duty>()
    byAgent.set(duty.agentId, own.set(duty.date, duty))
  }
  const faults = [...byAgent].flatMap(([agentId, own]) =>
    rowFaults(
      agentId,
      input.dates,
      input.dates.map((date) => own.get(date)),
    ),
  )
  for (const { agentId, date } of input.leave)
    if (byAgent.get(agentId)?.has(date))
      faults.push({ agentId, date, rule: 'on-leave', text: say('请假当天排了班', 'On duty while on leave') })
  let under = 0
  let over = 0
  for (const day of coverage)
    day.need.forEach((need, slot) => {
      under += Math.max(0, need - (day.cover[slot] ?? 0))
      over += Math.max(0, (day.cover[slot] ?? 0) - need)
    })
  const wishes = input.wishes.filter((wish) => {
    const duty = byAgent.get(wish.agentId)?.get(wish.date)
    return wish.wants === 'off' ? duty !== undefined : duty?.shiftId !== wish.shiftId
  }).length
  const fairness = fairnessOf(
    [...byAgent.keys()].map((agentId) => ({ agentId })),
    new Map([...byAgent].map(([agentId, duties]) => [agentId, [...duties.values()]])),
  )
  return { coverage, faults, fairness, costs: { under, over, total: 4 * under + over, wishes } }
}

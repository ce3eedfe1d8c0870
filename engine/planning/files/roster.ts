// A roster's file: a row an agent and date, with the name of the shift. What is as it was changes nothing.
import type { Duty, DutyChange, RosterView } from '../../protocol/roster.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { type ColumnName, columnsOf } from './columns.ts'
import type { Problem } from './intervals.ts'
import type { Sheet } from './sheet.ts'
import { OFF } from './tables.ts'
import { dateOf, minuteOf } from './values.ts'

export interface RosterFile {
  /** rows that were understood, changed or not */
  accepted: { agentId: string; date: string }[]
  changes: DutyChange[]
  problems: Problem[]
}

const DAY_OFF = new Set<string>([OFF.zh, OFF.en, '休息', 'day off', 'x', '-'])
const PAID = /带薪|有薪|paid/i

export function readRoster(sheet: Sheet, view: RosterView, dates: readonly string[]): Outcome<RosterFile> {
  const columns = columnsOf(sheet, [['agent', 'date', 'shift']])
  if (!columns.ok) return columns
  const { of, head } = columns.value
  const file: RosterFile = { accepted: [], changes: [], problems: [] }
  const agents = new Map(view.agents.map((agent) => [agent.number, agent.agentId]))
  const shifts = new Map(view.shifts.map((shift) => [shift.name.toLowerCase(), shift]))
  const duties = new Map(view.duties.map((duty) => [`${duty.agentId} ${duty.date}`, duty]))
  const within = new Set(dates)
  const seen = new Set<string>()
  for (const row of sheet.rows) {
    const say = (column: ColumnName, zh: string, en: string): void => {
      file.problems.push({ row: row.row, column: head(column), text: { zh, en } })
    }
    const agentId = agents.get(of(row, 'agent'))
    const date = dateOf(of(row, 'date'))
    const name = of(row, 'shift')
    const shift = shifts.get(name.toLowerCase())
    const key = `${agentId} ${date}`
    if (agentId === undefined)
      say('agent', `“${of(row, 'agent')}”不在此班表中`, `"${of(row, 'agent')}" is not in this roster`)
    else if (date === undefined || !within.has(date))
      say('date', `“${of(row, 'date')}”不是此班表的日期`, `"${of(row, 'date')}" is no date of this roster`)
    else if (!shift && !DAY_OFF.has(name.toLowerCase()))
      say('shift', `没有班次“${name}”，休息请写“休”`, `there is no shift "${name}"; write off for a day off`)
    else if (seen.has(key)) say('date', '同一坐席同一天出现两次', 'the agent has this date twice')
    else {
      const breaks = shift ? breaksOf(of(row, 'breaks'), shift.startsAt) : []
      if (breaks === null) {
        say(
          'breaks',
          `“${of(row, 'breaks')}”不是休息时间，请写 10:00-10:15; 12:00-12:30`,
          'write breaks as 10:00-10:15; 12:00-12:30',
        )
        continue
      }
      seen.add(key)
      file.accepted.push({ agentId, date })
      const change = { agentId, date, shiftId: shift?.id ?? null, ...(shift && breaks ? { breaks } : {}) }
      if (!isAsBefore(duties.get(key), change)) file.changes.push(change)
    }
  }
  return done(file)
}

/** undefined: the shift's usual breaks; null: cannot be read. A break before the shift's start is after midnight. */
function breaksOf(text: string, startsAt: number): Duty['breaks'] | undefined | null {
  if (text === '') return undefined
  const breaks: Duty['breaks'] = []
  for (const part of text.split(/[;；]/).map((each) => each.trim())) {
    const found = /^(\d{1,2}:\d{2})\s*[-–~]\s*(\d{1,2}:\d{2})/.exec(part)
    const [from, to] = [minuteOf(found?.[1] ?? ''), minuteOf(found?.[2] ?? '')]
    if (from === undefined || to === undefined) return null
    const at = from < startsAt ? from + 1440 : from
    const minutes = (to - from + 1440) % 1440
    if (minutes === 0) return null
    breaks.push({ at, minutes, paid: PAID.test(part) })
  }
  return breaks
}

function isAsBefore(duty: Duty | undefined, change: DutyChange): boolean {
  if (!duty || change.shiftId === null) return !duty && change.shiftId === null
  if (duty.shiftId !== change.shiftId) return false
  const same = (breaks: Duty['breaks']): string =>
    JSON.stringify(breaks.map(({ at, minutes, paid }) => [at, minutes, paid]))
  return change.breaks === undefined || same(change.breaks) === same(duty.breaks)
}

// A roster's file: a row an agent and date, with the name of the shift. What is as it was changes nothing.
import type { Label } from '../../protocol/fields.ts'
import type { Duty, DutyChange, RosterView } from '../../protocol/roster.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import type { ColumnName } from './columns.ts'
import type { Problem } from './problem.ts'
import type { RawSheet, SheetRow } from './raw-sheet.ts'
import { type Sheet, sheetOf } from './sheet.ts'
import { OFF } from './tables.ts'
import { dateOf, minuteOf } from './values.ts'

export interface RosterFile {
  sheet: Sheet
  /** rows that were understood, changed or not */
  accepted: { agentId: string; date: string }[]
  changes: DutyChange[]
  problems: Problem[]
  notes: Label[]
}

/** What of a roster its file is read by. */
export type RosterStands = Pick<RosterView, 'agents' | 'shifts' | 'duties'>

const DAY_OFF = new Set<string>([OFF.zh, OFF.en, '休息', 'day off', 'x', '-'])
const PAID = /带薪|有薪|paid/i

type Say = (column: ColumnName, zh: string, en: string) => undefined

interface Known {
  agents: ReadonlyMap<string, string>
  shifts: ReadonlyMap<string, RosterView['shifts'][number]>
  duties: ReadonlyMap<string, Duty>
  dates: ReadonlySet<string>
}

const knownOf = (view: RosterStands, dates: readonly string[]): Known => ({
  agents: new Map(view.agents.map((agent) => [agent.number, agent.agentId])),
  shifts: new Map(view.shifts.map((shift) => [shift.name.toLowerCase(), shift])),
  duties: new Map(view.duties.map((duty) => [`${duty.agentId} ${duty.date}`, duty])),
  dates: new Set(dates),
})

export function readRoster(
  book: readonly RawSheet[],
  view: RosterStands,
  dates: readonly string[],
): Outcome<RosterFile> {
  const found = sheetOf(book, [['agent', 'date', 'shift']])
  if (!found.ok) return found
  const sheet = found.value
  const known = knownOf(view, dates)
  const file: RosterFile = { sheet, accepted: [], changes: [], problems: [], notes: sheet.notes }
  const seen = new Set<string>()
  for (const row of sheet.rows) {
    const say: Say = (column, zh, en) => {
      file.problems.push(sheet.problem(row, column, zh, en))
      return undefined
    }
    const change = changeOf(row, sheet, known, say)
    if (!change) continue
    const key = `${change.agentId} ${change.date}`
    if (seen.has(key)) {
      say('date', '同一坐席同一天出现两次', 'the agent has this date twice')
      continue
    }
    seen.add(key)
    file.accepted.push({ agentId: change.agentId, date: change.date })
    if (!isAsBefore(known.duties.get(key), change)) file.changes.push(change)
  }
  return done(file)
}

/** A row as the duty it wants; undefined once it was said what is wrong with it. */
function changeOf(row: SheetRow, sheet: Sheet, known: Known, say: Say): DutyChange | undefined {
  const [number, day, name] = [sheet.of(row, 'agent'), sheet.of(row, 'date'), sheet.of(row, 'shift')]
  const agentId = known.agents.get(number)
  const date = dateOf(day)
  const shift = known.shifts.get(name.toLowerCase())
  if (agentId === undefined) return say('agent', `“${number}”不在此班表中`, `"${number}" is not in this roster`)
  if (date === undefined || !known.dates.has(date))
    return say('date', `“${day}”不是此班表的日期`, `"${day}" is no date of this roster`)
  if (sheet.isMerged(row, 'shift'))
    return say(
      'shift',
      '班次是合并的单元格：请取消合并，每行写一个班次',
      'the shift is a merged cell: write one shift a row',
    )
  if (!shift && !DAY_OFF.has(name.toLowerCase()))
    return say('shift', `没有班次“${name}”，休息请写“休”`, `there is no shift "${name}"; write off for a day off`)
  const breaks = shift ? breaksOf(sheet.of(row, 'breaks'), shift.startsAt) : []
  if (breaks === null)
    return say(
      'breaks',
      `“${sheet.of(row, 'breaks')}”不是休息时间，请写 10:00-10:15; 12:00-12:30`,
      'write breaks as 10:00-10:15; 12:00-12:30',
    )
  return { agentId, date, shiftId: shift?.id ?? null, ...(shift && breaks ? { breaks } : {}) }
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

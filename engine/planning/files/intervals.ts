// Files with a row an interval: history (calls and handle time) and need (agents). Each row is taken or told why not.

import type { ImportedRow } from '../../protocol/plan-ask.ts'
import type { ImportPreview, SlotMinutes } from '../../protocol/planning.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { type ColumnName, type Columns, columnsOf } from './columns.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import { atOf, dateOf, minuteOf, momentOf, numberOf, secondsOf } from './values.ts'

export type Problem = ImportPreview['problems'][number]

export interface Intervals<Row> {
  rows: Row[]
  problems: Problem[]
  slotMinutes: SlotMinutes
}

export interface NeedRow {
  at: string
  agents: number
}

const SLOTS: SlotMinutes[] = [60, 30, 15, 5]

/** Adds a problem and answers nothing. */
type Say = (column: ColumnName, zh: string, en: string) => undefined
type ReadRow<Row> = (row: SheetRow, columns: Columns, at: string, say: Say) => Row | undefined

function readIntervals<Row extends { at: string }>(
  sheet: Sheet,
  value: ColumnName,
  readRow: ReadRow<Row>,
): Outcome<Intervals<Row>> {
  const columns = columnsOf(sheet, [
    ['at', value],
    ['date', 'time', value],
  ])
  if (!columns.ok) return columns
  const problems: Problem[] = []
  const rows = new Map<string, Row>()
  const starts = new Set<string>()
  for (const row of sheet.rows) {
    const say: Say = (column, zh, en) => {
      problems.push({ row: row.row, column: columns.value.head(column) || column, text: { zh, en } })
      return undefined
    }
    const at = startOf(row, columns.value, say)
    if (at === undefined) continue
    starts.add(at)
    if (rows.has(at)) {
      say(
        'at',
        `时段 ${at.replace('T', ' ')} 重复，只取第一次`,
        `the interval ${at.replace('T', ' ')} appears again; the first is taken`,
      )
      continue
    }
    const read = readRow(row, columns.value, at, say)
    if (read) rows.set(at, read)
  }
  return done({ rows: [...rows.values()], problems, slotMinutes: slotOf([...starts]) })
}

/** The start of the interval: in one column, or its date and its time in two. */
function startOf(row: SheetRow, columns: Columns, say: Say): string | undefined {
  const time = columns.has('time') ? 'time' : 'at'
  const cell = columns.of(row, time)
  const whole = momentOf(cell)
  const split = columns.has('date') && whole === undefined
  const date = split ? dateOf(columns.of(row, 'date')) : whole?.date
  const minute = split ? minuteOf(cell) : whole?.minute
  const dateCell = split ? columns.of(row, 'date') : cell
  if (date === undefined)
    return say(
      split ? 'date' : time,
      `“${dateCell}”不是日期，请用 2026-03-02 的格式`,
      `"${dateCell}" is no date; write 2026-03-02`,
    )
  if (minute === undefined)
    return say(
      time,
      `“${cell}”没有时段的开始时间，请用 09:30 的格式`,
      `"${cell}" has no start of an interval; write 09:30`,
    )
  if (minute % 5 !== 0)
    return say(time, `“${cell}”不在五分钟的整点上`, `"${cell}" does not start on a five-minute mark`)
  return atOf(date, minute)
}

/** The longest interval on whose marks all rows start, those whose values are wrong too. */
function slotOf(ats: readonly string[]): SlotMinutes {
  return SLOTS.find((slot) => ats.every((at) => Number(at.slice(14, 16)) % slot === 0)) ?? 5
}

const notNumber = (say: Say, column: ColumnName, cell: string): undefined =>
  say(
    column,
    cell === '' ? '缺少数值' : `“${cell}”不是非负数`,
    cell === '' ? 'the value is missing' : `"${cell}" is not a number of at least 0`,
  )

export const readHistory = (sheet: Sheet): Outcome<Intervals<ImportedRow>> =>
  readIntervals(sheet, 'offered', (row, columns, at, say) => {
    const offered = numberOf(columns.of(row, 'offered'))
    if (offered === undefined) return notNumber(say, 'offered', columns.of(row, 'offered'))
    const cell = columns.of(row, 'aht')
    if (cell === '' || cell === '-') return { at, offered, ahtMs: null }
    const aht = secondsOf(cell)
    if (aht === undefined)
      return say('aht', `“${cell}”不是时长，请写秒数或 3:05`, `"${cell}" is no span; write seconds or 3:05`)
    const inMs = /ms|毫秒/i.test(columns.head('aht'))
    const inMinutes = !cell.includes(':') && /分|min/i.test(columns.head('aht'))
    const ahtMs = Math.round(inMs ? aht : aht * (inMinutes ? 60_000 : 1000))
    return { at, offered, ahtMs: ahtMs > 0 ? ahtMs : null }
  })

export const readNeed = (sheet: Sheet): Outcome<Intervals<NeedRow>> =>
  readIntervals(sheet, 'agents', (row, columns, at, say) => {
    const agents = numberOf(columns.of(row, 'agents'))
    return agents === undefined ? notNumber(say, 'agents', columns.of(row, 'agents')) : { at, agents }
  })

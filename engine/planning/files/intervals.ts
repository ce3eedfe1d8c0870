// Files with a row an interval: history (calls and handle time) and need (agents). Each row is taken or told why not.

import type { Label } from '../../protocol/fields.ts'
import type { ImportQuestion } from '../../protocol/import-question.ts'
import type { ImportedRow } from '../../protocol/plan-ask.ts'
import type { PlanDate, SlotMinutes } from '../../protocol/planning.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { addDays } from '../core/clock.ts'
import type { ColumnName } from './columns.ts'
import { dateOrderOf } from './date-order.ts'
import { type Gaps, gapsOf } from './gaps.ts'
import { fileFault, label, type Problem } from './problem.ts'
import type { RawSheet, SheetRow } from './raw-sheet.ts'
import { type Sheet, sheetOf } from './sheet.ts'
import {
  atOf,
  type DateOrder,
  dateOf,
  minuteOf,
  momentOf,
  numberOf,
  offsetOf,
  type Reader,
  secondsOf,
  timeText,
} from './values.ts'
import { zoneOf } from './zone.ts'

export interface Intervals<Row> {
  sheet: Sheet
  rows: Row[]
  problems: Problem[]
  slotMinutes: SlotMinutes
  notes: Label[]
  questions: ImportQuestion[]
}

export interface NeedRow {
  at: string
  agents: number
}

/** What the rows are judged by besides themselves. */
export interface Asked {
  /** the centre's date */
  today: PlanDate
  /** the series' queue by its names; absent where the series is no queue */
  queue?: { names: string[] } | undefined
  /** the centre's time zone (IANA) */
  timeZone?: string | undefined
  /** hours of service, in minutes after midnight */
  hours?: { opensAt: number; closesAt: number } | undefined
  /** the planner's answers to what the file leaves open */
  dates?: DateOrder | undefined
  gaps?: Gaps | undefined
}

const SLOTS: SlotMinutes[] = [60, 30, 15, 5]
/** A planner's own need may lie this far ahead. */
const NEED_AHEAD_DAYS = 400

/** Adds a problem and answers nothing. */
type Say = (column: ColumnName, zh: string, en: string) => undefined
type ReadRow<Row> = (row: SheetRow, sheet: Sheet, at: string, say: Say) => Row | undefined

interface Reading<Row> {
  /** two rows of an hour that the clock shows twice; absent: the first is taken */
  both?(first: Row, second: Row): Row
  value: ColumnName
  row: ReadRow<Row>
  /** the last date that may be in the file, and why */
  until: PlanDate
  beyond(date: string): Label
}

function readIntervals<Row extends { at: string }>(
  book: readonly RawSheet[],
  asked: Asked,
  reading: Reading<Row>,
): Outcome<Intervals<Row>> {
  const { value } = reading
  const found = sheetOf(book, [
    ['at', value],
    ['date', 'time', value],
  ])
  if (!found.ok) return found
  const sheet = found.value
  const own = ownRows(sheet, asked)
  if (!own.ok) return own
  const problems: Problem[] = []
  const rows = new Map<string, Row>()
  const minutes = new Set<string>()
  const cells = own.value.rows.map((each) => sheet.of(each, sheet.has('date') ? 'date' : 'at'))
  const order = dateOrderOf(cells, asked.dates)
  const zone = asked.timeZone === undefined ? undefined : zoneOf(asked.timeZone)
  const reader: Reader = { order: order.order, zone }
  const again = new Set<string>()
  let row = sheet.head
  const say: Say = (column, zh, en) => {
    problems.push(sheet.problem(row, column, zh, en))
    return undefined
  }
  for (row of own.value.rows) {
    const at = startOf(row, sheet, reading, reader, say)
    if (at === undefined) continue
    minutes.add(at.slice(14, 16))
    const first = rows.get(at)
    const both = first && !again.has(at) && zone?.twice(at) === true ? reading.both : undefined
    const read = first && !both ? twice(at, say) : rowOf(row, sheet, at, reading, say)
    if (!read) continue
    rows.set(at, first && both ? both(first, read) : read)
    if (both) again.add(at)
  }
  const notes = [...sheet.notes, ...own.value.notes, ...order.notes]
  const { questions } = order
  return done({ sheet, rows: [...rows.values()], problems, slotMinutes: slotOf(minutes), notes, questions })
}

/** A file of several queues gives the rows of the one that is imported; without one it cannot be told which. */
function ownRows(sheet: Sheet, { queue }: Asked): Outcome<{ rows: SheetRow[]; notes: Label[] }> {
  if (!sheet.has('queue')) return done({ rows: sheet.rows, notes: [] })
  const names = [...new Set(sheet.rows.map((row) => sheet.of(row, 'queue')))].filter((name) => name !== '')
  const cell = sheet.headCell('queue')
  const [zhNames, enNames] = [`“${names.slice(0, 10).join('”、“')}”`, names.slice(0, 10).join(', ')]
  if (!queue)
    return names.length <= 1
      ? done({ rows: sheet.rows, notes: [] })
      : fileFault(
          `${cell} 是队列列，文件含 ${names.length} 个队列（${zhNames}）。请先在“序列”中选择要导入的队列，每次导入一个。`,
          `${cell} is a column of queues, and the file has ${names.length} of them (${enNames}). Choose as the series the queue to import, one at a time.`,
        )
  const wanted = new Set(queue.names.map((name) => name.toLowerCase()))
  const rows = sheet.rows.filter((row) => wanted.has(sheet.of(row, 'queue').toLowerCase()))
  if (rows.length === 0)
    return fileFault(
      `${cell} 列中没有队列“${queue.names[0]}”，只有：${zhNames}。`,
      `The column ${cell} has no queue "${queue.names[0]}", only: ${enNames}.`,
    )
  const passed = sheet.rows.length - rows.length
  const notes =
    passed === 0
      ? []
      : [
          label(
            `只读取队列“${queue.names[0]}”的行；其他队列的 ${passed} 行未读取。`,
            `Only rows of the queue "${queue.names[0]}" are read; ${passed} rows of other queues are not.`,
          ),
        ]
  return done({ rows, notes })
}

const twice = (at: string, say: Say): undefined =>
  say(
    'at',
    `时段 ${at.replace('T', ' ')} 重复，只取第一次`,
    `the interval ${at.replace('T', ' ')} appears again; the first is taken`,
  )

function rowOf<Row>(row: SheetRow, sheet: Sheet, at: string, reading: Reading<Row>, say: Say): Row | undefined {
  if (sheet.isMerged(row, reading.value))
    return say(
      reading.value,
      '合并的单元格不能作为数值：请取消合并，每行写一个数',
      'a merged cell is no value: take the merge apart and write one number a row',
    )
  return reading.row(row, sheet, at, say)
}

/** The start of the interval: in one column, or its date and its time in two. */
function startOf(row: SheetRow, sheet: Sheet, reading: Reading<unknown>, reader: Reader, say: Say): string | undefined {
  const time = sheet.has('time') ? 'time' : 'at'
  const cell = sheet.of(row, time)
  // a time with an offset may be of another date here
  const joined = sheet.has('date') && offsetOf(cell) !== undefined ? `${sheet.of(row, 'date')} ${cell}` : cell
  const whole = momentOf(joined, reader)
  const split = sheet.has('date') && whole === undefined
  const date = split ? dateOf(sheet.of(row, 'date'), reader.order) : whole?.date
  const minute = split ? minuteOf(cell) : whole?.minute
  const dateColumn = split ? 'date' : time
  if (date === undefined) return noDate(dateColumn, sheet.of(row, dateColumn), say)
  if (date > reading.until) {
    const { zh, en } = reading.beyond(date)
    return say(dateColumn, zh, en)
  }
  if (minute === undefined)
    return say(
      time,
      `“${cell}”不是一天中的时间，请写时段的开始，如 09:30`,
      `"${cell}" is no time of day; write the start of the interval, such as 09:30`,
    )
  if (minute % 5 !== 0)
    return say(time, `“${cell}”不在五分钟的整点上`, `"${cell}" does not start on a five-minute mark`)
  return atOf(date, minute)
}

const noDate = (column: ColumnName, cell: string, say: Say): undefined =>
  cell === ''
    ? say(column, '缺少日期', 'the date is missing')
    : say(column, `“${cell}”不是日期，请用 2026-03-02 的格式`, `"${cell}" is no date; write 2026-03-02`)

/** The longest interval on whose marks all rows start, those whose values are wrong too. */
function slotOf(minutes: ReadonlySet<string>): SlotMinutes {
  return SLOTS.find((slot) => [...minutes].every((minute) => Number(minute) % slot === 0)) ?? 5
}

const notNumber = (say: Say, column: ColumnName, cell: string): undefined =>
  say(
    column,
    cell === '' ? '缺少数值' : `“${cell}”不是非负数`,
    cell === '' ? 'the value is missing' : `"${cell}" is not a number of at least 0`,
  )

const historyRow: ReadRow<ImportedRow> = (row, sheet, at, say) => {
  const offered = numberOf(sheet.of(row, 'offered'))
  if (offered === undefined) return notNumber(say, 'offered', sheet.of(row, 'offered'))
  const cell = sheet.of(row, 'aht')
  if (cell === '' || cell === '-') return { at, offered, ahtMs: null }
  const aht = secondsOf(cell)
  if (aht === undefined)
    return say('aht', `“${cell}”不是时长，请写秒数或 3:05`, `"${cell}" is no span; write seconds or 3:05`)
  const inMs = /ms|毫秒/i.test(sheet.word('aht'))
  const inMinutes = !cell.includes(':') && /分|min/i.test(sheet.word('aht'))
  const ahtMs = Math.round(inMs ? aht : aht * (inMinutes ? 60_000 : 1000))
  return { at, offered, ahtMs: ahtMs > 0 ? ahtMs : null }
}

/** Calls of both, and the handle time of all of them. */
const bothHours = (first: ImportedRow, second: ImportedRow): ImportedRow => {
  const handled = [first, second].filter((row) => row.ahtMs !== null)
  const calls = handled.reduce((sum, row) => sum + row.offered, 0)
  const ms = handled.reduce((sum, row) => sum + row.offered * (row.ahtMs ?? 0), 0)
  return { at: first.at, offered: first.offered + second.offered, ahtMs: calls > 0 ? Math.round(ms / calls) : null }
}

export function readHistory(book: readonly RawSheet[], asked: Asked): Outcome<Intervals<ImportedRow>> {
  const read = historyOf(book, asked)
  if (!read.ok) return read
  const { rows, slotMinutes, notes, questions } = read.value
  const gaps = gapsOf(rows, slotMinutes, asked.gaps)
  return done({
    ...read.value,
    rows: [...rows, ...gaps.zeros],
    notes: [...notes, ...outsideHours(rows, asked)],
    questions: [...questions, ...gaps.questions],
  })
}

/** Less than this is one caller before opening. */
const OUTSIDE = 0.01

function outsideHours(rows: readonly ImportedRow[], { hours }: Asked): Label[] {
  if (!hours) return []
  let all = 0
  let outside = 0
  for (const { at, offered } of rows) {
    const minute = minuteOf(at.slice(11)) ?? 0
    all += offered
    if (minute < hours.opensAt || minute >= hours.closesAt) outside += offered
  }
  if (!(outside > OUTSIDE * all)) return []
  const percent = Math.round((outside / all) * 1000) / 10
  const span = `${timeText(hours.opensAt)}–${timeText(hours.closesAt)}`
  return [
    label(
      `${percent}% 的来电在设定的服务时间（${span}）之外，预测不计入它们：请核对“人力目标”中的服务时间。`,
      `${percent} % of the calls lie outside the hours set (${span}) and no forecast counts them: check the hours in the staffing targets.`,
    ),
  ]
}

const historyOf = (book: readonly RawSheet[], asked: Asked): Outcome<Intervals<ImportedRow>> =>
  readIntervals(book, asked, {
    value: 'offered',
    row: historyRow,
    both: bothHours,
    until: asked.today,
    beyond: (date) =>
      label(
        `${date} 在今天（${asked.today}）之后，历史不能有将来的日期`,
        `${date} lies after today (${asked.today}): history has no future dates`,
      ),
  })

export const readNeed = (book: readonly RawSheet[], asked: Asked): Outcome<Intervals<NeedRow>> => {
  const until = addDays(asked.today, NEED_AHEAD_DAYS)
  return readIntervals(book, asked, {
    value: 'agents',
    row(row, sheet, at, say) {
      const agents = numberOf(sheet.of(row, 'agents'))
      return agents === undefined ? notNumber(say, 'agents', sheet.of(row, 'agents')) : { at, agents }
    },
    until,
    beyond: (date) =>
      label(
        `${date} 太远：最多到 ${until}（今天起 ${NEED_AHEAD_DAYS} 天）`,
        `${date} is too far ahead: up to ${until} (${NEED_AHEAD_DAYS} days from today)`,
      ),
  })
}

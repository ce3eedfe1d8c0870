// One file read whole: what a preview shows, and the rows to be taken. Runs in the thread of files.
import type { Label } from '../../protocol/fields.ts'
import type { ImportedRow } from '../../protocol/plan-ask.ts'
import type { ImportPreview, PlanDate, SlotMinutes } from '../../protocol/planning.ts'
import type { DutyChange } from '../../protocol/roster.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { readBook } from './book.ts'
import { type Asked, type Intervals, type NeedRow, readHistory, readNeed } from './intervals.ts'
import type { RawSheet } from './raw-sheet.ts'
import { type RosterStands, readRoster } from './roster.ts'
import type { Sheet } from './sheet.ts'

export type ReadAsk = ({ what: 'history' | 'need' } & Asked) | RosterAsk

interface RosterAsk {
  what: 'roster'
  view: RosterStands
  dates: PlanDate[]
}

export interface RowsOf {
  history: ImportedRow
  need: NeedRow
  roster: DutyChange
}

export interface FileRead {
  preview: ImportPreview
  slotMinutes: SlotMinutes
  rows: RowsOf[keyof RowsOf][]
}

const SAMPLE = 5
const MOST_PROBLEMS = 500

export function readFile(bytes: Buffer, ask: ReadAsk): Outcome<FileRead> {
  const book = readBook(bytes)
  return book.ok ? readAs(book.value, ask) : book
}

function readAs(book: readonly RawSheet[], ask: ReadAsk): Outcome<FileRead> {
  if (ask.what === 'roster') return rosterOf(book, ask)
  const read: Outcome<Intervals<ImportedRow | NeedRow>> = (ask.what === 'history' ? readHistory : readNeed)(book, ask)
  if (!read.ok) return read
  const rows = [...read.value.rows].sort((a, b) => (a.at < b.at ? -1 : 1))
  const dates = rows.map(({ at }) => at.slice(0, 10))
  const preview = previewOf(ask.what, read.value, rows.length, dates)
  if (ask.what === 'history') preview.notes = [...preview.notes, ...partDays(dates, read.value.slotMinutes)]
  return done({ preview, slotMinutes: read.value.slotMinutes, rows })
}

const DAY_MINUTES = 1440
const NAMED_DATES = 3

/** A date of the file stands for the whole day: one that has less than the others takes away what was there. */
function partDays(dates: readonly string[], slotMinutes: number): Label[] {
  const slots = new Map<string, number>()
  for (const date of dates) slots.set(date, (slots.get(date) ?? 0) + 1)
  const whole = slots.size === 1 ? DAY_MINUTES / slotMinutes : Math.max(...slots.values())
  const part = [...slots].filter(([, count]) => count < whole)
  if (part.length === 0) return []
  const named = (and: string) =>
    part
      .slice(0, NAMED_DATES)
      .map(([date, count]) => `${date} (${count})`)
      .join(and) + (part.length > NAMED_DATES ? ' …' : '')
  return [
    {
      zh: `导入按天替换：${named('、')} 只有部分时段（括号内为时段数），这些天原有的其他时段会被删去。`,
      en: `An import replaces whole days: ${named(', ')} have part of the intervals only (how many in brackets); what else was there on these days goes.`,
    },
  ]
}

function rosterOf(book: readonly RawSheet[], ask: RosterAsk): Outcome<FileRead> {
  const read = readRoster(book, ask.view, ask.dates)
  if (!read.ok) return read
  const { accepted, changes } = read.value
  const dates = accepted.map(({ date }) => date).sort()
  return done({ preview: previewOf('roster', read.value, accepted.length, dates), slotMinutes: 60, rows: changes })
}

function previewOf(
  what: ImportPreview['what'],
  {
    sheet,
    problems,
    notes,
    questions = [],
  }: Pick<Intervals<unknown>, 'sheet' | 'problems' | 'notes'> & Partial<Pick<Intervals<unknown>, 'questions'>>,
  accepted: number,
  dates: readonly string[],
): ImportPreview {
  const [from, to] = [dates[0], dates.at(-1)]
  return {
    ...{ what, rows: sheet.rows.length, accepted },
    ...(from === undefined || to === undefined ? {} : { from, to }),
    ...(sheet.name === undefined ? {} : { sheet: sheet.name }),
    ...{ problems: problems.slice(0, MOST_PROBLEMS), moreProblems: Math.max(0, problems.length - MOST_PROBLEMS) },
    ...{ notes, questions, sample: sampleOf(sheet), imported: false },
  }
}

/** The first rows as the file spells them. */
const sampleOf = ({ head, rows, has }: Sheet): Record<string, string>[] => {
  // beside a column of times a date's cell has a midnight that nobody wrote
  const dated = (cell = ''): string => (has('date') ? cell.replace(/^(\d{4}-\d{2}-\d{2}) 00:00(:00)?$/, '$1') : cell)
  return rows
    .slice(0, SAMPLE)
    .map(({ cells }) =>
      Object.fromEntries(head.cells.slice(0, 20).map((name, place) => [name || `${place + 1}`, dated(cells[place])])),
    )
}

// A report as a table for a file: values as a spreadsheet can count with them, codes as words.
import type { ReportColumn, ReportResult } from '../protocol/reports.ts'
import { outletLabel } from '../protocol/words/flow.ts'
import { wordOf } from '../protocol/words/word.ts'
import type { Cell, Table } from '../records/table-files/table.ts'

type Lang = 'zh' | 'en'

/** Shares as per cent and spans as seconds, so that a spreadsheet can count with them; the head names the unit. */
const UNITS: Partial<Record<ReportColumn['format'], Record<Lang, string>>> = {
  percent: { zh: '(%)', en: ' (%)' },
  duration: { zh: '(秒)', en: ' (s)' },
}

export function reportTable({ columns, rows }: ReportResult, lang: Lang, timeZone: string): Table {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const cellOf = ({ format, words, outlet }: ReportColumn, value: string | number | null | undefined): Cell => {
    if (value === null || value === undefined) return null
    if (words) return value === '' ? '' : wordOf(words, String(value), lang)
    if (outlet) return outletLabel(String(value))[lang]
    if (typeof value !== 'number') return value
    if (format === 'percent') return Math.round(value * 1_000) / 10
    if (format === 'duration') return Math.round(value / 1_000)
    return format === 'time' ? clock.format(value) : value
  }
  return {
    columns: columns.map(({ label, format }) => ({
      title: `${label[lang]}${UNITS[format]?.[lang] ?? ''}`,
      ...(format === 'time' ? { type: 'time' as const } : format === 'text' ? { type: 'id' as const } : {}),
    })),
    rows: pieces(rows, (row) => columns.map((column) => cellOf(column, row[column.name]))),
  }
}

/** so many are made into text at once, and then others have their turn */
const PIECE_ROWS = 1_000

function* pieces<Row>(rows: readonly Row[], cells: (row: Row) => Cell[]): Generator<Cell[][]> {
  for (let at = 0; at < rows.length; at += PIECE_ROWS) yield rows.slice(at, at + PIECE_ROWS).map(cells)
}

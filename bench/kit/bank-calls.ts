// The bank series of bench/data/wfm and the accuracy of other methods on it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DayMark } from '#analytics/forecast/calendar.ts'
import { type History, weekdayOf } from '#analytics/forecast/history.ts'
import { seriesOf } from '#analytics/forecast/series.ts'

const FOLDER = join(import.meta.dirname, '../data/wfm')

const rowsOf = (file: string): string[][] =>
  readFileSync(join(FOLDER, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

/** Weekdays without a call were bank holidays, or lost days; the bank knew its holidays in advance, so they are marked closed. */
export function bankCalls(slotMinutes: 15 | 30): History {
  const rows = rowsOf(`bank_us_2003_${slotMinutes}min.csv`).map(([at, value]) => ({ at: at!, value: Number(value) }))
  const calendar = new Map<number, DayMark>()
  const { history } = seriesOf(rows, { slotMinutes, opensAt: 7 * 60, closesAt: 21 * 60 }, calendar)
  history.days.forEach((values, index) => {
    const day = history.firstDay + index
    const weekday = weekdayOf(day)
    if (weekday > 0 && weekday < 6 && values.every(Number.isNaN)) calendar.set(day, { closed: true })
  })
  return history
}

export interface Reference {
  task: string
  method: string
  /** WAPE, MASE, RMSE, weighted quantile loss, in 80 %, in 95 %, bias */
  figures: number[]
}

export const bankReferences = (): Reference[] =>
  rowsOf('reference-us15.csv').map(([, task, method, , ...figures]) => ({
    task: task!,
    method: method!,
    figures: figures.slice(0, 7).map(Number),
  }))

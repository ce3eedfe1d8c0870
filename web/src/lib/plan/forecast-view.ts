// History and forecast as one chart and one table: what came, what is expected with its bands, last week and last year.
import type { ForecastAnswer, HistoryAnswer, Horizon, PlanMark, PlanWarning } from '#engine/protocol/planning.ts'
import type { ChartBand, ChartLine, ChartMark, ChartModel } from './forecast-chart.ts'

export interface ForecastRow {
  at: string
  /** what came: from the ledger, or from another system's file */
  actual: number | null
  imported: boolean
  mean: number | null
  /** as the model has it, where a planner changed it */
  computed: number | null
  lower80: number | null
  upper80: number | null
  lower95: number | null
  upper95: number | null
  ahtMs: number | null
  lastWeek: number | null
  lastYear: number | null
}

export function rowsOf(history: HistoryAnswer | undefined, forecast: ForecastAnswer | undefined): ForecastRow[] {
  const rows = new Map<string, ForecastRow>()
  for (const { at, offered, ahtMs, imported } of history?.points ?? [])
    rows.set(at, { ...EMPTY, at, actual: offered, ahtMs, imported: imported === true })
  for (const point of forecast?.points ?? []) {
    const known = rows.get(point.at)
    rows.set(point.at, {
      ...{ computed: null, ...point },
      actual: known?.actual ?? point.actual,
      imported: known?.imported ?? false,
      ahtMs: point.ahtMs ?? known?.ahtMs ?? null,
    })
  }
  return [...rows.values()].sort((a, b) => (a.at < b.at ? -1 : 1))
}

const EMPTY: Omit<ForecastRow, 'at' | 'actual' | 'ahtMs' | 'imported'> = {
  mean: null,
  computed: null,
  lower80: null,
  upper80: null,
  lower95: null,
  upper95: null,
  lastWeek: null,
  lastYear: null,
}

/** Whether anything ever came: else the page explains how to import. */
export const hasHistory = (rows: readonly ForecastRow[]): boolean => rows.some((row) => (row.actual ?? 0) > 0)

export interface ForecastWords {
  actual: string
  forecast: string
  band80: string
  band95: string
  lastWeek: string
  lastYear: string
  handleTime: string
  computed: string
  markTypes: Record<PlanMark['type'], string>
}

export const COLOURS = {
  actual: '#222d35',
  forecast: '#1f7f8e',
  lastWeek: '#8259bd',
  lastYear: '#cc7d12',
  computed: '#617079',
  band80: 'rgb(31 127 142 / 0.24)',
  band95: 'rgb(31 127 142 / 0.12)',
}
export const MARK_COLOURS: Record<PlanMark['type'], string> = {
  closed: '#8b99a2',
  holiday: '#d0433b',
  'as-weekday': '#3b6fc9',
  promotion: '#cc7d12',
  outage: '#8259bd',
}

/** A mark shades all points of its date, or of the month and year that it lies in. */
export function markSpans(
  ats: readonly string[],
  marks: readonly PlanMark[],
  say: (mark: PlanMark) => string,
): ChartMark[] {
  return marks.flatMap((mark) => {
    const inIt = (at: string): boolean => at.length >= 10 && at.slice(0, 10) === mark.date
    const from = ats.findIndex(inIt)
    if (from < 0) return []
    return [{ from, to: ats.findLastIndex(inIt), label: say(mark), colour: MARK_COLOURS[mark.type] }]
  })
}

export const markText = (mark: PlanMark, words: Pick<ForecastWords, 'markTypes'>): string =>
  mark.name || words.markTypes[mark.type]

/** The planner's marks and those that the answers know from the national calendar, each date and type once. */
export function allMarks(...lists: (readonly PlanMark[] | undefined)[]): PlanMark[] {
  const seen = new Map<string, PlanMark>()
  for (const mark of lists.flatMap((list) => list ?? [])) {
    const key = `${mark.date} ${mark.type} ${mark.series ?? ''}`
    if (!seen.has(key)) seen.set(key, mark)
  }
  return [...seen.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}

export interface Compare {
  lastWeek: boolean
  lastYear: boolean
}

export type Measure = 'volume' | 'handle-time'

type Column = (pick: (row: ForecastRow) => number | null) => (number | null)[]

const bandsOf = (column: Column, words: ForecastWords): ChartBand[] => [
  {
    key: 'band95',
    label: words.band95,
    colour: COLOURS.band95,
    lower: column((row) => row.lower95),
    upper: column((row) => row.upper95),
  },
  {
    key: 'band80',
    label: words.band80,
    colour: COLOURS.band80,
    lower: column((row) => row.lower80),
    upper: column((row) => row.upper80),
  },
]

function linesOf(column: Column, compare: Compare, words: ForecastWords): ChartLine[] {
  const line = (key: keyof typeof COLOURS, values: (number | null)[], more: Partial<ChartLine>): ChartLine => ({
    key,
    label: words[key],
    colour: COLOURS[key],
    form: 'line',
    values,
    ...more,
  })
  const past = (['lastYear', 'lastWeek'] as const).filter((key) => compare[key])
  const mean = column((row) => row.mean)
  const actual = column((row) => row.actual)
  const computed = column((row) => row.computed)
  return [
    ...past.map((key) => {
      const values = column((row) => row[key])
      return line(key, values, { dash: true, width: 1.25 })
    }),
    ...(computed.some((value) => value !== null) ? [line('computed', computed, { dash: true, digits: 1 })] : []),
    line('forecast', mean, { width: 2, digits: 1 }),
    line('actual', actual, { width: 1.5 }),
  ]
}

export function volumeChart(
  rows: readonly ForecastRow[],
  marks: readonly PlanMark[],
  compare: Compare,
  now: string,
  words: ForecastWords,
): ChartModel {
  const ats = rows.map((row) => row.at)
  const column: Column = (pick) => rows.map(pick)
  const border = ats.findIndex((at) => at >= now.slice(0, at.length))
  return {
    ats,
    lines: linesOf(column, compare, words),
    bands: bandsOf(column, words),
    marks: markSpans(ats, marks, (mark) => markText(mark, words)),
    ...(border > 0 ? { now: border } : {}),
  }
}

/** Mean handle time in seconds. */
export function handleTimeChart(
  rows: readonly ForecastRow[],
  marks: readonly PlanMark[],
  words: ForecastWords,
): ChartModel {
  const ats = rows.map((row) => row.at)
  const values = rows.map((row) => (row.ahtMs === null ? null : row.ahtMs / 1000))
  return {
    ats,
    lines: [{ key: 'aht', label: words.handleTime, colour: '#3b6fc9', form: 'line', values, width: 1.5 }],
    bands: [],
    marks: markSpans(ats, marks, (mark) => markText(mark, words)),
  }
}

/** The same said of history and of the forecast is said once. */
/** These change the whole forecast: shown before any odd day. */
const FIRST = new Set([
  'no-history',
  'calls-ended',
  'data-ended',
  'outside-hours',
  'calendar-unknown',
  'holiday-new',
  'trend',
])

export function warningsOf(...lists: (readonly PlanWarning[] | undefined)[]): PlanWarning[] {
  const seen = new Map<string, PlanWarning>()
  for (const warning of lists.flatMap((list) => list ?? [])) seen.set(`${warning.type} ${warning.at}`, warning)
  const rank = ({ type, mark }: PlanWarning): number => (FIRST.has(type) ? 0 : mark ? 1 : 2)
  return [...seen.values()].sort((a, b) => rank(a) - rank(b) || (a.at < b.at ? 1 : -1))
}

export interface ForecastSums {
  expected: number
  peak: { at: string; mean: number } | undefined
  meanAhtMs: number | null
}

/** Sums of the future part; the mean handle time weighs by calls. */
export function sumsOf(forecast: ForecastAnswer): ForecastSums {
  let expected = 0
  let weighed = 0
  let calls = 0
  let peak: ForecastSums['peak']
  for (const { at, mean, ahtMs } of forecast.points) {
    expected += mean
    if (ahtMs !== null) {
      weighed += ahtMs * mean
      calls += mean
    }
    if (!peak || mean > peak.mean) peak = { at, mean }
  }
  return { expected, peak, meanAhtMs: calls > 0 ? weighed / calls : null }
}

/** Volume of a slot is read as a whole number when it is large, with a digit when it is small. */
export function countText(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits })
}

export const exportQuery = (
  what: 'forecast' | 'need' | 'history',
  format: 'csv' | 'xlsx',
  asked: { series: string; from: string; to: string; horizon?: Horizon; slotMinutes?: number },
): Record<string, string | number | undefined> => ({ what, format, ...asked })

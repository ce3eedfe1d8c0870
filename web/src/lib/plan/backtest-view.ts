// How good the forecasts were: scores as people read them, the chart against the truth, the days that went worst.
import type { BacktestAnswer, ModelScore } from '#engine/protocol/planning.ts'
import type { ChartModel } from './forecast-chart.ts'
import { COLOURS } from './forecast-view.ts'

export type ScoreName = 'wapeNextDay' | 'wapeTwoWeeks' | 'wapeIntraday' | 'bias' | 'cover80' | 'cover95'
export const SCORES: readonly ScoreName[] = [
  'wapeNextDay',
  'wapeTwoWeeks',
  'wapeIntraday',
  'bias',
  'cover80',
  'cover95',
]

export function scoreText(name: ScoreName, value: number | null): string {
  if (value === null) return '–'
  const percent = (Math.abs(value) * 100).toFixed(1)
  if (name !== 'bias') return `${percent}%`
  return Number(percent) === 0 ? '0.0%' : `${value > 0 ? '+' : '−'}${percent}%`
}

export type Tone = 'good' | 'warn' | 'bad' | undefined

/** A band is honest when it holds about as many of the intervals as it says. */
const HONEST: Partial<Record<ScoreName, { good: [number, number]; fair: [number, number] }>> = {
  bias: { good: [-0.015, 0.015], fair: [-0.04, 0.04] },
  cover80: { good: [0.77, 0.85], fair: [0.7, 0.92] },
  cover95: { good: [0.93, 0.975], fair: [0.88, 0.995] },
}
const within = (value: number, [from, to]: [number, number]): boolean => value >= from && value <= to

/** Errors have no mark of their own: how small they can be depends on how many calls come. */
export function toneOf(name: ScoreName, value: number | null): Tone {
  const marks = HONEST[name]
  if (!marks || value === null) return undefined
  if (within(value, marks.good)) return 'good'
  return within(value, marks.fair) ? 'warn' : 'bad'
}

/** The chosen model first, then the better before the worse. */
export const inOrder = (scores: readonly ModelScore[]): ModelScore[] =>
  [...scores].sort(
    (a, b) => Number(b.chosen) - Number(a.chosen) || (a.wapeNextDay ?? Infinity) - (b.wapeNextDay ?? Infinity),
  )

export function backtestChart(
  { points }: BacktestAnswer,
  words: { actual: string; forecast: string; band80: string },
): ChartModel {
  return {
    ats: points.map((point) => point.at),
    bands: [
      {
        key: 'band80',
        label: words.band80,
        colour: COLOURS.band80,
        lower: points.map((point) => point.lower80),
        upper: points.map((point) => point.upper80),
      },
    ],
    lines: [
      {
        key: 'forecast',
        label: words.forecast,
        colour: COLOURS.forecast,
        form: 'line',
        width: 1.75,
        values: points.map((point) => point.mean),
      },
      {
        key: 'actual',
        label: words.actual,
        colour: COLOURS.actual,
        form: 'line',
        width: 1.25,
        values: points.map((point) => point.actual),
      },
    ],
    marks: [],
  }
}

export interface DayError {
  date: string
  actual: number
  mean: number
  /** Σ|forecast − truth| / Σ truth of the day's intervals; null where nothing came */
  wape: number | null
  bias: number | null
}

export function dayErrors(points: BacktestAnswer['points']): DayError[] {
  const days = new Map<string, { actual: number; mean: number; off: number }>()
  for (const { at, actual, mean } of points) {
    if (actual === null) continue
    const date = at.slice(0, 10)
    const day = days.get(date) ?? { actual: 0, mean: 0, off: 0 }
    days.set(date, { actual: day.actual + actual, mean: day.mean + mean, off: day.off + Math.abs(mean - actual) })
  }
  return [...days].map(([date, { actual, mean, off }]) => ({
    date,
    actual,
    mean,
    wape: actual > 0 ? off / actual : null,
    bias: actual > 0 ? (mean - actual) / actual : null,
  }))
}

/** Where most calls were missed first. */
export const worstDays = (days: readonly DayError[], count: number): DayError[] =>
  [...days].sort((a, b) => (b.wape ?? 0) * b.actual - (a.wape ?? 0) * a.actual).slice(0, count)

// Need against scheduled against actual by interval, and load against capacity, as charts and figures.
import type { NeedAnswer, NeedPoint } from '#engine/protocol/planning.ts'
import type { ChartLine, ChartModel } from './forecast-chart.ts'

export type NeedMeasure = 'agents' | 'load'

export interface NeedWords {
  need: string
  needBase: string
  toRoster: string
  scheduled: string
  actual: string
  erlangs: string
  lines: string
  channels: string
}

export const NEED_COLOURS = {
  need: '#cc7d12',
  base: '#e0ae6a',
  toRoster: '#8b99a2',
  scheduled: '#3b6fc9',
  actual: '#222d35',
  erlangs: '#1f7f8e',
  lines: '#cc7d12',
  channels: '#8259bd',
}

const pick = (points: readonly NeedPoint[], of: (point: NeedPoint) => number | null): (number | null)[] =>
  points.map(of)

function step(
  key: keyof typeof NEED_COLOURS,
  label: string,
  values: ChartLine['values'],
  more: Partial<ChartLine> = {},
): ChartLine {
  return { key, label, colour: NEED_COLOURS[key], form: 'step', values, width: 1.75, ...more }
}

function loadLines(points: readonly NeedPoint[], words: NeedWords): ChartLine[] {
  const of = (key: 'channels' | 'lines' | 'erlangs', more: Partial<ChartLine> = {}): ChartLine =>
    step(
      key,
      words[key],
      pick(points, (one) => one[key]),
      more,
    )
  return [of('channels'), of('lines'), of('erlangs', { digits: 1 })]
}

function agentLines(points: readonly NeedPoint[], base: readonly NeedPoint[] | undefined, words: NeedWords) {
  const agents = (of: readonly NeedPoint[]): (number | null)[] => pick(of, (one) => one.agents)
  const of = (key: 'toRoster' | 'scheduled' | 'actual', more: Partial<ChartLine> = {}): ChartLine =>
    step(
      key,
      words[key],
      pick(points, (one) => one[key]),
      more,
    )
  return [
    of('toRoster', { dash: true, width: 1.25, digits: 1 }),
    ...(base ? [step('base', words.needBase, agents(base), { dash: true, width: 1.25 })] : []),
    step('need', words.need, agents(points), { width: 2 }),
    of('scheduled'),
    of('actual', { width: 1.5 }),
  ]
}

/** `base` is the need by the target alone, drawn beside what the sliders make of it. */
export function needChart(
  answer: NeedAnswer,
  base: NeedAnswer | undefined,
  measure: NeedMeasure,
  now: string,
  words: NeedWords,
): ChartModel {
  const { points } = answer
  const ats = points.map((point) => point.at)
  const sameTime = base && base.points.length === points.length && base.points[0]?.at === ats[0]
  const border = ats.findIndex((at) => at >= now)
  const lines =
    measure === 'load' ? loadLines(points, words) : agentLines(points, sameTime ? base.points : undefined, words)
  return { ats, lines, bands: [], marks: [], ...(border > 0 ? { now: border } : {}) }
}

export interface NeedSums {
  calls: number
  hours: number
  peakAgents: number
  peakAt: string | undefined
  peakErlangs: number
  lines: number
  channels: number
  /** intervals with a roster, and those of them with too few agents */
  planned: number
  short: number
}

export function needSums(answer: NeedAnswer): NeedSums {
  const most = answer.points.reduce<NeedPoint | undefined>(
    (best, one) => (best && best.agents >= one.agents ? best : one),
    undefined,
  )
  const planned = answer.points.filter((point) => point.scheduled !== null)
  return {
    calls: answer.points.reduce((all, point) => all + point.calls, 0),
    hours: answer.hours,
    peakAgents: most?.agents ?? 0,
    peakAt: most?.at,
    peakErlangs: answer.peak?.erlangs ?? 0,
    lines: answer.peak?.lines ?? 0,
    channels: answer.peak?.channels ?? 0,
    planned: planned.length,
    short: planned.filter((point) => (point.scheduled ?? 0) < point.agents).length,
  }
}

/** Agents scheduled beyond the need; negative where they are missing. */
export const gapOf = (point: NeedPoint): number | null =>
  point.scheduled === null ? null : Math.round((point.scheduled - point.agents) * 10) / 10

export const signed = (value: number | null): string =>
  value === null ? '–' : value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0'

export const percentText = (share: number): string => `${(share * 100).toFixed(1)}%`

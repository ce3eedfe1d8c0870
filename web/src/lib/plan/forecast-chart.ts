// What a planning chart shows, and the arithmetic of its time axis: ticks, zoom, shift. Points stand side by side, so
// nights without service take no room.
import { dayNumber, weekdayOf } from './forecast-dates.ts'

export interface ChartLine {
  key: string
  label: string
  colour: string
  values: (number | null)[]
  form: 'line' | 'step' | 'bars'
  dash?: boolean
  width?: number
  /** digits after the point where it is read */
  digits?: number
  /** not drawn until it is asked for */
  hidden?: boolean
}
export interface ChartBand {
  key: string
  label: string
  colour: string
  lower: (number | null)[]
  upper: (number | null)[]
}
export interface ChartMark {
  /** first and last point */
  from: number
  to: number
  label: string
  colour: string
}
export interface ChartModel {
  /** start of each point: 'YYYY-MM-DDTHH:MM', 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY' */
  ats: string[]
  lines: ChartLine[]
  bands: ChartBand[]
  marks: ChartMark[]
  /** a line at the border of past and future, before this point */
  now?: number
}

/** First and last point in sight. */
export interface Span {
  from: number
  to: number
}

export type TickLevel = 'time' | 'day' | 'month' | 'year'
export interface Tick {
  index: number
  level: TickLevel
}

/** `minutes`: of a day, for times */
type Step = { level: TickLevel; minutes?: number; keeps: (at: string) => boolean }

const monthNumber = (at: string): number => Number(at.slice(5, 7)) - 1
const isSlot = (at: string): boolean => at.length > 10
const minuteOf = (at: string): number => Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16))

/** From fine to coarse; each keeps fewer points. */
const STEPS: Step[] = [
  ...[1, 30, 60, 120, 180, 240, 360, 720].map(
    (minutes): Step => ({ level: 'time', minutes, keeps: (at) => isSlot(at) && minuteOf(at) % minutes === 0 }),
  ),
  { level: 'day', keeps: (at) => at.length >= 10 },
  { level: 'day', keeps: (at) => at.length >= 10 && dayNumber(at.slice(0, 10)) % 2 === 0 },
  { level: 'day', keeps: (at) => at.length >= 10 && weekdayOf(at) === 0 },
  { level: 'month', keeps: (at) => at.length >= 7 },
  { level: 'month', keeps: (at) => at.length >= 7 && monthNumber(at) % 3 === 0 },
  { level: 'month', keeps: (at) => at.length >= 7 && monthNumber(at) % 6 === 0 },
  { level: 'year', keeps: () => true },
]

const WIDTHS: Record<TickLevel, number> = { time: 16, day: 10, month: 7, year: 4 }
/** whether this point is the first of its day, month or year among all points */
const begins = (ats: readonly string[], index: number, level: TickLevel): boolean =>
  ats[index - 1]?.slice(0, WIDTHS[level]) !== ats[index]?.slice(0, WIDTHS[level])

/** Times stand between the days' beginnings, which are always named: else nobody knew which day it is. */
function ticksOf(ats: readonly string[], span: Span, step: Step): Tick[] {
  const ticks: Tick[] = []
  for (let index = Math.max(0, span.from); index <= Math.min(ats.length - 1, span.to); index++) {
    const at = ats[index] ?? ''
    const dayBegins = step.minutes !== undefined && isSlot(at) && begins(ats, index, 'day')
    if (dayBegins || (step.keeps(at) && begins(ats, index, step.level))) ticks.push({ index, level: step.level })
  }
  return ticks
}

/** Of two ticks whose words would touch, a day's beginning stays, else the later: the first may be a mere remainder. */
function thinned(ats: readonly string[], ticks: readonly Tick[], least: number): Tick[] {
  const kept: Tick[] = []
  for (const tick of ticks) {
    const last = kept.at(-1)
    if (!last || tick.index - last.index >= least) kept.push(tick)
    else if (begins(ats, tick.index, 'day') || !begins(ats, last.index, 'day')) kept.splice(-1, 1, tick)
  }
  return kept
}

/** The finest steps that leave room for their words. */
export function ticksFor(ats: readonly string[], span: Span, most: number): Tick[] {
  const room = Math.max(1, most)
  const least = (0.8 * (span.to - span.from + 1)) / room
  for (const step of STEPS) {
    const ticks = ticksOf(ats, span, step)
    if (ticks.length > 0 && ticks.length <= room) return thinned(ats, ticks, least)
  }
  return []
}

/** A tick's words: a time of day, but the date where a day begins. */
export function tickText(ats: readonly string[], tick: Tick, weekdays: readonly string[]): string {
  const at = ats[tick.index] ?? ''
  const before = ats[tick.index - 1]
  if (tick.level === 'time' && before !== undefined && before.slice(0, 10) === at.slice(0, 10)) return at.slice(11, 16)
  if (at.length >= 10 && tick.level !== 'month' && tick.level !== 'year')
    return `${at.slice(5, 10)} ${weekdays[weekdayOf(at)] ?? ''}`
  return tick.level === 'year' ? at.slice(0, 4) : at.slice(0, 7)
}

/** A point in full, for reading off. */
export function pointText(at: string, weekdays: readonly string[]): string {
  if (at.length < 10) return at
  return `${at.slice(0, 10)} ${weekdays[weekdayOf(at)] ?? ''}${at.length > 10 ? ` ${at.slice(11, 16)}` : ''}`
}

/** First point of each day, for thin lines between days. */
export function dayStarts(ats: readonly string[]): number[] {
  return ats.flatMap((at, index) =>
    index > 0 && isSlot(at) && (ats[index - 1] ?? '').slice(0, 10) !== at.slice(0, 10) ? [index] : [],
  )
}

const LEAST_POINTS = 8

/** Keeps a span inside the points and no narrower than can be read. */
function inside(span: Span, count: number): Span {
  const size = Math.min(count, Math.max(Math.min(LEAST_POINTS, count), span.to - span.from + 1))
  const from = Math.max(0, Math.min(span.from, count - size))
  return { from, to: from + size - 1 }
}

/** Around its middle: 0.5 shows half as much, 2 twice. */
export function zoomed(span: Span, factor: number, count: number): Span {
  const size = Math.round((span.to - span.from + 1) * factor)
  const from = Math.round((span.from + span.to + 1 - size) / 2)
  return inside({ from, to: from + size - 1 }, count)
}

/** By a share of what is in sight; negative is earlier. */
export function shifted(span: Span, share: number, count: number): Span {
  const size = span.to - span.from + 1
  const by = Math.round(size * share)
  const from = Math.max(0, Math.min(span.from + by, count - size))
  return { from, to: from + size - 1 }
}

/** A round number above the highest value, so that the lines do not touch the edge. */
export function roundTop(most: number): number {
  if (!(most > 0)) return 1
  const raw = most * 1.06
  const unit = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * unit >= raw) ?? 10
  return step * unit
}

/** Steps of an axis so fine that two would read alike are told with the digits that tell them apart. */
export function axisTexts(steps: readonly number[], textOf: (value: number) => string): string[] {
  const texts = steps.map(textOf)
  if (new Set(texts).size === texts.length) return texts
  const [first = 0, second = 1] = steps
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(Math.abs(second - first)))))
  return steps.map((value) => value.toFixed(digits))
}

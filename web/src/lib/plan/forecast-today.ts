// Today on a wallboard: what was planned, what came, what the rest will bring; who is needed and who is there.
import type { TodayAnswer, TodayPoint } from '#engine/protocol/planning.ts'
import type { ChartLine, ChartModel } from './forecast-chart.ts'

export interface TodayWords {
  planned: string
  actual: string
  reforecast: string
  band80: string
  need: string
  scheduled: string
  staffed: string
}

export interface TodayColours {
  planned: string
  actual: string
  reforecast: string
  band: string
  need: string
  scheduled: string
  staffed: string
}

export const ON_WHITE: TodayColours = {
  planned: '#8b99a2',
  actual: '#222d35',
  reforecast: '#1f7f8e',
  band: 'rgb(31 127 142 / 0.18)',
  need: '#cc7d12',
  scheduled: '#3b6fc9',
  staffed: '#222d35',
}
/** for the dark wall */
export const ON_DARK: TodayColours = {
  planned: '#8fb3ba',
  actual: '#ffffff',
  reforecast: '#f3d9a6',
  band: 'rgb(243 217 166 / 0.18)',
  need: '#f3d9a6',
  scheduled: '#86aef0',
  staffed: '#ffffff',
}

const column = (points: readonly TodayPoint[], of: (point: TodayPoint) => number | null) => points.map(of)

/** First slot that is not counted yet. A centre that began in the middle of the day knows nothing of the slots before. */
const borderOf = (points: readonly TodayPoint[]): number => points.findLastIndex((point) => point.actual !== null) + 1

/** Whole intervals of the hours of service that are counted so far, 'HH:MM' each; undefined before the first is over. */
export function countedSpan({ points, grid }: TodayAnswer): { from: string; to: string } | undefined {
  const border = borderOf(points)
  if (border === 0) return undefined
  const first = points.findIndex((point) => point.actual !== null)
  const clock = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  return {
    from: clock(grid.opensAt + first * grid.slotMinutes),
    to: clock(grid.opensAt + border * grid.slotMinutes),
  }
}

const at = (points: readonly TodayPoint[]): Pick<ChartModel, 'ats' | 'marks' | 'now'> => {
  const border = borderOf(points)
  return {
    ats: points.map((point) => point.at),
    marks: [],
    ...(border > 0 && border < points.length ? { now: border } : {}),
  }
}

export function trafficChart({ points }: TodayAnswer, words: TodayWords, colours: TodayColours): ChartModel {
  const line = (key: 'planned' | 'actual' | 'reforecast', more: Partial<ChartLine>): ChartLine => ({
    key,
    label: words[key],
    colour: colours[key],
    form: 'line',
    values: column(points, (point) => point[key]),
    ...more,
  })
  return {
    ...at(points),
    bands: [
      {
        key: 'band80',
        label: words.band80,
        colour: colours.band,
        lower: column(points, (point) => point.lower80),
        upper: column(points, (point) => point.upper80),
      },
    ],
    lines: [
      line('planned', { dash: true, width: 1.5 }),
      line('reforecast', { width: 2 }),
      line('actual', { width: 2 }),
    ],
  }
}

export function staffChart({ points }: TodayAnswer, words: TodayWords, colours: TodayColours): ChartModel {
  const line = (key: 'need' | 'scheduled' | 'staffed'): ChartLine => ({
    key,
    label: words[key],
    colour: colours[key],
    form: 'step',
    width: 1.75,
    values: column(points, (point) => point[key]),
  })
  return { ...at(points), bands: [], lines: [line('need'), line('scheduled'), line('staffed')] }
}

export interface TodayFigures {
  soFar: number
  plannedSoFar: number
  /** (came − planned) / planned; undefined before anything was planned */
  off: number | undefined
  reforecast: number
  planned: number
  staffed: number | null
  need: number | null
  scheduled: number | null
  /** the slot to come with most agents missing, if any is missing */
  tightest: { at: string; missing: number } | undefined
}

/** `now` is local, 'YYYY-MM-DDTHH:MM'. */
export function figuresOf(answer: TodayAnswer, now: string): TodayFigures {
  const { points, soFar, plannedSoFar, reforecast, planned } = answer
  const begun = points.filter((point) => point.at <= now)
  const current = begun.length < points.length || isWithinLast(answer, now) ? begun.at(-1) : undefined
  const missing = (point: TodayPoint): number =>
    point.need === null || point.scheduled === null ? 0 : point.need - point.scheduled
  const tightest = points
    .filter((point) => point.at > now && missing(point) > 0)
    .reduce<TodayPoint | undefined>((most, one) => (most && missing(most) >= missing(one) ? most : one), undefined)
  return {
    soFar,
    plannedSoFar,
    off: plannedSoFar > 0 ? (soFar - plannedSoFar) / plannedSoFar : undefined,
    reforecast,
    planned,
    staffed: current?.staffed ?? null,
    need: current?.need ?? null,
    scheduled: current?.scheduled ?? null,
    tightest: tightest && { at: tightest.at, missing: missing(tightest) },
  }
}

const minutes = (at: string): number => Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16))

/** After closing nobody is needed, so nothing is said of now. */
function isWithinLast({ points, grid }: TodayAnswer, now: string): boolean {
  const last = points.at(-1)
  return (
    last !== undefined &&
    now.slice(0, 10) === last.at.slice(0, 10) &&
    minutes(now) < minutes(last.at) + grid.slotMinutes
  )
}

export const hasPlan = (answer: TodayAnswer): boolean => answer.points.some((point) => point.planned !== null)

export const offText = (off: number | undefined): string =>
  off === undefined ? '' : `${off >= 0 ? '+' : '−'}${Math.abs(off * 100).toFixed(0)}%`

// A change by hand as a planner types it: dates, hours, per cent; and as a list tells it.
import type { ForecastEdit, ForecastFactor } from '#engine/protocol/forecast-edits.ts'

export interface EditInput {
  from: string
  to: string
  fromTime: string
  toTime: string
  percent: number | null
}

const MOST_PERCENT = 1_900
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** undefined where something is missing or makes no sense; 00:00 as the end is midnight. */
export function factorOf({ from, to, fromTime, toTime, percent }: EditInput): ForecastFactor | undefined {
  const [fromMinute, toMinute] = [minutesOf(fromTime), minutesOf(toTime) || 1_440]
  if (percent === null || !(percent >= -100 && percent <= MOST_PERCENT) || percent === 0) return undefined
  if (from === '' || to < from || !(toMinute > fromMinute)) return undefined
  return { from, to, fromMinute, toMinute, factor: Math.round(100 + percent) / 100 }
}

export const percentOf = ({ factor }: Pick<ForecastFactor, 'factor'>): string => {
  const percent = Math.round((factor - 1) * 100)
  return `${percent > 0 ? '+' : ''}${percent}%`
}

export const hoursOf = ({ fromMinute, toMinute }: ForecastEdit, wholeDay: string): string =>
  fromMinute === 0 && toMinute === 1_440 ? wholeDay : `${timeOf(fromMinute)}–${timeOf(toMinute)}`

export const datesOf = ({ from, to }: ForecastEdit): string => (from === to ? from : `${from} – ${to.slice(5)}`)

// What the runner and its threads say to each other: histories and forecasts as one buffer each, handed over, not copied.
import type { DayMark } from './calendar.ts'
import type { History } from './history.ts'
import type { Choice, DayForecast } from './model.ts'

export interface PackedHistory {
  firstDay: number
  slots: number
  values: Float64Array<ArrayBuffer>
  marks: [number, DayMark][]
}

export interface PackedForecast {
  days: number[]
  totalSd: number[]
  slots: number
  /** by day: mean, lower95, lower80, upper80, upper95 */
  values: Float64Array<ArrayBuffer>
}

export interface Morning {
  queue: string
  day: number
  /** counts of the slots seen so far, NaN where not known */
  values: Float64Array
}

export type Job =
  | { type: 'fit'; model: string; count: number; queues: { queue: string; history: PackedHistory }[] }
  | { type: 'reforecast'; mornings: Morning[] }

/** `choice` where a model was chosen. A queue whose model threw has the reason and no forecast. */
export type Answer =
  | { queue: string; forecast: PackedForecast; choice?: Choice | undefined }
  | { queue: string; fault: string }

export interface Asked {
  id: number
  job: Job
}

export interface Answered {
  id: number
  answers: Answer[]
}

export function packHistory(history: History): PackedHistory {
  const values = new Float64Array(history.days.length * history.slots)
  for (const [at, day] of history.days.entries()) values.set(day, at * history.slots)
  return { firstDay: history.firstDay, slots: history.slots, values, marks: [...history.calendar] }
}

export function unpackHistory({ firstDay, slots, values, marks }: PackedHistory): History {
  const days = Array.from({ length: values.length / slots }, (_, at) => values.subarray(at * slots, (at + 1) * slots))
  return { firstDay, slots, days, calendar: new Map(marks) }
}

const PARTS = ['mean', 'lower95', 'lower80', 'upper80', 'upper95'] as const

export function packForecast(days: DayForecast[]): PackedForecast {
  const slots = days[0]?.mean.length ?? 0
  const values = new Float64Array(days.length * PARTS.length * slots)
  for (const [at, day] of days.entries())
    for (const [part, name] of PARTS.entries()) values.set(day[name], (at * PARTS.length + part) * slots)
  return { days: days.map((day) => day.day), totalSd: days.map((day) => day.totalSd), slots, values }
}

export function unpackForecast({ days, totalSd, slots, values }: PackedForecast): DayForecast[] {
  return days.map((day, at) => {
    const part = (name: (typeof PARTS)[number]): Float64Array => {
      const from = (at * PARTS.length + PARTS.indexOf(name)) * slots
      return values.subarray(from, from + slots)
    }
    return {
      day,
      totalSd: totalSd[at]!,
      mean: part('mean'),
      lower95: part('lower95'),
      lower80: part('lower80'),
      upper80: part('upper80'),
      upper95: part('upper95'),
    }
  })
}

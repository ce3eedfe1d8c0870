// The days a factor model learns from, on the square-root scale.
import { root } from '../counts.ts'
import { endOf, type History, profileDay, teaches, valuesOf } from '../history.ts'

export interface LearnDay {
  day: number
  /** weekday whose profile it follows */
  profile: number
  weight: number
  /** 1, less for a day unlike all others */
  trust: number
  /** counts on the root scale, NaN where not known */
  known: Float64Array
  /** the same, but cells not known follow what is expected */
  rooted: Float64Array
  /** what the calendar adds to the profile */
  explained: Float64Array
}

/** Older days teach nothing: two years and some weeks, so that a year's wave is seen twice. */
const TEACHING_DAYS = 800
/** A day this old counts half in the weekday profiles. */
const HALF_LIFE_WEEKS = 26

export const ageWeight = (history: History, day: number, halfLifeWeeks: number): number =>
  0.5 ** ((endOf(history) - 1 - day) / 7 / halfLifeWeeks)

export const firstTeaching = (history: History): number => Math.max(history.firstDay, endOf(history) - TEACHING_DAYS)

/** `shift` says by how much a day's counts are multiplied to be at today's level. */
export function learnDays(history: History, shift: (day: number) => number): LearnDay[] {
  const days: LearnDay[] = []
  for (let day = firstTeaching(history); day < endOf(history); day++) {
    if (!teaches(history, day)) continue
    const scale = Math.sqrt(shift(day))
    const known = valuesOf(history, day)!.map((value) => scale * root(value))
    const profile = profileDay(history.calendar, day)
    const weight = ageWeight(history, day, HALF_LIFE_WEEKS)
    days.push({
      day,
      profile,
      weight,
      trust: 1,
      known,
      rooted: known.slice(),
      explained: new Float64Array(history.slots),
    })
  }
  return days
}

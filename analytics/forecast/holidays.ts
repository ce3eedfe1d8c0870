// Holidays in a calendar: their runs, and features by name and by how far a date is from them.
import { type Calendar, markOf } from './calendar.ts'

/** So far before and after a holiday its effect is looked for. */
const BEFORE_DAYS = 15
const AFTER_DAYS = 12
/** Days of a run by their distance from its anchor; those further off count with the last. */
const FIRST_INDEX = -2
const LAST_INDEX = 8

/** Distances in days, and how wide neighbours share. */
const BUMPS = [
  { at: 1, width: 0.5 },
  { at: 2, width: 0.5 },
  { at: 3.2, width: 0.8 },
  { at: 5.5, width: 1.4 },
  { at: 9, width: 2 },
  { at: 13, width: 2.5 },
]

export interface Run {
  name: string
  first: number
  last: number
  /** the day that its days are counted from */
  anchor: number
}

const found = new WeakMap<Calendar, Run[]>()

/** Holidays of one name on dates side by side, by date. */
export function runsOf(calendar: Calendar): Run[] {
  const known = found.get(calendar)
  if (known) return known
  const runs: Run[] = []
  for (const day of [...calendar.keys()].sort((a, b) => a - b)) {
    const { holiday, name = '', anchor } = markOf(calendar, day)
    if (!holiday) continue
    const last = runs.at(-1)
    if (last && last.name === name && last.last === day - 1) last.last = day
    else runs.push({ name, first: day, last: day, anchor: day })
    if (anchor) runs.at(-1)!.anchor = day
  }
  found.set(calendar, runs)
  return runs
}

/** Where a date stands to a run: within it by its distance from the anchor, or so many days before or after. */
interface Place {
  name: string
  kind: 'in' | 'before' | 'after'
  far: number
}

function placesOf(calendar: Calendar, day: number): Place[] {
  return runsOf(calendar).flatMap(({ name, first, last, anchor }): Place[] => {
    if (day < first - BEFORE_DAYS || day > last + AFTER_DAYS) return []
    if (day < first) return [{ name, kind: 'before', far: first - day }]
    if (day > last) return [{ name, kind: 'after', far: day - last }]
    return [{ name, kind: 'in', far: Math.max(FIRST_INDEX, Math.min(LAST_INDEX, day - anchor)) }]
  })
}

export interface HolidayColumns {
  /** of each column: columns of one group share how strong they may be */
  groups: number[]
  of(calendar: Calendar, day: number): number[]
}

/** A holiday that has been seen has effects of its own, drawn to those that all share. */
export function holidayColumns(calendar: Calendar, from: number, to: number): HolidayColumns {
  const seen = runsOf(calendar).filter(({ first, last }) => last >= from && first < to)
  if (seen.length === 0) return { groups: [], of: () => [] }
  const names = [...new Set(seen.map((run) => run.name))]
  const indexes = names.map((name) => {
    const own = seen.filter((run) => run.name === name)
    const least = Math.max(FIRST_INDEX, Math.min(...own.map(({ first, anchor }) => first - anchor)))
    const most = Math.min(LAST_INDEX, Math.max(...own.map(({ last, anchor }) => last - anchor)))
    return { name, least, most }
  })
  const around = 2 * BUMPS.length
  const groups = [0, ...new Array<number>(around).fill(1)]
  indexes.forEach(({ least, most }, at) => {
    groups.push(...new Array<number>(most - least + 1).fill(2 + 2 * at), ...new Array<number>(around).fill(3 + 2 * at))
  })
  return {
    groups,
    of(known, day) {
      const places = placesOf(known, day)
      const row = [places.some(({ kind }) => kind === 'in') ? 1 : 0, ...aroundOf(places)]
      for (const { name, least, most } of indexes) {
        const own = places.filter((place) => place.name === name)
        for (let index = least; index <= most; index++)
          row.push(own.some(({ kind, far }) => kind === 'in' && clamp(far, least, most) === index) ? 1 : 0)
        row.push(...aroundOf(own))
      }
      return row
    },
  }
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value))

const aroundOf = (places: Place[]): number[] =>
  (['before', 'after'] as const).flatMap((side) =>
    BUMPS.map(({ at, width }) => {
      const near = places.filter(({ kind }) => kind === side)
      const height = Math.max(0, ...near.map(({ far }) => Math.exp(-0.5 * ((far - at) / width) ** 2)))
      return height < 0.01 ? 0 : height
    }),
  )

/** So near a holiday a day may be as odd as it is. */
const NEAR_DAYS = 7

export const nearHoliday = (calendar: Calendar, day: number): boolean =>
  runsOf(calendar).some(({ first, last }) => day >= first - NEAR_DAYS && day <= last + NEAR_DAYS)

/** A holiday of that name has been, with calls or without, before `to`. */
export const wasSeen = (calendar: Calendar, name: string, from: number, to: number): boolean =>
  runsOf(calendar).some((run) => run.name === name && run.first >= from && run.last < to)

// Calendar features of a date, all known in advance: place in the month, after and before closed days, holidays, promotions.
import { type Calendar, type DayMark, markOf } from './calendar.ts'
import { firstTeaching } from './factors/days.ts'
import { DAY_MS, endOf, type History, isClosed, openWeekdays, teaches, weekdayOf } from './history.ts'
import { holidayColumns, wasSeen } from './holidays.ts'

/** A bump of a width in days, so that neighbouring dates share what they learn. */
interface Bump {
  at: number
  width: number
}

export interface FeatureShape {
  /** day of the month, and days left of it */
  monthStart: Bump[]
  monthEnd: Bump[]
  /** the same in days on which the centre is open: first is 1, last is 0 left */
  openStart: Bump[]
  openEnd: Bump[]
}

const bumps = (ats: number[], width: number): Bump[] => ats.map((at) => ({ at, width }))

const STARTS = [1, 2, 3, 4, 5, 6]
const ENDS = [0, 1, 2, 3, 4]
const MIDDLES = [9, 12, 15, 18, 21, 24]

/** The dates one by one, in soft neighbourhoods, and the ends of the month only. */
export const NARROW_MONTH: FeatureShape = {
  monthStart: [...bumps(STARTS, 0.6), ...bumps(MIDDLES, 1.6)],
  monthEnd: bumps(ENDS, 0.6),
  openStart: [],
  openEnd: [],
}
export const MONTH_ENDS: FeatureShape = {
  monthStart: bumps(STARTS, 1),
  monthEnd: bumps(ENDS, 1),
  openStart: [],
  openEnd: [],
}
/** Wages and bills come on the first open day, whatever its date. */
export const OPEN_DAYS: FeatureShape = {
  ...MONTH_ENDS,
  openStart: bumps([1, 2, 3, 4], 0.6),
  openEnd: bumps([0, 1, 2], 0.6),
}

/** after a closed day, the day after that, before one */
const OTHERS = 3
/** Weight of what a planner names: a few days are enough to learn it. */
const NAMED = 4
/** A year's wave is only learned when most of two years have been seen. */
const YEAR_WAVE_DAYS = 540
const YEAR_DAYS = 365.25

const height = (bump: Bump, value: number): number => Math.exp(-0.5 * ((value - bump.at) / bump.width) ** 2)

const bumpsOf = (bumps: Bump[], value: () => number): number[] => {
  if (bumps.length === 0) return []
  const at = value()
  return bumps.map((bump) => height(bump, at))
}

export interface Features {
  /** of each feature: those of one group share how strong they may be; −1 is none */
  groups: number[]
  /** `known` may be later than what was learned from: what was marked or seen since counts */
  of(day: number, known: History): Float64Array
  /** a holiday of that name has been */
  seen(holiday: string): boolean
  /** the promotion has an effect of its own, learned from days before */
  learned(promotion: string): boolean
}

/** Promotions seen in the history, each with an effect of its own; one never seen has none. */
function promotionsOf(history: History): string[] {
  const names = new Set<string>()
  for (const [day, mark] of history.calendar) if (mark.promotion && teaches(history, day)) names.add(mark.promotion)
  return [...names].sort()
}

/** What stands before and after a date, in days on which the centre is usually open. */
interface Around {
  /** closed although its weekday is usually open; the future is closed only where marked */
  shut(day: number): boolean
  step(day: number, by: 1 | -1): number
  /** open days from `day` to the edge of its month, itself included */
  openDays(day: number, by: 1 | -1, toEdge: number): number
}

function aroundOf(known: History, open: boolean[]): Around {
  const usual = (day: number): boolean => open[weekdayOf(day)] ?? false
  const shut = (day: number): boolean =>
    usual(day) &&
    (day < endOf(known) && day >= known.firstDay ? isClosed(known, day) : (markOf(known.calendar, day).closed ?? false))
  return {
    shut,
    step(day, by) {
      for (let other = day + by; Math.abs(other - day) <= 7; other += by) if (usual(other)) return other
      return day + by
    },
    openDays(day, by, toEdge) {
      let count = 0
      for (let gone = 0; gone <= toEdge; gone++) if (usual(day + gone * by) && !shut(day + gone * by)) count += 1
      return count
    },
  }
}

/** Features of a date by this shape; dates the history holds are remembered. */
export function featuresOf(history: History, shape: FeatureShape): Features {
  const open = openWeekdays(history)
  const promotions = promotionsOf(history)
  const waves = history.days.length >= YEAR_WAVE_DAYS ? [1, 2, 3] : []
  const holidays = holidayColumns(history.calendar, firstTeaching(history), endOf(history))
  const make = (day: number, { shut, step, openDays }: Around, calendar: Calendar): Float64Array => {
    const mark: DayMark = markOf(calendar, day)
    const date = new Date(day * DAY_MS)
    const dayOfMonth = date.getUTCDate()
    const left = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate() - dayOfMonth
    const before = step(day, -1)
    return Float64Array.from([
      ...shape.monthStart.map((bump) => height(bump, dayOfMonth)),
      ...shape.monthEnd.map((bump) => height(bump, left)),
      ...bumpsOf(shape.openStart, () => openDays(day, -1, dayOfMonth - 1)),
      ...bumpsOf(shape.openEnd, () => openDays(day, 1, left) - 1),
      // rare and strong: a weight weakens the ridge on it
      shut(before) ? 2 : 0,
      !shut(before) && shut(step(before, -1)) ? 1 : 0,
      shut(step(day, 1)) ? 1 : 0,
      ...promotions.map((name) => (mark.promotion === name ? NAMED : 0)),
      ...waves.flatMap((wave) => [
        Math.sin((2 * Math.PI * wave * day) / YEAR_DAYS),
        Math.cos((2 * Math.PI * wave * day) / YEAR_DAYS),
      ]),
      ...holidays.of(calendar, day),
    ])
  }
  const learnt = aroundOf(history, open)
  const past = new Map<number, Float64Array>()
  const plain = shape.monthStart.length + shape.monthEnd.length + shape.openStart.length + shape.openEnd.length + OTHERS
  return {
    groups: [...new Array<number>(plain + promotions.length + 2 * waves.length).fill(-1), ...holidays.groups],
    seen: (holiday) => wasSeen(history.calendar, holiday, firstTeaching(history), endOf(history)),
    learned: (promotion) => promotions.includes(promotion),
    of(day, known) {
      // the last day learned from had a tomorrow that was not known yet
      if (day >= endOf(history) - 1) return make(day, aroundOf(known, open), known.calendar)
      const made = past.get(day) ?? make(day, learnt, history.calendar)
      past.set(day, made)
      return made
    },
  }
}

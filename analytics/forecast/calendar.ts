// What is known of a date before it comes: closed, a holiday, a made-up workday, what a planner marked.

export interface DayMark {
  closed?: boolean
  /** a public holiday on which the centre is open */
  holiday?: boolean
  /** of a holiday: those of one name share an effect of their own */
  name?: string
  /** the date that a holiday's days are counted from, where it is not the first: the lunar new year */
  anchor?: boolean
  /** worked instead of a holiday: follows this weekday unless the queue's own past says otherwise */
  makeUp?: number
  /** follow the profile of this weekday (0 is Sunday): a made-up workday on a Saturday */
  asWeekday?: number
  /** name of a promotion; days of one name share one learned effect */
  promotion?: string
  /** how many times the usual calls the planner expects, until a promotion of that name has been seen */
  lift?: number
  /** an outage or other day that must teach nothing */
  excluded?: boolean
}

/** By date as days since 1970-01-01. A date without a mark is an ordinary one. */
export type Calendar = ReadonlyMap<number, DayMark>

const ORDINARY: DayMark = {}

export const markOf = (calendar: Calendar, day: number): DayMark => calendar.get(day) ?? ORDINARY

/** Later calendars win, field by field: national holidays, then the company's table, then the planner's marks. */
export function mergeCalendars(...calendars: Calendar[]): Calendar {
  const merged = new Map<number, DayMark>()
  for (const calendar of calendars) for (const [day, mark] of calendar) merged.set(day, { ...merged.get(day), ...mark })
  return merged
}

/** A day that is expected to be unlike others. */
export const isNamed = (mark: DayMark): boolean => mark.holiday === true || mark.promotion !== undefined

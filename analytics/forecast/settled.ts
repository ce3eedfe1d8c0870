// What a queue's own past says of marks that leave it open: are weekends worked instead of a holiday like workdays, are holidays closed?
import { type Calendar, type DayMark, markOf } from './calendar.ts'
import { endOf, type History, isClosed, openWeekdays, valuesOf, weekdayOf } from './history.ts'

const cache = new WeakMap<Calendar, { until: number; from: number; calendar: Calendar }>()

/** Known days say what is learned, so nothing after them counts. */
export function settled(known: History): History {
  const [from, until] = [known.firstDay, endOf(known)]
  const kept = cache.get(known.calendar)
  if (kept && kept.until === until && kept.from === from) return { ...known, calendar: kept.calendar }
  const calendar = settledCalendar(known)
  cache.set(known.calendar, { until, from, calendar })
  return { ...known, calendar }
}

const isOpenQuestion = ({ makeUp, holiday, asWeekday }: DayMark): boolean =>
  asWeekday === undefined && (makeUp !== undefined || holiday === true)

function settledCalendar(known: History): Calendar {
  const { calendar } = known
  const open = [...calendar].filter(([, mark]) => isOpenQuestion(mark))
  if (open.length === 0) return calendar
  const worked = madeUpAreWorked(known, open)
  const closedBy = closedHolidays(known, open)
  const made = new Map(calendar)
  for (const [day, mark] of open) {
    if (mark.makeUp !== undefined && worked) made.set(day, { ...mark, asWeekday: mark.makeUp })
    const later = day >= endOf(known) || day < known.firstDay
    if (mark.holiday && later && closedBy(mark.name ?? '')) made.set(day, { ...mark, closed: true })
  }
  return made
}

const sumOf = (values: Float64Array): number => values.reduce((all, value) => all + (value || 0), 0)
const medianOf = (values: number[]): number | undefined => values.toSorted((a, b) => a - b)[values.length >> 1]

/** Days of the past, as the sum of an ordinary weekday; undefined where it is closed. */
function usualOf(known: History): (number | undefined)[] {
  const open = openWeekdays(known)
  const sums = Array.from({ length: 7 }, (): number[] => [])
  known.days.forEach((values, at) => {
    const day = known.firstDay + at
    const { holiday, makeUp, excluded } = markOf(known.calendar, day)
    if (!holiday && makeUp === undefined && !excluded && !values.every(Number.isNaN))
      sums[weekdayOf(day)]!.push(sumOf(values))
  })
  return sums.map((each, weekday) => (open[weekday] ? medianOf(each) : undefined))
}

/** Until the past says otherwise they are: that is what they are made for. */
function madeUpAreWorked(known: History, marks: [number, DayMark][]): boolean {
  const usual = usualOf(known)
  let own = 0
  let worked = 0
  for (const [day, { makeUp, excluded }] of marks) {
    const values = valuesOf(known, day)
    if (makeUp === undefined || !values || excluded) continue
    const [weekend, workday] = [usual[weekdayOf(day)], usual[makeUp]]
    const closed = values.every(Number.isNaN)
    if (closed || weekend === undefined || workday === undefined) {
      // one of the two is closed, so it is told by whether this day was
      if (closed !== (workday === undefined)) own += 1
      else worked += 1
      continue
    }
    const log = Math.log(sumOf(values) + 1)
    own += Math.abs(log - Math.log(workday + 1)) > Math.abs(log - Math.log(weekend + 1)) ? 1 : 0
    worked += Math.abs(log - Math.log(workday + 1)) > Math.abs(log - Math.log(weekend + 1)) ? 0 : 1
  }
  return own <= worked
}

/** By a holiday's name: it was closed before on weekdays otherwise open; one not seen is as most were. */
function closedHolidays(known: History, marks: [number, DayMark][]): (name: string) => boolean {
  const open = openWeekdays(known)
  const votes = new Map<string, number>()
  let all = 0
  for (const [day, { holiday, name = '', excluded }] of marks) {
    if (!holiday || excluded || !valuesOf(known, day) || !open[weekdayOf(day)]) continue
    const vote = isClosed(known, day) ? 1 : -1
    votes.set(name, (votes.get(name) ?? 0) + vote)
    all += vote
  }
  return (name) => (votes.get(name) ?? all) > 0
}

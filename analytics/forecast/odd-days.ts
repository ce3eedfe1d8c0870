// Days that look like an outage or an event that nobody marked: the planner is asked, nothing is decided for him.
import { isNamed, markOf } from './calendar.ts'
import { dateOf, endOf, type History, profileDay, teaches, valuesOf } from './history.ts'
import type { Warning } from './warnings.ts'

const LOOKED_BACK_DAYS = 182
/** The usual is the median of the same weekdays this near; so many are needed. */
const AROUND_DAYS = 35
const LEAST_OTHERS = 3
/** A day is odd when it is so many times busier, or quieter, and so many times the queue's own scatter off. */
const BUSY = 1.4
const QUIET = 0.6
const SCATTERS = 6
/** and so many calls more than counts go up and down by themselves */
const SURELY = 6
/** More days than this on the same side are a new level, not a day. */
const LEVEL_DAYS = 4
/** Slots with less than this share of the usual, which hold so much of a day's calls, are a fault. */
const BROKEN = 0.1
const BROKEN_DAY = 0.2
const BROKEN_CALLS = 20
const MOST_ASKED = 12

interface Day {
  day: number
  sum: number
  usual: number
}

const medianOf = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const sumOf = (values: Float64Array): number => values.reduce((all, value) => all + (value || 0), 0)

const others = (history: History, day: number): Float64Array[] => {
  const found: Float64Array[] = []
  for (let other = day - AROUND_DAYS; other <= day + AROUND_DAYS; other++)
    if (
      other !== day &&
      teaches(history, other) &&
      profileDay(history.calendar, other) === profileDay(history.calendar, day)
    )
      found.push(valuesOf(history, other)!)
  return found
}

/** The latest first asked. */
export function oddDays(history: History): Warning[] {
  const days: Day[] = []
  for (let day = Math.max(history.firstDay, endOf(history) - LOOKED_BACK_DAYS); day < endOf(history); day++) {
    if (!teaches(history, day) || isNamed(markOf(history.calendar, day))) continue
    const near = others(history, day)
    if (near.length >= LEAST_OTHERS)
      days.push({ day, sum: sumOf(valuesOf(history, day)!), usual: medianOf(near.map(sumOf)) })
  }
  const scatter = 1.4826 * medianOf(days.map(({ sum, usual }) => Math.abs(Math.log((sum + 1) / (usual + 1)))))
  const sides = days.map((each) => sideOf(each, scatter))
  return days
    .flatMap((each, at) => (runOf(sides, at) > LEVEL_DAYS ? [] : (askedOf(history, each, sides[at]!) ?? [])))
    .slice(-MOST_ASKED)
}

function sideOf({ sum, usual }: Day, scatter: number): -1 | 0 | 1 {
  const log = Math.log((sum + 1) / (usual + 1))
  if (Math.abs(log) < SCATTERS * scatter || Math.abs(sum - usual) < SURELY * Math.sqrt(usual) + SURELY) return 0
  return sum > BUSY * usual ? 1 : sum < QUIET * usual ? -1 : 0
}

function runOf(sides: number[], at: number): number {
  if (sides[at] === 0) return 0
  let from = at
  let to = at
  while (sides[from - 1] === sides[at]) from -= 1
  while (sides[to + 1] === sides[at]) to += 1
  return to + 1 - from
}

function askedOf(history: History, { day, sum, usual }: Day, side: number): Warning | undefined {
  const at = dateOf(day)
  if (side > 0) return { type: 'day-busy', at, count: 1, share: sum / usual, mark: 'promotion' }
  const broken = brokenSlots(history, day)
  if (broken > 0) return { type: 'day-broken', at, count: broken, mark: 'outage' }
  return side < 0 ? { type: 'day-quiet', at, count: 1, share: sum / usual, mark: 'outage' } : undefined
}

/** How many slots the longest silent stretch of the day has, if it is one that cannot be chance. */
function brokenSlots(history: History, day: number): number {
  const near = others(history, day)
  const values = valuesOf(history, day)!
  const usual = values.map((_, j) => medianOf(near.map((other) => other[j]!).filter((value) => !Number.isNaN(value))))
  const all = sumOf(usual)
  let longest = 0
  for (let from = 0; from < values.length; from++) {
    let to = from
    let missed = 0
    while (to < values.length && values[to]! <= BROKEN * usual[to]! && usual[to]! > 0) missed += usual[to++]!
    if (missed >= Math.max(BROKEN_CALLS, BROKEN_DAY * all)) longest = Math.max(longest, to - from)
    from = to
  }
  return longest
}

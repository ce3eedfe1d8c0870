// A queue that grows or shrinks steadily: its days are learned from at today's level, and the growth goes on, damped.
import { endOf, type History } from '../history.ts'
import { levels, medianOf } from './shifts.ts'

/** So far back a trend is looked for; so many weeks must show it. */
const LOOKED_BACK_DAYS = 182
const LEAST_WEEKS = 7
const LEAST_DAYS = 3
/** A slope this many times its own error goes on as it is, half as sure not at all; few weeks must be surer of it. */
const SURE = 4
const SURER_WEEKS = 8
/** Each half of the weeks must show at least this share of the slope: a step, or a wave's turn, does not. */
const BOTH_HALVES = 0.4
/** Growth goes on for about so many times as long as it was seen, ever more slowly. */
const GOES_ON = 2
/** The most a month is taken to grow. */
const MOST_A_DAY = Math.log(2) / 30.4

/** By how much the level of a day differs from that of the last one learned from, as a factor for its counts. */
export type Growth = (day: number) => number

const NONE: Growth = () => 1

/** `shift` brings days before a step to today's level. */
export function growthOf(history: History, firstDay: number, shift: (day: number) => number): Growth {
  const last = endOf(history) - 1
  const from = Math.max(firstDay, last - LOOKED_BACK_DAYS + 1)
  const weeks = weeklyLevels(history, from, shift)
  if (weeks.length < LEAST_WEEKS) return NONE
  const slope = sureSlope(weeks)
  if (slope === 0) return NONE
  const back = weeks[0]!.day - last
  const damping = 1 - 1 / (GOES_ON * 7 * weeks.length)
  return (day) => {
    const ahead = day - last
    const days = ahead <= 0 ? Math.max(back, ahead) : (damping * (1 - damping ** ahead)) / (1 - damping)
    return Math.exp(slope * days)
  }
}

interface Week {
  day: number
  level: number
}

/** Median log level of each seven days, the last of them whole. */
function weeklyLevels(history: History, from: number, shift: (day: number) => number): Week[] {
  const byWeek = new Map<number, Week[]>()
  const last = endOf(history) - 1
  for (const { day, level } of levels(history, from)) {
    const week = Math.floor((last - day) / 7)
    byWeek.set(week, [...(byWeek.get(week) ?? []), { day, level: level + Math.log(shift(day)) }])
  }
  return [...byWeek.values()]
    .filter((days) => days.length >= LEAST_DAYS)
    .map((days) => ({
      day: days.reduce((sum, each) => sum + each.day, 0) / days.length,
      level: medianOf(days.map((each) => each.level)),
    }))
    .sort((a, b) => a.day - b.day)
}

/** Theil's slope: the median of all between two weeks. */
function slopeOf(weeks: Week[]): number {
  const slopes: number[] = []
  for (let a = 0; a < weeks.length; a++)
    for (let b = a + 1; b < weeks.length; b++)
      slopes.push((weeks[b]!.level - weeks[a]!.level) / (weeks[b]!.day - weeks[a]!.day))
  return medianOf(slopes)
}

/** The slope a day as far as it is sure; 0 where chance, a step or a turn explains it. */
function sureSlope(weeks: Week[]): number {
  const slope = slopeOf(weeks)
  const half = weeks.length >> 1
  if ([weeks.slice(0, half + 1), weeks.slice(half)].some((part) => slopeOf(part) / slope < BOTH_HALVES)) return 0
  const sure = Math.abs(slope) / errorOf(weeks, slope)
  const share = Math.max(0, Math.min(1, (2 * sure) / (SURE * (1 + SURER_WEEKS / weeks.length)) - 1))
  return Math.max(-MOST_A_DAY, Math.min(MOST_A_DAY, slope * share))
}

/** Standard error of the slope, as weeks that go together know less than as many apart. */
function errorOf(weeks: Week[], slope: number): number {
  const middle = weeks.reduce((sum, { day }) => sum + day, 0) / weeks.length
  const base = medianOf(weeks.map(({ day, level }) => level - slope * (day - middle)))
  const left = weeks.map(({ day, level }) => level - base - slope * (day - middle))
  let square = 0
  let product = 0
  let span = 0
  weeks.forEach(({ day }, at) => {
    square += left[at]! ** 2
    if (at > 0) product += left[at]! * left[at - 1]!
    span += (day - middle) ** 2
  })
  const together = Math.max(0, Math.min(0.9, square > 0 ? product / square : 0))
  return Math.sqrt(((square / Math.max(1, weeks.length - 2)) * (1 + together)) / (1 - together) / span) || 1e-9
}

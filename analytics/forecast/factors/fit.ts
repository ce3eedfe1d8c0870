// Fits the factor model: weekday profiles, common shapes of a day's departure from them, and what the calendar explains of those.
import { isNamed, markOf } from '../calendar.ts'
import { poissonRootVariance, rateOf } from '../counts.ts'
import { type FeatureShape, type Features, featuresOf } from '../features.ts'
import type { History } from '../history.ts'
import { nearHoliday } from '../holidays.ts'
import { addTo, dot, minus, orthonormalise, topVectors } from '../linear.ts'
import { ageWeight, firstTeaching, type LearnDay, learnDays } from './days.ts'
import { type Design, designOf, learnEffects, typicalOf } from './effects.ts'
import { learnNoise, type Noise } from './noise.ts'
import { learnDrift, learnProfiles, recentLevel, smooth, smoothingWidth } from './profiles.ts'
import { shiftsOf } from './shifts.ts'
import { type DayState, follow, learnState } from './state.ts'
import { type Growth, growthOf } from './trend.ts'

export interface Tuning {
  factors: number
  ridge: number
  shape: FeatureShape
}

export interface FactorFit {
  profiles: Float64Array[]
  /** variance of the first factor by weekday: of one not seen yet, how weekdays differ; else 0 */
  unseen: Float64Array
  loadings: Float64Array[]
  effects: Float64Array[]
  states: DayState[]
  /** correlation of the factors' innovations, factors × factors */
  together: Float64Array
  noise: Noise
  features: Features
  /** factor that brings a past day's counts to the level learned */
  shift(day: number): number
  /** by how much a day to come is above that level, where the queue grows */
  growth: Growth
}

/** An innovation counts as at most this many standard deviations. */
const CLAMP = 4
/** Days further off than half the typical day are scaled down where shapes are learned, so that few odd days do not rule them. */
const HEAVY = 0.5
/** A day this many times as far off as the typical one is odd. */
const ODD = 4
/** How strongly the first shape is drawn to the usual day, where few calls show none of their own. */
const DRAWN = 3
/** Half-life of the drift of the common shape. */
const DRIFT_WEEKS = 3
/** Where scores are mostly noise the ridge grows, at most so many times. */
const MOST_RIDGE = 20

/** The shapes in which days depart from their profiles, smooth over neighbouring slots; drawn to the `usual` day itself, busier or quieter. */
function learnShapes(rests: Float64Array[], usual: Float64Array, count: number): Float64Array[] {
  const slots = usual.length
  const sizes = rests.map((rest) => dot(rest, rest))
  const typical = Float64Array.from(sizes).sort()[Math.floor(sizes.length / 2)] ?? 1
  const spread = new Float64Array(slots * slots)
  let days = 0
  rests.forEach((rest, at) => {
    const weight = Math.min(1, (HEAVY * typical) / (sizes[at]! || 1))
    days += weight
    for (let i = 0; i < slots; i++) {
      const value = weight * rest[i]!
      if (value !== 0) for (let j = 0; j <= i; j++) spread[i * slots + j]! += value * rest[j]!
    }
  })
  // as much as the largest shape that counts' noise alone would show
  const noise = meanOfArray(usual.map((value) => poissonRootVariance(rateOf(value))))
  const drawn = (DRAWN * days * noise * ((1 + Math.sqrt(slots / rests.length)) ** 2 - 1)) / (dot(usual, usual) || 1)
  for (let i = 0; i < slots; i++) for (let j = 0; j <= i; j++) spread[i * slots + j]! += drawn * usual[i]! * usual[j]!
  for (let i = 0; i < slots; i++) for (let j = 0; j < i; j++) spread[j * slots + i] = spread[i * slots + j]!
  const shapes = topVectors(spread, slots, count).map((shape) => smooth(shape, 1.5 * smoothingWidth(slots)))
  orthonormalise(shapes)
  return shapes
}

const meanOfArray = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** More ridge where the noise of counts alone explains most of the scores. */
function ridgeFor(scores: Float64Array, loading: Float64Array, rates: Float64Array, ridge: number): number {
  let noise = 0
  for (let j = 0; j < rates.length; j++) noise += loading[j]! ** 2 * poissonRootVariance(rates[j]!)
  const all = typicalOf(scores) ** 2
  return ridge * Math.min(MOST_RIDGE, all / Math.max(1e-9, all - noise))
}

function correlations(states: DayState[], scores: Float64Array[]): Float64Array {
  const count = states.length
  const units = states.map((state, k) => {
    const unit: number[] = []
    follow(state, scores[k]!, (innovation, variance) =>
      unit.push(Math.max(-CLAMP, Math.min(CLAMP, innovation / (Math.sqrt(variance) || 1)))),
    )
    return Float64Array.from(unit)
  })
  const together = new Float64Array(count * count)
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) {
      const size = Math.sqrt(dot(units[a]!, units[a]!) * dot(units[b]!, units[b]!))
      together[a * count + b] = a === b ? 1 : size > 0 ? dot(units[a]!, units[b]!) / size : 0
    }
  return together
}

/** How days depart from their weekday's profile. */
interface Departures {
  profiles: Float64Array[]
  loadings: Float64Array[]
  /** days less their profiles, and those along the loadings */
  rests: Float64Array[]
  scores: Float64Array[]
}

/** Profiles from what the calendar leaves of the days; cells not known become what is expected. */
function learnRests(days: LearnDay[], slots: number): { profiles: Float64Array[]; rests: Float64Array[] } {
  const profiles = learnProfiles(days, slots)
  for (const day of days)
    for (let j = 0; j < slots; j++)
      if (Number.isNaN(day.known[j]!)) day.rooted[j] = profiles[day.profile]![j]! + day.explained[j]!
  return { profiles, rests: days.map((day) => minus(day.rooted, profiles[day.profile]!)) }
}

const scoresOf = (rests: Float64Array[], loadings: Float64Array[]): Float64Array[] =>
  loadings.map((loading) => Float64Array.from(rests, (rest) => dot(loading, rest)))

/** A day that even the calendar does not explain counts less in its weekday's profile the odder it is. */
function weighOddDays(days: LearnDay[], rests: Float64Array[]): void {
  const sizes = days.map((day, at) => {
    const rest = minus(rests[at]!, day.explained)
    return Math.sqrt(dot(rest, rest))
  })
  const typical = Float64Array.from(sizes).sort()[Math.floor(sizes.length / 2)] ?? 0
  days.forEach((day, at) => {
    if (sizes[at]! > ODD * typical) day.trust = ((ODD * typical) / sizes[at]!) ** 2
  })
}

/** What the calendar explains of each factor's scores. */
function explain(
  { loadings, scores, profiles }: Departures,
  design: Design,
  /** whose counts say how much of the scores is noise */
  weekday: number,
  ridge: number,
): Float64Array[] {
  const rates = profiles[weekday]!.map(rateOf)
  // with little history the calendar must not explain all of it
  const strength = ridge * Math.max(1, 60 / design.rows.length)
  return scores.map((score, k) => learnEffects(score, design, ridgeFor(score, loadings[k]!, rates, strength)))
}

/** One fit by tuning; what does not depend on the tuning is learned once. At least one day must teach. */
export function fitFactors(history: History, tunings: Tuning[]): FactorFit[] {
  const step = shiftsOf(history, firstTeaching(history))
  const growth = growthOf(history, firstTeaching(history), step)
  const shift = (day: number): number => step(day) / growth(day)
  const days = learnDays(history, shift)
  const most = Math.max(...tunings.map((tuning) => countOf(tuning, history.slots, days.length)))
  const { profiles, rests } = learnRests(days, history.slots)
  const loadings = learnShapes(rests, profiles[days.at(-1)!.profile]!, most)
  const departures = { profiles, rests, loadings, scores: scoresOf(rests, loadings) }
  return tunings.map((tuning) => ({ ...fitMember(history, days, departures, tuning), shift, growth }))
}

const countOf = (tuning: Tuning, slots: number, days: number): number =>
  Math.max(1, Math.min(tuning.factors, slots, Math.floor(days / 12)))

function fitMember(
  history: History,
  given: LearnDay[],
  first: Departures,
  tuning: Tuning,
): Omit<FactorFit, 'shift' | 'growth'> {
  const { slots } = history
  const days = given.map((day) => ({ ...day, rooted: day.rooted.slice(), explained: new Float64Array(slots) }))
  const features = featuresOf(history, tuning.shape)
  const rows = days.map((day) => features.of(day.day, history))
  const count = countOf(tuning, slots, days.length)
  const named = days.map(({ day }) => isNamed(markOf(history.calendar, day)) || nearHoliday(history.calendar, day))
  const design = designOf(rows, named, features.groups)
  const weekday = days.at(-1)!.profile
  const begun = { ...first, loadings: first.loadings.slice(0, count), scores: first.scores.slice(0, count) }
  const roughly = explain(begun, design, weekday, tuning.ridge)
  days.forEach((day, at) => {
    for (const [k, loading] of begun.loadings.entries()) addTo(day.explained, dot(rows[at]!, roughly[k]!), loading)
  })
  weighOddDays(days, begun.rests)
  const { loadings } = begun
  const { profiles: calmer, rests } = learnRests(days, slots)
  const scores = scoresOf(rests, loadings)
  const effects = explain({ profiles: calmer, loadings, rests, scores }, design, weekday, tuning.ridge)
  const unexplained = scores.map((score, k) => score.map((value, at) => value - dot(rows[at]!, effects[k]!)))
  const states = unexplained.map(learnState)
  const left = days.map((day, at) => leftOver(day.known, rests[at]!, loadings))
  const noise = learnNoise(
    left,
    calmer.map((profile) => profile.map(rateOf)),
    (at) => days[at]!.profile,
    slots,
    days.length / Math.max(1, days.length - 7 - count),
  )
  const lately = (at: number): number => days[at]!.trust * ageWeight(history, days[at]!.day, DRIFT_WEEKS)
  const drift = learnDrift(left, lately, slots)
  unexplained.forEach((score, k) => {
    const level = recentLevel(score, days)
    addTo(drift, level, loadings[k]!)
  })
  const profiles = calmer.map((profile) => profile.map((value, j) => value + drift[j]!))
  const unseen = unseenOf(days, profiles, loadings[0]!)
  return { profiles, unseen, loadings, effects, states, together: correlations(states, unexplained), noise, features }
}

/** Few weekdays seen look more alike than all are: at least so much of the usual day, as a share of its root. */
const WEEKDAYS_DIFFER = 0.15

function unseenOf(days: LearnDay[], profiles: Float64Array[], loading: Float64Array): Float64Array {
  const seen = new Set(days.map((day) => day.profile))
  const levels = profiles.map((profile) => dot(profile, loading))
  const own = Float64Array.from(seen, (weekday) => levels[weekday]!)
  const mean = meanOfArray(own)
  const differ = Math.max(meanOfArray(own.map((level) => (level - mean) ** 2)), (WEEKDAYS_DIFFER * mean) ** 2)
  return Float64Array.from(levels, (_, weekday) => (seen.has(weekday) ? 0 : differ))
}

/** What the factors leave of a day; NaN where nothing was known. */
function leftOver(known: Float64Array, rest: Float64Array, loadings: Float64Array[]): Float64Array {
  const left = rest.slice()
  for (const loading of loadings) addTo(left, -dot(loading, rest), loading)
  for (let j = 0; j < left.length; j++) if (Number.isNaN(known[j]!)) left[j] = Number.NaN
  return left
}

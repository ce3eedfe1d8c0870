// Fits the factor model: weekday profiles, common shapes of a day's departure from them, and what the calendar explains of those.
import { meanOf, root } from '../counts.ts'
import { type FeatureShape, type Features, featuresOf } from '../features.ts'
import { endOf, type History, profileDay, teaches, valuesOf } from '../history.ts'
import { dot, solve, topVectors } from '../linear.ts'
import { learnNoise, type Noise } from './noise.ts'
import { type DayState, follow, learnState } from './state.ts'

export interface Tuning {
  factors: number
  ridge: number
  /** a day this many weeks old counts half in the weekday profiles */
  halfLifeWeeks: number
  /** weeks of the common shape that a weekday's own profile is shrunk with */
  pooledWeeks: number
  shape: FeatureShape
}

export interface FactorFit {
  profiles: Float64Array[]
  loadings: Float64Array[]
  effects: Float64Array[]
  states: DayState[]
  /** correlation of the factors' innovations, factors × factors */
  together: Float64Array
  noise: Noise
  features: Features
}

const PASSES = 3
/** A score counts as at most this many typical ones. */
const CLAMP = 4
/** Days further off than half the typical day are scaled down where shapes are learned, so that few odd days do not rule them. */
const HEAVY = 0.5

interface Day {
  day: number
  profile: number
  weight: number
  /** counts on the root scale; cells not known follow what is expected */
  rooted: Float64Array
  known: Float64Array
  explained: Float64Array
}

function gather(history: History, tuning: Tuning): Day[] {
  const days: Day[] = []
  for (let day = history.firstDay; day < endOf(history); day++) {
    if (!teaches(history, day)) continue
    const known = valuesOf(history, day)!.map((value) => (Number.isNaN(value) ? value : root(value)))
    const age = (endOf(history) - 1 - day) / 7
    const weight = Number.isFinite(tuning.halfLifeWeeks) ? 0.5 ** (age / tuning.halfLifeWeeks) : 1
    const profile = profileDay(history.calendar, day)
    days.push({ day, profile, weight, known, rooted: known.slice(), explained: new Float64Array(history.slots) })
  }
  return days
}

/** Mean by weekday and slot of what the calendar leaves; a weekday never seen takes the mean of all. */
function learnProfiles(days: Day[], slots: number, pooledWeeks: number): Float64Array[] {
  const sums = Array.from({ length: 8 }, () => new Float64Array(slots))
  const weights = Array.from({ length: 8 }, () => new Float64Array(slots))
  for (const day of days)
    for (let j = 0; j < slots; j++) {
      if (Number.isNaN(day.known[j]!)) continue
      const value = day.weight * (day.known[j]! - day.explained[j]!)
      for (const to of [day.profile, 7]) {
        sums[to]![j]! += value
        weights[to]![j]! += day.weight
      }
    }
  const common = sums[7]!.map((sum, j) => (weights[7]![j]! > 0 ? sum / weights[7]![j]! : root(0)))
  return sums.slice(0, 7).map((sum, weekday) => {
    const weight = weights[weekday]!
    let lift = 0
    let cells = 0
    for (let j = 0; j < slots; j++)
      if (weight[j]! > 0) {
        lift += sum[j]! / weight[j]! - common[j]!
        cells += 1
      }
    lift = cells > 0 ? lift / cells : 0
    return sum.map((value, j) => {
      const shared = common[j]! + lift
      return weight[j]! + pooledWeeks > 0 ? (value + pooledWeeks * shared) / (weight[j]! + pooledWeeks) : shared
    })
  })
}

/** The shapes in which days depart from their profiles. */
function learnShapes(rests: Float64Array[], slots: number, count: number): Float64Array[] {
  const sizes = rests.map((rest) => dot(rest, rest))
  const typical = Float64Array.from(sizes).sort()[Math.floor(sizes.length / 2)] ?? 1
  const spread = new Float64Array(slots * slots)
  rests.forEach((rest, at) => {
    const weight = Math.min(1, (HEAVY * typical) / (sizes[at]! || 1))
    for (let i = 0; i < slots; i++) {
      const value = weight * rest[i]!
      if (value !== 0) for (let j = 0; j <= i; j++) spread[i * slots + j]! += value * rest[j]!
    }
  })
  for (let i = 0; i < slots; i++) for (let j = 0; j < i; j++) spread[j * slots + i] = spread[i * slots + j]!
  return topVectors(spread, slots, count)
}

/** Ridge regression of a factor's scores on the calendar, with errors that last from day to day (Cochrane–Orcutt). */
function learnEffects(scores: Float64Array, rows: Float64Array[], ridge: number): Float64Array {
  const count = rows[0]!.length
  const typical = (Float64Array.from(scores, Math.abs).sort()[Math.floor(scores.length / 2)] ?? 0) * 1.4826 || 1
  const calm = scores.map((score) => Math.max(-CLAMP * typical, Math.min(CLAMP * typical, score)))
  let effects: Float64Array = new Float64Array(count)
  let carry = 0.4
  for (let round = 0; round < 3; round++) {
    const normal = new Float64Array(count * count)
    const right = new Float64Array(count)
    for (let i = 0; i < count; i++) normal[i * count + i] = ridge
    const step = new Float64Array(count)
    for (let at = 1; at < rows.length; at++) {
      const row = rows[at]!
      const before = rows[at - 1]!
      for (let i = 0; i < count; i++) step[i] = row[i]! - carry * before[i]!
      const value = calm[at]! - carry * calm[at - 1]!
      for (let i = 0; i < count; i++) {
        const left = step[i]!
        if (Math.abs(left) < 1e-6) continue
        right[i]! += left * value
        for (let j = 0; j <= i; j++) normal[i * count + j]! += left * step[j]!
      }
    }
    effects = solve(normal, right)
    const rest = scores.map((score, at) => score - dot(rows[at]!, effects))
    let product = 0
    let square = 0
    for (let at = 1; at < rest.length; at++) {
      product += rest[at]! * rest[at - 1]!
      square += rest[at - 1]! ** 2
    }
    carry = Math.max(0, Math.min(0.97, product / (square || 1)))
  }
  return effects
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

export function fitFactors(history: History, tuning: Tuning): FactorFit {
  const { slots } = history
  const days = gather(history, tuning)
  const features = featuresOf(history, tuning.shape)
  const rows = days.map((day) => features.of(day.day))
  const count = Math.max(1, Math.min(tuning.factors, slots, Math.floor(days.length / 12)))
  // with little history the calendar must not explain all of it
  const ridge = tuning.ridge * Math.max(1, 60 / days.length)
  let profiles: Float64Array[] = []
  let loadings: Float64Array[] = []
  let effects: Float64Array[] = []
  let rests: Float64Array[] = []
  let scores: Float64Array[] = []
  for (let pass = 0; pass < PASSES; pass++) {
    profiles = learnProfiles(days, slots, tuning.pooledWeeks)
    for (const day of days)
      for (let j = 0; j < slots; j++)
        if (Number.isNaN(day.known[j]!)) day.rooted[j] = profiles[day.profile]![j]! + day.explained[j]!
    rests = days.map((day) => day.rooted.map((value, j) => value - profiles[day.profile]![j]!))
    loadings = learnShapes(rests, slots, count)
    scores = loadings.map((loading) => Float64Array.from(rests, (rest) => dot(loading, rest)))
    effects = scores.map((score) => learnEffects(score, rows, ridge))
    days.forEach((day, at) => {
      day.explained.fill(0)
      loadings.forEach((loading, k) => {
        const effect = dot(rows[at]!, effects[k]!)
        for (let j = 0; j < slots; j++) day.explained[j]! += effect * loading[j]!
      })
    })
  }
  const unexplained = scores.map((score, k) => score.map((value, at) => value - dot(rows[at]!, effects[k]!)))
  const states = unexplained.map(learnState)
  const noise = learnNoise(
    days.map((day, at) => leftOver(day.known, rests[at]!, loadings)),
    (at) => days[at]!.rooted.map((value, j) => meanOf(value - rests[at]![j]!, 0.25)),
    slots,
    (slots / Math.max(1, slots - count)) * (days.length / Math.max(1, days.length - 7 - count)),
  )
  return { profiles, loadings, effects, states, together: correlations(states, unexplained), noise, features }
}

/** What the factors leave of a day; NaN where nothing was known. */
function leftOver(known: Float64Array, rest: Float64Array, loadings: Float64Array[]): Float64Array {
  const left = rest.slice()
  for (const loading of loadings) {
    const score = dot(loading, rest)
    for (let j = 0; j < left.length; j++) left[j]! -= score * loading[j]!
  }
  return left.map((value, j) => (Number.isNaN(known[j]!) ? Number.NaN : value))
}

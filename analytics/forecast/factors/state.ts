// How a factor's level goes from day to day: AR(1) seen through noise, fitted by likelihood over a grid, followed by a Kalman filter.

export interface DayState {
  carry: number
  /** variance of a day's own step, and of what is seen on one day only */
  step: number
  passing: number
}

export interface Standing {
  level: number
  variance: number
}

const CARRIES = [0, 0.2, 0.4, 0.55, 0.7, 0.8, 0.87, 0.92, 0.96, 0.985]
const PASSING = [0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9]
/** An innovation counts as at most this many standard deviations: one absurd day moves the level no further. */
const CLAMP = 4

const stationary = (carry: number, step: number): number => step / (1 - carry * carry)

/** Follows scores day by day; calls `seen` with each innovation and its variance. */
export function follow(
  state: DayState,
  scores: Iterable<number>,
  seen?: (innovation: number, variance: number) => void,
): Standing {
  let level = 0
  let variance = stationary(state.carry, state.step)
  for (const score of scores) {
    const spread = variance + state.passing
    const innovation = score - level
    seen?.(innovation, spread)
    const limit = CLAMP * Math.sqrt(spread)
    const gain = spread > 0 ? variance / spread : 0
    level = state.carry * (level + gain * Math.max(-limit, Math.min(limit, innovation)))
    variance = state.carry ** 2 * (1 - gain) * variance + state.step
  }
  // as of the day after the last score
  return { level, variance }
}

/** Gains settle within some days; from then on they are taken as settled. */
const SETTLED = 1e-7

/** −2 log-likelihood of unit scores but for a constant, and the variance they have in units of the state's. */
function costOf(state: DayState, unit: Float64Array): { cost: number; scale: number } {
  let level = 0
  let variance = stationary(state.carry, state.step)
  let spread = variance + state.passing
  let gain = spread > 0 ? variance / spread : 0
  let log = Math.log(spread)
  let settled = false
  let logs = 0
  let squares = 0
  for (let at = 0; at < unit.length; at++) {
    const innovation = unit[at]! - level
    logs += log
    squares += (innovation * innovation) / spread
    level = state.carry * (level + gain * innovation)
    if (settled) continue
    const next = state.carry ** 2 * (1 - gain) * variance + state.step
    settled = Math.abs(next - variance) < SETTLED
    variance = next
    spread = variance + state.passing
    gain = spread > 0 ? variance / spread : 0
    log = Math.log(spread)
  }
  const scale = squares / unit.length
  return { cost: unit.length * Math.log(scale) + logs, scale }
}

/** The likeliest AR(1) behind these scores. */
export function learnState(scores: Float64Array): DayState {
  const typical = (Float64Array.from(scores, Math.abs).sort()[Math.floor(scores.length / 2)] ?? 0) * 1.4826
  if (typical < 1e-6) return { carry: 0, step: 0, passing: 0 }
  // on a common scale, with odd days drawn in, so that one of them does not decide
  const unit = scores.map((score) => Math.max(-CLAMP, Math.min(CLAMP, score / typical)))
  let best: DayState = { carry: 0, step: typical ** 2, passing: 0 }
  let bestCost = Number.POSITIVE_INFINITY
  for (const carry of CARRIES)
    for (const share of carry === 0 ? [0] : PASSING) {
      const state: DayState = { carry, step: (1 - share) * (1 - carry * carry), passing: share }
      const { cost, scale } = costOf(state, unit)
      if (cost >= bestCost) continue
      bestCost = cost
      const size = scale * typical ** 2
      best = { carry, step: state.step * size, passing: state.passing * size }
    }
  return best
}

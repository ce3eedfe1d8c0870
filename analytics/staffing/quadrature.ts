// Adaptive Gauss–Kronrod (7, 15) integration of several functions at once over one interval.
// Nodes and weights: QUADPACK (Piessens et al. 1983), dqk15.

const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
]
const KRONROD = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
]
const GAUSS = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694]
const DEEPEST = 30

/** Fills `out` with the values of the integrands at `t`. */
export type Integrands = (t: number, out: Float64Array) => void

/** Integrals of `count` functions from `from` to `to`, each to about `relative` of the largest. */
export function integrate(
  functions: Integrands,
  count: number,
  from: number,
  to: number,
  relative: number,
): Float64Array {
  const total = new Float64Array(count)
  const at = new Float64Array(count)
  const panel = (a: number, b: number, depth: number, scale: number): void => {
    const half = (b - a) / 2
    const middle = (a + b) / 2
    const fine = new Float64Array(count)
    const coarse = new Float64Array(count)
    for (let n = 0; n < 8; n++) {
      const gauss = n % 2 === 1 ? GAUSS[(n - 1) / 2]! : 0
      for (let side = 0; side < (n === 7 ? 1 : 2); side++) {
        functions(middle + (side === 0 ? half : -half) * NODES[n]!, at)
        for (let k = 0; k < count; k++) {
          fine[k]! += KRONROD[n]! * at[k]! * half
          coarse[k]! += gauss * at[k]! * half
        }
      }
    }
    let worst = 0
    let size = scale
    for (let k = 0; k < count; k++) {
      worst = Math.max(worst, Math.abs(fine[k]! - coarse[k]!))
      size = Math.max(size, Math.abs(fine[k]!))
    }
    // written so that a NaN ends the recursion too
    if (!(worst > relative * size) || depth >= DEEPEST) {
      for (let k = 0; k < count; k++) total[k]! += fine[k]!
      return
    }
    panel(a, middle, depth + 1, size)
    panel(middle, b, depth + 1, size)
  }
  if (to > from) panel(from, to, 0, 0)
  return total
}

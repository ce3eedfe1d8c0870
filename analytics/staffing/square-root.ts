// Square-root staffing: agents = load + β√load, and what β buys in the limit of large centres.

/** Φ(x) by its complementary error function, W. J. Cody's rational approximations (1969), about 1e-16 relative. */
export function normalBelow(x: number): number {
  return 0.5 * erfc(-x / Math.SQRT2)
}

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/** erfc by a series below 2 and Lentz's continued fraction above: both to the last bits. */
function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x)
  if (x < 2) {
    let term = x
    let sum = x
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 200; n++) {
      term *= (2 * x * x) / (2 * n + 1)
      sum += term
    }
    return 1 - ((2 * sum) / Math.sqrt(Math.PI)) * Math.exp(-x * x)
  }
  // erfc(x) = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …))))
  let fraction = x
  for (let n = 200; n >= 1; n--) fraction = x + n / 2 / fraction
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction)
}

/** P(wait) in the Halfin–Whitt limit for β > 0. Source: Halfin and Whitt 1981. */
export const halfinWhitt = (beta: number): number => 1 / (1 + (beta * normalBelow(beta)) / density(beta))

/**
 * P(wait) with patience in the same limit, any β; `thetaOverMu` = mean handle time / mean patience.
 * Source: Garnett, Mandelbaum and Reiman 2002.
 */
export function garnett(beta: number, thetaOverMu: number): number {
  const hazard = (x: number): number => density(x) / normalBelow(-x)
  return 1 / (1 + (Math.sqrt(thetaOverMu) * hazard(beta / Math.sqrt(thetaOverMu))) / hazard(-beta))
}

export const squareRootAgents = (erlangs: number, beta: number): number =>
  Math.ceil(erlangs + beta * Math.sqrt(erlangs))

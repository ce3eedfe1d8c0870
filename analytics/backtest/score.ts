// Accuracy of forecasts against truth, defined as in the data's score.mjs.

/** One slot forecast and what came. */
export interface Target {
  truth: number
  mean: number
  lower95: number
  lower80: number
  upper80: number
  upper95: number
}

export interface Score {
  targets: number
  /** Σ|y − ŷ| / Σy */
  wape: number
  /** mean absolute error over that of "one week before" on the days before the test */
  mase: number
  rmse: number
  /** weighted quantile loss over the five quantiles */
  wql: number
  coverage80: number
  coverage95: number
  /** Σ(ŷ − y) / Σy */
  bias: number
}

const pinball = (error: number, quantile: number): number => Math.max(quantile * error, (quantile - 1) * error)

export function score(targets: Target[], weekBeforeError: number): Score {
  let absolute = 0
  let truth = 0
  let squares = 0
  let loss = 0
  let bias = 0
  let in80 = 0
  let in95 = 0
  for (const target of targets) {
    const y = target.truth
    absolute += Math.abs(y - target.mean)
    truth += y
    squares += (y - target.mean) ** 2
    bias += target.mean - y
    loss += pinball(y - target.lower95, 0.025) + pinball(y - target.lower80, 0.1) + pinball(y - target.mean, 0.5)
    loss += pinball(y - target.upper80, 0.9) + pinball(y - target.upper95, 0.975)
    if (y >= target.lower80 && y <= target.upper80) in80 += 1
    if (y >= target.lower95 && y <= target.upper95) in95 += 1
  }
  const n = targets.length
  return {
    targets: n,
    wape: absolute / truth,
    mase: absolute / n / weekBeforeError,
    rmse: Math.sqrt(squares / n),
    wql: (2 * loss) / 5 / truth,
    coverage80: in80 / n,
    coverage95: in95 / n,
    bias: bias / truth,
  }
}

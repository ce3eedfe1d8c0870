// Erlang B: calls blocked when every server is taken. Exact from 0 to 100,000 erlangs without factorials.

/** Below the load by this many standard deviations an error of the start is shrunk by exp(-81/2), under 1e-17. */
const START_DEVIATIONS = 9

/**
 * 1 / B(servers, erlangs) by the recursion 1/B(n) = 1 + n/a · 1/B(n−1), which shrinks an error in 1/B(n−1) by 1 − B(n).
 * For large loads it therefore begins √a-near the load, at the fluid limit, instead of at 0: O(√a + servers − a) steps.
 */
export function inverseErlangB(servers: number, erlangs: number): number {
  if (erlangs <= 0) return servers === 0 ? 1 : Number.POSITIVE_INFINITY
  const start = Math.max(0, Math.min(servers, Math.floor(erlangs - START_DEVIATIONS * Math.sqrt(erlangs))) - 20)
  let inverse = start > 0 ? erlangs / (erlangs - start) : 1
  for (let n = start + 1; n <= servers; n++) inverse = 1 + (n / erlangs) * inverse
  return inverse
}

/**
 * Blocking probability of `servers` lines offered `erlangs`. Servers is a whole number ≥ 0, erlangs ≥ 0.
 * Source: Erlang 1917; recursion as in ITU-D SG 2 Teletraffic Engineering Handbook, section 7.
 */
export const erlangB = (servers: number, erlangs: number): number =>
  erlangs <= 0 ? (servers === 0 ? 1 : 0) : 1 / inverseErlangB(servers, erlangs)

/** Fewest lines whose blocking is at most `blocking`. */
export function linesFor(erlangs: number, blocking: number): number {
  if (erlangs <= 0 || blocking >= 1) return 0
  let low = -1
  let high = Math.ceil(erlangs + 10)
  while (erlangB(high, erlangs) > blocking) {
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (erlangB(middle, erlangs) > blocking) low = middle
    else high = middle
  }
  return high
}

/** Load that `servers` lines carry at exactly `blocking`, in erlangs, by bisection to the last bits. */
export function loadFor(servers: number, blocking: number): number {
  let low = 0
  let high = servers + 1
  while (erlangB(servers, high) < blocking) high *= 2
  for (let n = 0; n < 200 && high - low > 1e-13 * high; n++) {
    const middle = (low + high) / 2
    if (erlangB(servers, middle) < blocking) low = middle
    else high = middle
  }
  return (low + high) / 2
}

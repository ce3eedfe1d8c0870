// Erlang X: some of those who gave up call again, so the centre sees more calls than there are customers.
import { type ErlangA, type ErlangAInput, erlangA } from './erlang-a.ts'

export interface ErlangX extends ErlangA {
  /** first calls and retrials together */
  effectiveRate: number
  /** service level as the first calls see it */
  slUnique: number
}

/**
 * Fixed point of L = rate + retrial · L · P(abandon at L), with Erlang A inside. `retrial` 0 ≤ r < 1 is the share of
 * those who gave up that calls again. Source: the definition of CCmath's Erlang X.
 */
export function erlangX(input: ErlangAInput & { retrial: number }): ErlangX {
  const again = (rate: number): number =>
    input.rate + input.retrial * rate * erlangA({ ...input, rate, awt: 0 }).pAbandon
  let low = input.rate
  let high = input.rate / (1 - input.retrial)
  for (let n = 0; n < 200 && high - low > 1e-14 * high; n++) {
    const middle = (low + high) / 2
    if (again(middle) > middle) low = middle
    else high = middle
  }
  const effectiveRate = (low + high) / 2
  const inside = erlangA({ ...input, rate: effectiveRate })
  return { ...inside, effectiveRate, slUnique: inside.slOffered }
}

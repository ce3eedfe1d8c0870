// Erlang X: some of those who gave up call again, so the centre sees more calls than there are customers.
import { type ErlangA, type ErlangAInput, erlangA } from './erlang-a.ts'
import { Unreachable } from './unreachable.ts'

export interface ErlangX extends ErlangA {
  /** first calls and retrials together */
  effectiveRate: number
  /** service level as the first calls see it */
  slUnique: number
}

const STORM = {
  zh: '放弃后重拨使呼叫不断增多，没有稳定状态：请增加坐席或降低重拨率。',
  en: 'Callers who give up and call again make ever more calls: more agents are needed, or fewer who call again.',
}
/** So many times the first calls, and it is a storm. */
const STORM_TIMES = 200
const STEP = 1.02

/**
 * The least L with L = rate + retrial · L · P(abandon at L), with Erlang A inside. `retrial` is how many calls follow on
 * one that gave up: from 1 on there is an answer only while agents keep up with the first calls. Source: the definition
 * of CCmath's Erlang X.
 */
export function erlangX(input: ErlangAInput & { retrial: number }): ErlangX {
  const again = (rate: number): number =>
    input.rate + input.retrial * rate * erlangA({ ...input, rate, awt: 0 }).pAbandon
  let low = input.rate
  let high = input.retrial < 1 ? input.rate / (1 - input.retrial) : settled(input.rate, again)
  for (let n = 0; n < 200 && high - low > 1e-14 * high; n++) {
    const middle = (low + high) / 2
    if (again(middle) > middle) low = middle
    else high = middle
  }
  const effectiveRate = (low + high) / 2
  const inside = erlangA({ ...input, rate: effectiveRate })
  return { ...inside, effectiveRate, slUnique: inside.slOffered }
}

/** A rate at which no more calls come than that: above the least fixed point. */
function settled(first: number, again: (rate: number) => number): number {
  for (let rate = first; rate <= STORM_TIMES * first; rate *= STEP) if (again(rate) <= rate) return rate
  throw new Unreachable(STORM)
}

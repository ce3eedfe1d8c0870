// Which answers of one trunk send a call on to the next of its route.
import type { GoesOn } from '#engine/protocol/switch.ts'
import type { News } from './words.ts'

/** The called side is busy, or we have hung up: another trunk leads to the same answer. */
const ITS_OWN_WORD: ReadonlySet<number> = new Set([486, 487])

/** `rang`: the call had reached the called side. A full line always goes on. */
export function goesOn(
  allowed: readonly GoesOn[],
  { cause, sipStatus: status }: Pick<News<'leg-failed'>, 'cause' | 'sipStatus'>,
  rang: boolean,
): boolean {
  if (cause === 'line-full' || (cause === 'unreachable' && status === 404)) return true
  if (rang || cause === 'over-limit' || ITS_OWN_WORD.has(status)) return false
  if (status === 408 || status === 504) return allowed.includes('timeout')
  // 477: the edge could not send there
  if (status === 477 || (status >= 500 && status < 600)) return allowed.includes('5xx')
  return status >= 400 && status < 500 && allowed.includes('4xx')
}

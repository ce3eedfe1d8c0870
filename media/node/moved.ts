// A called side that says 302: another number is to be dialled. Followed over the same trunk and within its prefixes only, for
// whoever answers a call could else have us pay for any other.
import type { DialTarget } from '#engine/protocol/media.ts'
import type { SipHeaders } from '#media/sip/api.ts'
import { numberIn } from './caller.ts'

const MOVED = new Set([300, 301, 302])

/** Where to dial instead; undefined when that is not said, or not allowed. */
export function movedTo(
  target: DialTarget,
  { status, headers }: { status: number; headers: SipHeaders },
): DialTarget | undefined {
  if (!MOVED.has(status) || target.type !== 'trunk' || !target.follows) return undefined
  const number = numberIn(headers.all('Contact')[0] ?? '').replace(/[^\d*#+]/g, '')
  const digits = number.replace('+', '')
  const allowed = target.follows.some((prefix) => digits.startsWith(prefix.replace('+', '')))
  return allowed && /^\d{2,20}$/.test(digits) && number !== target.number ? { ...target, number } : undefined
}

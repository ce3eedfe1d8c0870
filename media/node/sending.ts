// Keys that we press towards a peer: RFC 4733, or INFO for a peer without it, one after the other.
import type { NodeCore } from './core.ts'
import type { Leg } from './legs.ts'

const KEY_MS = 160
const GAP_MS = 120
/** a comma */
const PAUSE_MS = 1000

/** When the last key that is under way will be done, so that two orders do not mix. */
const busyUntil = new WeakMap<Leg, number>()

export function sendDigits(core: NodeCore, leg: Leg, digits: string): void {
  const now = core.clock.now()
  let at = Math.max(now, busyUntil.get(leg) ?? 0)
  for (const digit of digits) {
    if (digit === ',') {
      at += PAUSE_MS
      continue
    }
    core.clock.after(at - now, () => core.later(leg, 'send-digits', () => sendOne(leg, digit)))
    at += KEY_MS + GAP_MS
  }
  busyUntil.set(leg, at)
}

async function sendOne(leg: Leg, digit: string): Promise<void> {
  if (leg.stage.mode !== 'up') return
  if (await leg.audio.sendDigit(digit, KEY_MS)) return
  const { status, reason } = await leg.stage.dialog.sendDigit(digit, KEY_MS)
  if (status >= 300) throw new Error(`the peer takes no digits: ${status} ${reason}`)
}

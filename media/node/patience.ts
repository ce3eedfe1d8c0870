// The audio part stands still, or is being started anew: what was asked of it is asked again until it is done.
import type { SipClock } from '#media/sip/api.ts'

const AGAIN_MS = 250
/** longer than a part that comes back by itself stays away */
const PATIENT_MS = 90_000

/** A fault says by itself whether another try may help. */
export const isPassing = (fault: unknown): boolean => fault instanceof Error && 'again' in fault && fault.again === true

/** Does a piece of work until it is done, or has failed for good. It must be one that may be done twice. */
export async function patiently(clock: SipClock, work: () => Promise<void>): Promise<void> {
  const until = clock.now() + PATIENT_MS
  for (;;) {
    try {
      return await work()
    } catch (fault) {
      if (!isPassing(fault) || clock.now() >= until) throw fault
    }
    await new Promise<void>((resolve) => clock.after(AGAIN_MS, resolve))
  }
}

/** For work that has its own way to fail: whether its fault is to be thrown on, so that it is tried again. */
export function patience(clock: SipClock, forMs = PATIENT_MS - AGAIN_MS): (fault: unknown) => boolean {
  const until = clock.now() + forMs
  return (fault) => isPassing(fault) && clock.now() < until
}

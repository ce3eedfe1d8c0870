// Runs the collect order of a leg: its state, its deadline, its news.
import type { MediaOrder } from '#engine/protocol/media.ts'
import { beginCollect, type Collected, type Collecting, loud, quiet, timeOut } from './collecting.ts'
import type { NodeCore } from './core.ts'
import type { Leg } from './legs.ts'

const timers = new WeakMap<Leg, () => void>()

export function startCollect(core: NodeCore, leg: Leg, order: Extract<MediaOrder, { type: 'collect' }>): void {
  stopCollect(core, leg)
  watch(core, leg, beginCollect(order, leg.playing !== undefined, core.clock.now()))
}

export function stopCollect(core: NodeCore, leg: Leg): void {
  if (leg.collecting) collected(core, leg, { ended: 'stopped', digits: leg.collecting.digits })
}

/** What plays has begun or ended while keys are awaited. */
export function collectAgain(core: NodeCore, leg: Leg, now: 'quiet' | 'loud'): void {
  if (!leg.collecting) return
  watch(core, leg, now === 'quiet' ? quiet(leg.collecting, core.clock.now()) : loud(leg.collecting))
}

export function forgetCollect(leg: Leg): void {
  timers.get(leg)?.()
  timers.delete(leg)
  leg.collecting = undefined
}

/** Keeps the state and wakes at its deadline; also after a restart. */
export function watch(core: NodeCore, leg: Leg, collecting: Collecting): void {
  forgetCollect(leg)
  leg.collecting = collecting
  const { dueAt } = collecting
  if (dueAt === undefined) return
  const wake = () => {
    if (leg.collecting === collecting) collected(core, leg, timeOut(collecting, Math.max(core.clock.now(), dueAt)))
  }
  timers.set(leg, core.clock.after(Math.max(0, dueAt - core.clock.now()), wake))
}

export function collected(core: NodeCore, leg: Leg, now: Collected): void {
  if ('on' in now) {
    if (now.on !== leg.collecting) watch(core, leg, now.on)
    return
  }
  const { order } = leg.collecting!
  forgetCollect(leg)
  const { callId, legId } = leg
  const { digits, ended } = now
  core.log.info({ call: callId, leg: legId, ended, digits: order.secret ? '(secret)' : digits }, 'digits')
  const secret = order.secret ? { secret: true as const } : {}
  core.tell(leg, { type: 'digits-collected', callId, legId, collectId: order.collectId, digits, ...secret, ended })
  core.keep(leg)
}

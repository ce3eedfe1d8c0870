// How many legs this node may have. Who comes when it is full is told to come again, and somebody is told before it is.
import type { NodeCore } from './core.ts'

/** RFC 3261 21.5.4: a carrier tries elsewhere, or again after so many seconds */
export const COME_AGAIN = { 'Retry-After': '5' }

const WARN_SHARE = 0.8
/** below this the next warning is news again */
const CALM_SHARE = 0.7

const warned = new WeakSet<NodeCore>()

/** Before every new leg. */
export function hasRoom(core: NodeCore): boolean {
  const { legs, settings, log } = core
  const share = (legs.size + 1) / settings.maxLegs
  if (share < CALM_SHARE) warned.delete(core)
  if (share >= WARN_SHARE && !warned.has(core)) {
    warned.add(core)
    log.warn({ legs: legs.size + 1, maxLegs: settings.maxLegs }, 'this node is nearly full')
  }
  return share <= 1
}

/** The audio part says that it has no room for one more. */
export const isFull = (fault: unknown): boolean => fault instanceof Error && 'full' in fault && fault.full === true

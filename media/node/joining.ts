// Carries a set of who-hears-whom out: only legs whose joint differs from what it was are re-pointed.
import type { NodeCore } from './core.ts'
import type { Leg } from './legs.ts'
import { type Joint, type Pair, relayOf, sameJoint } from './relay.ts'

/** What each leg's audio is joined to by now (or will be when its line has been worked off). */
const joints = new WeakMap<Leg, Joint>()
const ALONE: Joint = { partner: undefined, hears: false, heard: false }

/** False when the set needs more than a relay. */
export function hear(core: NodeCore, callId: string, pairs: readonly Pair[]): boolean {
  const legs = core.legs.ofCall(callId)
  const wanted = relayOf(
    legs.map((leg) => leg.legId),
    pairs,
  )
  if (!wanted) return false
  for (const leg of legs) {
    leg.hears = pairs.filter((pair) => pair.listener === leg.legId).map((pair) => pair.speaker)
    point(core, leg, wanted.get(leg.legId)!)
    core.keep(leg)
  }
  return true
}

function point(core: NodeCore, leg: Leg, joint: Joint): void {
  if (!sameJoint(joints.get(leg) ?? ALONE, joint)) turn(core, leg, joint)
}

function turn(core: NodeCore, leg: Leg, joint: Joint): void {
  joints.set(leg, joint)
  core.later(leg, 'hear', async () => {
    // a newer set has come meanwhile
    if (joints.get(leg) !== joint || leg.stage.mode === 'ended') return
    const partner = joint.partner === undefined ? undefined : core.legs.find(leg.callId, joint.partner)
    await leg.audio.join(partner?.audio, joint)
  })
}

/** After a restart: the old process may have died between an order and its work, so each joint is made again. */
export function restoreJoints(core: NodeCore, legs: readonly Leg[]): void {
  const pairs = legs.flatMap((leg) => leg.hears.map((speaker) => ({ listener: leg.legId, speaker })))
  const wanted = relayOf(
    legs.map((leg) => leg.legId),
    pairs,
  )
  for (const leg of legs) turn(core, leg, wanted?.get(leg.legId) ?? ALONE)
}

/** A leg has gone: whoever heard it hears nobody now. */
export function partFrom(core: NodeCore, gone: Leg): void {
  for (const leg of core.legs.ofCall(gone.callId)) {
    if (leg === gone || joints.get(leg)?.partner !== gone.legId) continue
    leg.hears = leg.hears.filter((legId) => legId !== gone.legId)
    point(core, leg, ALONE)
    core.keep(leg)
  }
}

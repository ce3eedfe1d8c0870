// Carries a set of who-hears-whom out: only legs whose joint differs from what it was are re-pointed.
import type { NodeCore } from './core.ts'
import { ALONE, type Joint, jointsOf, type Pair, sameJoint } from './joints.ts'
import { holdKeys } from './keys.ts'
import type { Leg } from './legs.ts'

/** What each leg's audio is joined to by now (or will be when its line has been worked off). */
const joints = new WeakMap<Leg, Joint>()

export function hear(core: NodeCore, callId: string, pairs: readonly Pair[]): void {
  const legs = core.legs.ofCall(callId)
  for (const leg of legs) leg.hears = pairs.filter((pair) => pair.listener === leg.legId).map((pair) => pair.speaker)
  point(core, legs)
}

const heardBy = (legs: readonly Leg[]): Pair[] =>
  legs.flatMap((leg) => leg.hears.map((speaker) => ({ listener: leg.legId, speaker })))

function wantedOf(legs: readonly Leg[]): Map<string, Joint> {
  return jointsOf(
    legs.map((leg) => leg.legId),
    heardBy(legs),
  )
}

function point(core: NodeCore, legs: readonly Leg[]): void {
  const wanted = wantedOf(legs)
  for (const leg of legs) {
    const joint = wanted.get(leg.legId)!
    if (!sameJoint(joints.get(leg) ?? ALONE, joint)) turn(core, leg, joint)
    core.keep(leg)
  }
}

function turn(core: NodeCore, leg: Leg, joint: Joint): void {
  joints.set(leg, joint)
  core.later(leg, 'hear', async () => {
    // a newer set has come meanwhile
    if (joints.get(leg) !== joint || leg.stage.mode === 'ended') return
    if (joint.mode !== 'alone') await holdKeys(core, leg)
    await joined(core, leg, joint)
  })
}

function joined(core: NodeCore, { audio, callId }: Leg, joint: Joint): Promise<void> {
  const audioOf = (legId: string) => core.legs.find(callId, legId)?.audio
  if (joint.mode === 'alone') return audio.join(undefined, { hears: false, heard: false })
  if (joint.mode === 'relayed') return audio.join(audioOf(joint.partner), joint)
  const hears = joint.hears.flatMap((legId) => audioOf(legId) ?? [])
  return audio.mix(callId, hears, joint.heard)
}

/** After a restart: the old process may have died between an order and its work, so each joint is made again. */
export function restoreJoints(core: NodeCore, legs: readonly Leg[]): void {
  const wanted = wantedOf(legs)
  for (const leg of legs) turn(core, leg, wanted.get(leg.legId)!)
}

/** Its place in the mix is gone: it takes another. */
export function mixAgain(core: NodeCore, leg: Leg): void {
  const joint = joints.get(leg)
  if (joint?.mode === 'mixed') turn(core, leg, { ...joint })
}

/** A leg has gone: nobody hears it any more, and of three who were mixed two are left to a relay. */
export function partFrom(core: NodeCore, gone: Leg): void {
  const left = core.legs.ofCall(gone.callId).filter((leg) => leg !== gone)
  for (const leg of left) leg.hears = leg.hears.filter((legId) => legId !== gone.legId)
  point(core, left)
}

// Who hears whom → what each leg is joined to. Two legs at most can be relayed; more need a mixer.

export interface Pair {
  listener: string
  speaker: string
}

export interface Joint {
  partner: string | undefined
  hears: boolean
  heard: boolean
}

const ALONE: Joint = { partner: undefined, hears: false, heard: false }

/** The joint of every leg named; undefined when the set cannot be relayed. */
export function relayOf(legIds: readonly string[], pairs: readonly Pair[]): Map<string, Joint> | undefined {
  const joints = new Map<string, Joint>(legIds.map((legId) => [legId, ALONE]))
  for (const { listener, speaker } of pairs) {
    if (listener === speaker) return undefined
    const ears = joints.get(listener)
    const mouth = joints.get(speaker)
    if (!ears || !mouth) return undefined
    if ((ears.partner ?? speaker) !== speaker || (mouth.partner ?? listener) !== listener) return undefined
    joints.set(listener, { ...ears, partner: speaker, hears: true })
    joints.set(speaker, { ...mouth, partner: listener, heard: true })
  }
  return joints
}

export const sameJoint = (a: Joint, b: Joint): boolean =>
  a.partner === b.partner && a.hears === b.hears && a.heard === b.heard

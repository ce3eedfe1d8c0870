// Who hears whom → how each leg is joined: alone, relayed to one other, or mixed. Two are never mixed; who hears more than
// one, or is heard by more than one, needs the mixer, and with him all who are connected to him.

export interface Pair {
  listener: string
  speaker: string
}

export type Joint =
  | { mode: 'alone' }
  | { mode: 'relayed'; partner: string; hears: boolean; heard: boolean }
  | { mode: 'mixed'; hears: readonly string[]; heard: boolean }

export const ALONE: Joint = { mode: 'alone' }

/** The joint of every leg named; pairs with anybody else do not count. */
export function jointsOf(legIds: readonly string[], all: readonly Pair[]): Map<string, Joint> {
  const joints = new Map<string, Joint>(legIds.map((legId) => [legId, ALONE]))
  const pairs = all.filter(({ listener, speaker }) => joints.has(listener) && joints.has(speaker))
  for (const group of groupsOf(pairs)) {
    const ours = pairs.filter(({ listener }) => group.has(listener))
    const isRelay = group.size === 2
    for (const legId of group) joints.set(legId, isRelay ? relayed(legId, group, ours) : mixed(legId, ours))
  }
  return joints
}

/** Those who are connected with each other, in however many steps. */
function groupsOf(pairs: readonly Pair[]): Set<Set<string>> {
  const groups = new Map<string, Set<string>>()
  for (const { listener, speaker } of pairs) {
    const one = groups.get(listener) ?? new Set([listener])
    const other = groups.get(speaker) ?? new Set([speaker])
    const both = new Set([...one, ...other])
    for (const legId of both) groups.set(legId, both)
  }
  return new Set(groups.values())
}

const isHeard = (legId: string, pairs: readonly Pair[]) => pairs.some(({ speaker }) => speaker === legId)

function relayed(legId: string, group: ReadonlySet<string>, pairs: readonly Pair[]): Joint {
  const partner = [...group].find((each) => each !== legId)!
  // one who hears himself beside his partner is no relay
  if (pairs.some(({ listener, speaker }) => listener === speaker)) return mixed(legId, pairs)
  const hears = pairs.some(({ listener }) => listener === legId)
  return { mode: 'relayed', partner, hears, heard: isHeard(legId, pairs) }
}

function mixed(legId: string, pairs: readonly Pair[]): Joint {
  const hears = new Set(pairs.filter(({ listener }) => listener === legId).map(({ speaker }) => speaker))
  return { mode: 'mixed', hears: [...hears].sort(), heard: isHeard(legId, pairs) }
}

export function sameJoint(a: Joint, b: Joint): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

// A chance for each agent out of one draw: independent of the order in which agents are looked at.

/** in [0, 1); FNV-1a of the id, then a murmur finaliser together with the draw */
export function chanceOf(draw: number, agentId: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < agentId.length; i++) {
    hash ^= agentId.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  hash = Math.imul(hash ^ Math.floor(draw * 0x1_0000_0000), 0x9e3779b1)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  hash ^= hash >>> 16
  return (hash >>> 0) / 0x1_0000_0000
}

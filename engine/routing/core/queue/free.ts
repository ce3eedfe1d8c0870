// A queue's free agents in the order of its strategies, in chunks: a change copies one chunk, not 10,000 places.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { SkillLevel } from '#engine/protocol/company.ts'
import type { Stack } from '#engine/routing/core/acd/stack.ts'

export interface FreeAgents {
  chunks: AgentStanding[][]
  size: number
  /** by skill, how many have it at each level */
  able: Record<string, number[]>
}

const MOST = 128

export const nobodyFree = (): FreeAgents => ({ chunks: [], size: 0, able: {} })

export function freeOf(agents: AgentStanding[], stack: Stack): FreeAgents {
  const sorted = agents.slice().sort(stack.compare)
  const chunks: AgentStanding[][] = []
  for (let at = 0; at < sorted.length; at += MOST / 2) chunks.push(sorted.slice(at, at + MOST / 2))
  const able = sorted.reduce((all, agent) => counted(all, agent, 1), {})
  return { chunks, size: sorted.length, able }
}

export function withFree(free: FreeAgents, agent: AgentStanding, stack: Stack): FreeAgents {
  const chunks = free.chunks.slice()
  const at = Math.min(chunkOf(chunks, agent, stack), chunks.length - 1)
  const able = counted(free.able, agent, 1)
  if (at < 0) return { chunks: [[agent]], size: 1, able }
  const chunk = (chunks[at] as AgentStanding[]).slice()
  chunk.splice(placeIn(chunk, agent, stack), 0, agent)
  if (chunk.length <= MOST) chunks[at] = chunk
  else chunks.splice(at, 1, chunk.slice(0, MOST / 2), chunk.slice(MOST / 2))
  return { chunks, size: free.size + 1, able }
}

export function withoutFree(free: FreeAgents, agent: AgentStanding, stack: Stack): FreeAgents {
  const { agentId } = agent
  const has = (chunk: AgentStanding[] | undefined) => chunk?.findIndex((one) => one.agentId === agentId) ?? -1
  let at = chunkOf(free.chunks, agent, stack)
  // where the sort order of a snapshot and of this version of a strategy differ, the search is by id
  if (has(free.chunks[at]) < 0) at = free.chunks.findIndex((chunk) => has(chunk) >= 0)
  if (at < 0) return free
  const chunks = free.chunks.slice()
  const old = chunks[at] as AgentStanding[]
  const gone = old[has(old)] as AgentStanding
  const chunk = old.filter((one) => one !== gone)
  chunks.splice(at, 1, ...(chunk.length > 0 ? [chunk] : []))
  return { chunks, size: free.size - 1, able: counted(free.able, gone, -1) }
}

/** How many free agents have what is asked for; of several skills, those who have the rarest: at most so many. */
export function ableCount({ size, able }: FreeAgents, needs: readonly SkillLevel[]): number {
  const counts = needs.map(({ skillId, level }) =>
    (able[skillId] ?? []).reduce((n, c, at) => n + (at < level ? 0 : c), 0),
  )
  return Math.min(size, ...counts)
}

function counted(able: FreeAgents['able'], { skills }: AgentStanding, by: number): FreeAgents['able'] {
  if (!skills) return able
  const next = { ...able }
  for (const [skillId, level] of Object.entries(skills)) {
    const levels = (next[skillId] ?? Array.from({ length: 10 }, () => 0)).slice()
    levels[level] = (levels[level] ?? 0) + by
    next[skillId] = levels
  }
  return next
}

/** The first chunk whose last agent is not before this one. */
function chunkOf(chunks: readonly AgentStanding[][], agent: AgentStanding, { compare }: Stack): number {
  return firstOf(chunks.length, (n) => compare((chunks[n] as AgentStanding[]).at(-1) as AgentStanding, agent) >= 0)
}

const placeIn = (chunk: readonly AgentStanding[], agent: AgentStanding, { compare }: Stack): number =>
  firstOf(chunk.length, (n) => compare(chunk[n] as AgentStanding, agent) >= 0)

function firstOf(length: number, isPast: (n: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isPast(middle)) high = middle
    else low = middle + 1
  }
  return low
}

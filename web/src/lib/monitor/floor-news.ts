// Who has come, gone or taken a break since the last look. Pure: two pictures of the floor in, news out.
import type { AgentSeen } from '#engine/protocol/live.ts'

export type FloorChange = 'signed-in' | 'signed-out' | 'break'

export interface FloorNews {
  change: FloorChange
  agents: { agentId: string; number: string; name: string }[]
}

type Known = ReadonlyMap<string, Pick<AgentSeen, 'mode' | 'breakReason'>>

/** `own`: whoever looks is told nothing of itself. */
export function floorNews(before: Known, agents: readonly AgentSeen[], own: string | undefined): FloorNews[] {
  const found: Record<FloorChange, FloorNews['agents']> = { 'signed-in': [], 'signed-out': [], break: [] }
  for (const agent of agents) {
    const was = before.get(agent.agentId)
    if (!was || agent.agentId === own) continue
    const change = changeOf(was, agent)
    if (change) found[change].push({ agentId: agent.agentId, number: agent.number, name: agent.name })
  }
  return (Object.keys(found) as FloorChange[])
    .filter((change) => found[change].length > 0)
    .map((change) => ({ change, agents: found[change] }))
}

/** Who signs in is on no break that anybody took. */
function changeOf(was: Pick<AgentSeen, 'mode' | 'breakReason'>, now: AgentSeen): FloorChange | undefined {
  if (was.mode === 'signed-out') return now.mode === 'signed-out' ? undefined : 'signed-in'
  if (now.mode === 'signed-out') return 'signed-out'
  const other = was.mode !== 'break' || was.breakReason !== now.breakReason
  return now.mode === 'break' && other && now.breakReason !== 'not-ready' ? 'break' : undefined
}

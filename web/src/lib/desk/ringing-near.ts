// Whose ringing call an agent may pick up: somebody's of its group or of a queue it serves, while it is free itself.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { AgentSeen } from '#engine/protocol/live.ts'

export function ringingNear<Seen extends AgentSeen>(agents: readonly Seen[], me: AgentView | undefined): Seen[] {
  if (!me?.available) return []
  const near = (one: Seen): boolean =>
    one.groupId === me.groupId || one.queueIds.some((queueId) => me.queueIds.includes(queueId))
  return agents
    .filter((one) => one.mode === 'ringing' && one.agentId !== me.agentId && near(one))
    .sort((a, b) => a.since - b.since)
}

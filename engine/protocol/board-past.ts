// The wallboard at a moment that is over: what the gateway asks analytics, and what it is told.
import type { AgentMode } from './agent.ts'

export interface BoardPastAsk {
  type: 'board-past'
  /** absolute ms */
  at: number
  /** when that day began in the centre's own time */
  midnight: number
}

export interface PastQueue {
  queue: string
  waiting: number
  /** of those who waited, when the first had come */
  oldest: number
  offered: number
  answered: number
  inTarget: number
  abandoned: number
  overflowed: number
  waitMs: number
  longestMs: number
}
export interface PastAgent {
  agent: string
  mode: AgentMode
  since: number
}
export interface BoardPast {
  queues: PastQueue[]
  agents: PastAgent[]
}

// The one WebSocket of the web: what the page says and what it hears. Path /live, session cookie or kiosk token.
import type { AgentView } from './agent.ts'
import type { CallView } from './call.ts'
import type { QueueView } from './queue.ts'

export type LiveTopic = 'me' | 'agents' | 'queues' | 'calls' | 'notices'

export type LiveFromPage =
  /** `since`: last seq seen on this connection's topics, to resume; the server answers with changes or a snapshot */
  { type: 'subscribe'; topics: LiveTopic[]; since?: number } | { type: 'ping'; at: number }

/** Batched once per 100 ms tick. `gone` lists ids that are over. */
export type LiveToPage =
  | {
      type: 'snapshot'
      seq: number
      at: number
      agents: AgentView[]
      queues: QueueView[]
      calls: CallView[]
      me?: AgentView
    }
  | {
      type: 'changes'
      seq: number
      at: number
      agents: AgentView[]
      queues: QueueView[]
      calls: CallView[]
      me?: AgentView
      gone: string[]
    }
  | { type: 'notice'; seq: number; at: number; level: 'info' | 'warning' | 'alarm'; zh: string; en: string }
  | { type: 'pong'; at: number; serverAt: number }

/** What an engine node publishes on live.<kind>.<id> after each batch of an actor; `view` absent = over. */
export interface LiveUpdate {
  node: string
  at: number
  view?: AgentView | QueueView | CallView
}

/**
 * Answer of one engine node to ask.live-snapshot (asked of all). A node with much to show answers several times:
 * `part` 0 … `parts` - 1.
 */
export interface LiveSnapshotPart {
  node: string
  at: number
  part: number
  parts: number
  agents: AgentView[]
  queues: QueueView[]
  calls: CallView[]
}

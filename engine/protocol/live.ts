// The one WebSocket of the web: what the page says and what it hears. Path /live, session cookie or kiosk token.
import type { AgentView, CallerCard } from './agent.ts'
import type { CallView } from './call.ts'
import type { Patch } from './patch.ts'
import type { QueueView } from './queue.ts'

export type LiveTopic = 'me' | 'agents' | 'queues' | 'calls' | 'notices'

export type LiveFromPage =
  /**
   * `since`: last seq seen on this connection's topics, to resume; the server answers with changes or a snapshot.
   * `patches`: it puts patches into what it has; whoever does not say so gets every changed view whole.
   */
  { type: 'subscribe'; topics: LiveTopic[]; since?: number; patches?: boolean } | { type: 'ping'; at: number }

/** An agent as others see it: of the call no more than a line of a list shows. The agent's own page gets `me`, whole. */
export type AgentSeen = Omit<AgentView, 'call'> & {
  call?: Pick<
    NonNullable<AgentView['call']>,
    'callId' | 'direction' | 'queueId' | 'ringingSince' | 'connectedAt' | 'held' | 'watch'
  > & { card: Pick<CallerCard, 'number' | 'name' | 'vip'> }
}
/** Who serves a queue is read off the agents, which say it themselves: a changed agent does not change its queues too. */
export type QueueSeen = Omit<QueueView, 'agents' | 'agentsByMode'>
export type CallSeen = Omit<CallView, 'card' | 'node' | 'lang' | 'missedBy'>

/** By id, what changed in a view since the frame before. */
export interface ViewPatches {
  agents?: Record<string, Patch>
  queues?: Record<string, Patch>
  calls?: Record<string, Patch>
  me?: Patch
}

/** What a screen on a wall shows. */
export interface Screen {
  id: string
  /** none: all */
  queueIds: readonly string[]
  /** callers' numbers and names */
  numbers: boolean
}

/** Batched once per 100 ms tick. */
/** What is told to people wherever they are in the pages; what it is about is asked for over HTTP or comes with it. */
export type WordAbout = 'messages' | 'announcements' | 'area-alarms' | 'report-failed' | 'offers'

export type LiveToPage =
  | { type: 'word'; at: number; about: WordAbout; data: unknown }
  | {
      type: 'snapshot'
      seq: number
      at: number
      agents: AgentSeen[]
      queues: QueueSeen[]
      calls: CallSeen[]
      me?: AgentView
    }
  /** views whole where they are new, were missed while the line was cut or patches were not asked for; `gone`: ids that are over */
  | {
      type: 'changes'
      seq: number
      at: number
      agents?: AgentSeen[]
      queues?: QueueSeen[]
      calls?: CallSeen[]
      me?: AgentView
      patches?: ViewPatches
      gone?: string[]
    }
  | { type: 'notice'; seq: number; at: number; level: 'info' | 'warning' | 'alarm'; zh: string; en: string }
  | { type: 'pong'; at: number; serverAt: number }

/** What an engine node publishes on live.views.<kind>, at most ten times a second; without a view an actor is over. */
export interface LiveViewsTold {
  /** shapes.ts */
  v?: number
  node: string
  at: number
  views: { id: string; view?: LiveUpdate['view'] }[]
}

/** One view; `view` absent = over. */
export interface LiveUpdate {
  /** shapes.ts */
  v?: number
  node: string
  at: number
  view?: AgentView | QueueView | CallView
}

/**
 * Answer of one engine node to ask.live-snapshot (asked of all). A node with much to show answers several times:
 * `part` 0 … `parts` - 1.
 */
export interface LiveSnapshotPart {
  /** shapes.ts */
  v?: number
  node: string
  at: number
  part: number
  parts: number
  agents: AgentView[]
  queues: QueueView[]
  calls: CallView[]
}

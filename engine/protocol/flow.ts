// An IVR flow is data: nodes with settings and links. Each node type's behaviour is one file in engine/routing/core/ivr/nodes.
import type { Label } from './fields.ts'

export type NodeType =
  | 'play'
  | 'menu'
  | 'collect'
  | 'speak'
  | 'ask'
  | 'branch'
  | 'by-time'
  | 'queue-state'
  | 'set'
  | 'send'
  | 'language'
  | 'wait'
  | 'rating'
  | 'need-skills'
  | 'to-queue'
  | 'callback'
  | 'transfer-out'
  | 'to-flow'
  | 'give-back'
  | 'script'
  | 'voicemail'
  | 'hang-up'
  | 'back'
  | 'top'

/**
 * One node. `settings` fit the fields its type describes; `next` maps an outlet of the type (such as `done`, `key-1`,
 * `wrong-key`, `timeout`, `error`) to a node id. `business` labels a self-service for reports (IVR-23).
 */
export interface FlowNode {
  id: string
  type: NodeType
  name: string
  settings: Record<string, unknown>
  next: Record<string, string>
  business?: string
  /** a word to whoever edits the flow; calls know nothing of it */
  note?: string
  /** place in the visual editor */
  at?: { x: number; y: number }
}

/** What a caller hears at a node: the play types of the requirements. `{name}` in texts and urls inserts a variable. */
export type Prompt =
  | { type: 'file'; promptId: string }
  | { type: 'text'; text: string }
  | { type: 'digits'; value: string }
  | { type: 'quantity'; value: string }

export interface FlowProblem {
  /** absent when the flow as a whole is wrong */
  nodeId?: string
  nodeName?: string
  problem:
    | 'no-nodes'
    | 'no-start'
    | 'doubled-id'
    | 'unknown-type'
    | 'bad-settings'
    | 'dead-end'
    | 'unknown-target'
    | 'unknown-outlet'
    | 'silent-loop'
    | 'missing-prompt'
    | 'unknown-queue'
    | 'unreachable'
    | 'unknown-variable'
    | 'failed-test'
  message: Label
  /** unreachable nodes and unset variables warn, the rest refuse the save */
  level: 'error' | 'warning'
}

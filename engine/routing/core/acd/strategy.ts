// What a routing strategy is: one file in ./strategies gives every free agent a number for a caller, lower is better.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { WaitingCall } from '#engine/protocol/queue.ts'

interface Named {
  name: string
  /** a queue has exactly one base strategy, and any preferences before it */
  kind: 'base' | 'preference'
  label: Label
  help: Label
}

/**
 * `by` says what the number depends on, which decides how 10,000 free agents stay fast:
 * - `agent`: on the agent alone; free agents are kept sorted by it.
 * - `caller`: on both; 0 is the best there is, never below.
 * - `chance`: on a random number in [0, 1) drawn for this agent and this decision.
 */
export type Strategy = Named &
  (
    | { by: 'agent'; score(agent: AgentStanding): number }
    | {
        by: 'caller'
        score(agent: AgentStanding, caller: WaitingCall): number
        /** set when only this one agent can score 0 and all others score alike */
        favourite?(caller: WaitingCall): string | undefined
      }
    | { by: 'chance'; score(chance: number): number }
  )

export const defineStrategy = (strategy: Strategy): Strategy => strategy

export type Strategies = ReadonlyMap<string, Strategy>

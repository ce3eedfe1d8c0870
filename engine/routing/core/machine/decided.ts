// Short words for what a decision holds: facts, effects, a refusal; and typed effects.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { FactBody } from '#engine/protocol/ledger.ts'
import type { Lookup } from '#engine/protocol/lookups.ts'
import type { Decision, Effect } from '#engine/protocol/machine.ts'
import type { MediaOrder } from '#engine/protocol/media.ts'
import type { QueueCommand } from '#engine/protocol/queue.ts'
import type { RefusalName } from '#engine/protocol/refusals.ts'

export const decided = <Fact extends FactBody>(
  facts: Fact[],
  effects: Effect[] = [],
  reply?: unknown,
): Decision<Fact> => (reply === undefined ? { facts, effects } : { facts, effects, reply })

/** Nothing to do: a doubled wake, late news. Not a refusal, because nobody did anything wrong. */
export const nothing = (): { facts: []; effects: [] } => ({ facts: [], effects: [] })

export const refuse = (refusal: RefusalName, detail?: string): { refusal: RefusalName; detail?: string } =>
  detail === undefined ? { refusal } : { refusal, detail }

export const toAgent = (id: string, command: AgentCommand): Effect => ({
  to: 'actor',
  ref: { kind: 'agent', id },
  command,
})

export const toQueue = (id: string, command: QueueCommand): Effect => ({
  to: 'actor',
  ref: { kind: 'queue', id },
  command,
})

export const toCall = (id: string, command: CallCommand): Effect => ({
  to: 'actor',
  ref: { kind: 'call', id },
  command,
})

export const toMedia = (node: string, order: MediaOrder): Effect => ({ to: 'media', node, order })

export const toLookup = (requestId: string, lookup: Lookup, deadlineMs: number): Effect => ({
  to: 'lookup',
  requestId,
  lookup,
  deadlineMs,
})

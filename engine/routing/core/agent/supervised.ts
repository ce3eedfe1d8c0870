// Cells for what a supervisor does to an agent, besides the agent's own buttons.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import { decided, nothing } from '#engine/routing/core/machine/decided.ts'
import type { Made } from './changes.ts'
import type { AgentFact, AgentState } from './state.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>

/** Calls that are under way go on; a colleague's direct call still rings. */
const bar = (state: AgentState, { on }: Command<'bar'>): Made =>
  on === (state.barred === true) ? nothing() : decided<AgentFact>([{ type: 'barred', on }])

const told = (_state: AgentState, command: Command<'told'>): Made => decided<AgentFact>([command])

/** In every mode. */
export const cells = { bar, told }

// One decision: command in, next state and facts out. Nothing has happened until this returns, so a bug changes nothing.
import type { FactBody, Given } from '#engine/protocol/ledger.ts'
import type { AnyMachine, Effect } from '#engine/protocol/machine.ts'
import type { RefusalName } from '#engine/protocol/refusals.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'

export type Decided =
  | { type: 'done'; state: unknown; facts: FactBody[]; effects: Effect[]; reply: unknown }
  | { type: 'refused'; refusal: RefusalName; detail?: string }
  | { type: 'bug'; error: unknown }

export function decideOnce(machine: AnyMachine, state: unknown, command: { type: string }, given: Given): Decided {
  try {
    const decision = machine.decide(state, command, given)
    if ('refusal' in decision) return { type: 'refused', ...decision }
    const next = decision.next ?? fold(machine.evolve, state, decision.facts, given.at)
    // read here, so that a bug in either shows before anything was done
    machine.wakeAt(next)
    machine.over(next)
    return { type: 'done', state: next, facts: decision.facts, effects: decision.effects, reply: decision.reply }
  } catch (error) {
    return { type: 'bug', error }
  }
}

// The other half of a machine: one function per fact. A fact the table does not name changes nothing.
import type { FactBody } from '#engine/protocol/ledger.ts'

export type Changes<State, Fact extends FactBody> = {
  [Type in Fact['type']]?: (state: State, fact: Extract<Fact, { type: Type }>, at: number) => State
}

export function defineEvolve<State, Fact extends FactBody>(
  changes: Changes<State, Fact>,
): (state: State, fact: Fact, at: number) => State {
  type Change = (state: State, fact: FactBody, at: number) => State
  const byType = new Map(Object.entries(changes as unknown as Record<string, Change>))
  return (state, fact, at) => byType.get(fact.type)?.(state, fact, at) ?? state
}

/** Folds facts that happened at one moment: what the shell does after a decision. */
export const fold = <State, Fact>(
  evolve: (state: State, fact: Fact, at: number) => State,
  state: State,
  facts: readonly Fact[],
  at: number,
): State => facts.reduce((next, fact) => evolve(next, fact, at), state)

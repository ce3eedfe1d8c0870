// given(facts).when(command, at).gives(facts, effects) or .refused(name), for every pure machine.
// (`gives`, not `then`: an object with a `then` is taken for a promise by await.)
import type { Test } from 'tap'
import type { FactBody } from '#engine/protocol/ledger.ts'
import type { Decision, Effect, Machine } from '#engine/protocol/machine.ts'
import type { RefusalName } from '#engine/protocol/refusals.ts'

/** A fact with the moment it happened, or a bare fact that happened at 0. */
export type Happened<Fact> = Fact | readonly [at: number, fact: Fact]

export interface Outcome<State, Fact extends FactBody> {
  decision: Decision<Fact>
  /** state after the decision's facts */
  state: State
  /** exactly these facts, and effects when given */
  gives(t: Test, facts: readonly Fact[], effects?: readonly Effect[]): void
  /** at least these properties, in order (t.match) */
  matches(t: Test, facts: readonly unknown[], effects?: readonly unknown[]): void
  refused(t: Test, name: RefusalName): void
}

export function given<State, Command extends { type: string }, Fact extends FactBody, View>(
  machine: Machine<State, Command, Fact, View>,
  id: string,
  happened: readonly Happened<Fact>[] = [],
) {
  let state = machine.initial(id)
  for (const entry of happened) {
    const [at, fact] = isTimed<Fact>(entry) ? entry : [0, entry as Fact]
    state = machine.evolve(state, fact, at)
  }
  return from(machine, state)
}

/** Goes on from a state. `does` applies a command that must succeed and answers the next stand. */
export function from<State, Command extends { type: string }, Fact extends FactBody, View>(
  machine: Machine<State, Command, Fact, View>,
  state: State,
) {
  const decided = (command: Command, at: number, seed: string) => {
    const decision = machine.decide(state, command, { at, seed })
    let next = state
    if ('facts' in decision) for (const fact of decision.facts) next = machine.evolve(next, fact, at)
    return { decision, next }
  }
  const when = (command: Command, at = 0, seed = `s${at}`): Outcome<State, Fact> => {
    const before = JSON.stringify(state)
    const { decision, next } = decided(command, at, seed)
    return outcome(decision, next, () => sound(machine, state, before, next, command, at, seed))
  }
  const does = (command: Command, at = 0, seed = `s${at}`) => {
    const { decision, next } = decided(command, at, seed)
    if ('refusal' in decision)
      throw new Error(`${command.type} was refused: ${decision.refusal} ${decision.detail ?? ''}`)
    return from(machine, next)
  }
  return { state, when, does, view: () => machine.view(state), wakeAt: () => machine.wakeAt(state) }
}

function outcome<State, Fact extends FactBody>(
  decision: Decision<Fact>,
  state: State,
  check: () => string | undefined,
): Outcome<State, Fact> {
  const expect = (t: Test, how: 'same' | 'match', facts: readonly unknown[], effects?: readonly unknown[]) => {
    t.equal(check(), undefined, 'the machine keeps its promises')
    if ('refusal' in decision) {
      t.fail(`refused: ${decision.refusal} ${decision.detail ?? ''}`)
      return
    }
    t[how](decision.facts, facts, 'facts')
    t.equal(decision.facts.length, facts.length, 'number of facts')
    if (!effects) return
    t[how](decision.effects, effects, 'effects')
    t.equal(decision.effects.length, effects.length, 'number of effects')
  }
  return {
    decision,
    state,
    gives: (t, facts, effects) => expect(t, 'same', facts, effects),
    matches: (t, facts, effects) => expect(t, 'match', facts, effects),
    refused(t, name) {
      t.equal(check(), undefined, 'the machine keeps its promises')
      t.equal('refusal' in decision ? decision.refusal : JSON.stringify(decision.facts), name)
    },
  }
}

/** Pure, repeatable, JSON-safe: what every decision of every machine must be. Answers the broken promise, if any. */
function sound<State, Command extends { type: string }, Fact extends FactBody, View>(
  machine: Machine<State, Command, Fact, View>,
  state: State,
  before: string,
  next: State,
  command: Command,
  at: number,
  seed: string,
): string | undefined {
  if (JSON.stringify(state) !== before) return 'the state before the decision was changed'
  const first = JSON.stringify(machine.decide(state, command, { at, seed }))
  if (first !== JSON.stringify(machine.decide(JSON.parse(before), command, { at, seed }))) {
    return 'the same decision on a restored state came out otherwise'
  }
  const text = JSON.stringify(next)
  if (JSON.stringify(JSON.parse(text)) !== text) return 'the state is not JSON-safe'
  machine.wakeAt(next)
  machine.view(next)
  return undefined
}

const isTimed = <Fact>(entry: Happened<Fact>): entry is readonly [number, Fact] => Array.isArray(entry)

// Decides recorded commands again. A machine is pure, so the same facts must come out: a recorded call is a test.
import type { DecisionRecord, FactBody } from '#engine/protocol/ledger.ts'
import type { Machine } from '#engine/protocol/machine.ts'

export interface Differs {
  record: string
  command: string
  recorded: FactBody[]
  /** the facts decided now, or why there are none */
  now: FactBody[] | string
}

/** The records of one actor, in order of its life; answers where a decision came out otherwise. */
export function replay<State, Command extends { type: string }, Fact extends FactBody, View>(
  machine: Machine<State, Command, Fact, View>,
  records: readonly DecisionRecord[],
): { state: State; differs: Differs[] } {
  const differs: Differs[] = []
  let state = machine.initial(records[0]?.actor ?? '')
  for (const record of records) {
    const now = factsNow(machine, state, record)
    if (JSON.stringify(now) !== JSON.stringify(record.facts)) {
      differs.push({ record: record.id, command: record.command.type, recorded: record.facts, now })
    }
    for (const fact of record.facts) state = machine.evolve(state, fact as Fact, record.at)
  }
  return { state, differs }
}

function factsNow<State, Command extends { type: string }, Fact extends FactBody, View>(
  machine: Machine<State, Command, Fact, View>,
  state: State,
  record: DecisionRecord,
): Fact[] | string {
  try {
    const decision = machine.decide(state, record.command as Command, { at: record.at, seed: record.id })
    return 'refusal' in decision ? `refused: ${decision.refusal}` : decision.facts
  } catch (error) {
    return `bug: ${String(error)}`
  }
}

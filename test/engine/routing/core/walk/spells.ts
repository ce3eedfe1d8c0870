// What reports add up of an agent, against what passed: each moment between sign-in and sign-out is in one mode's spell, and
// a talk with two callers at once is one time.
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { type AgentFact, type AgentState, contactsOf, hasCall } from '#engine/routing/core/agent/state.ts'

interface Talked {
  doneMs: number
  runningMs: number
}

/** As its page shows it. */
function isHeard(state: AgentState): boolean {
  const view = agentMachine.view?.(state) as { call?: Seen; beside?: Seen[] } | undefined
  return [...(view?.call ? [view.call] : []), ...(view?.beside ?? [])].some(
    ({ connectedAt, held, watch }) => connectedAt !== undefined && !held && watch === undefined,
  )
}
type Seen = { connectedAt?: number; held: boolean; watch?: string }

export class Spells {
  /** agent → the moment until which it is all told */
  readonly #toldUntil = new Map<string, number>()
  readonly #talked: Map<string, Talked>
  readonly broken: string[] = []
  /** moments in which somebody had two talks at once */
  mixedMs = 0

  /** `talked`: ms of the day that were over before anybody looked */
  constructor(talked: ReadonlyMap<string, number> = new Map()) {
    this.#talked = new Map([...talked].map(([id, doneMs]) => [id, { doneMs, runningMs: 0 }]))
  }

  hears(state: AgentState, facts: readonly AgentFact[], at: number): void {
    const { id } = state
    for (const fact of facts) {
      if (fact.type === 'signed-in') this.#toldUntil.set(id, at)
      if (fact.type === 'mode-changed') this.#spell(id, fact, at)
      if (fact.type === 'day-started') this.#talked.set(id, { ...this.#of(id), doneMs: 0 })
    }
    this.#settle(state)
  }

  #spell(id: string, { from, to, spentMs, startedAt }: Extract<AgentFact, { type: 'mode-changed' }>, at: number): void {
    const until = startedAt ?? at
    const began = this.#toldUntil.get(id)
    if (from !== 'signed-out' && began !== undefined && until - spentMs !== began)
      this.broken.push(`${id}: ${until - began} ms until ${to} are told as ${spentMs} ms of ${from}`)
    this.#toldUntil.set(id, until)
  }

  /** Time passes, and nothing else happens. */
  passes(states: Iterable<AgentState>, ms: number): void {
    for (const state of states) {
      if (!isHeard(state)) continue
      const talked = this.#of(state.id)
      this.#talked.set(state.id, { ...talked, runningMs: talked.runningMs + ms })
      const talks = hasCall(state)
        ? contactsOf(state).filter((one) => one.connectedAt !== undefined && !one.heldSince)
        : []
      if (talks.length > 1) this.mixedMs += ms
    }
  }

  #of(id: string): Talked {
    return this.#talked.get(id) ?? { doneMs: 0, runningMs: 0 }
  }

  #settle(state: AgentState): void {
    if (isHeard(state)) return
    const { doneMs, runningMs } = this.#of(state.id)
    this.#talked.set(state.id, { doneMs: doneMs + runningMs, runningMs: 0 })
    if (state.today.talkMs !== doneMs + runningMs)
      this.broken.push(`${state.id} talked ${doneMs + runningMs} ms today, ${state.today.talkMs} ms are counted`)
  }
}

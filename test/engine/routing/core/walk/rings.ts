// By the facts alone, as reports and auditors read them: each ring comes to one end, and before the next one.
import { type AgentFact, type AgentState, hasCall } from '#engine/routing/core/agent/state.ts'

export class Rings {
  /** agent → call it was rung for */
  readonly #open = new Map<string, string>()
  /** calls that agents have dialled: nobody rang for them */
  readonly #dialled = new Set<string>()
  readonly broken: string[] = []

  hears(agent: AgentState, facts: readonly AgentFact[]): void {
    for (const fact of facts) this.#hear(agent.id, fact)
    const open = this.#open.get(agent.id)
    if (open !== undefined && !hasCall(agent))
      this.broken.push(`${agent.id} is free, and its ring for ${open} never ended`)
  }

  #hear(id: string, fact: AgentFact): void {
    const open = this.#open.get(id)
    if (fact.type === 'leg-made' && fact.call.why.type === 'dial') this.#dialled.add(fact.call.callId)
    else if ('callId' in fact && fact.callId !== undefined && this.#dialled.has(fact.callId)) return
    else if (fact.type === 'ring-started') {
      if (open !== undefined) this.broken.push(`${id} is rung for ${fact.callId}, and the ring for ${open} never ended`)
      this.#open.set(id, fact.callId)
    } else if (fact.type === 'ring-missed' || fact.type === 'ring-withdrawn' || fact.type === 'talk-ended') {
      if (open !== fact.callId) this.broken.push(`${id}: ${fact.type} of ${fact.callId}, which does not ring`)
      this.#open.delete(id)
    }
  }
}

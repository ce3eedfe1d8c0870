// Rings that were taken back before anybody heard of them: while the way to an agent is cut, an offer and its withdrawal wait
// one behind the other, and the offer must not ring his phone for the blink between the two.
import type { AgentCommand } from '#engine/protocol/agent.ts'

export class TakenBack {
  readonly #ids = new Set<string>()

  /** A command waits to be heard. */
  waits(command: { type: string }): void {
    const id = withdrawnBy(command)
    if (id) this.#ids.add(id)
  }

  /** It was heard, or given up. */
  over(command: { type: string }): void {
    const id = withdrawnBy(command)
    if (id) this.#ids.delete(id)
  }

  /** What it asks for is taken back by one that waits behind it. */
  has(command: { type: string }): boolean {
    const sent = command as AgentCommand
    if (sent.type === 'offer') return this.#ids.has(sent.offer.offerId)
    return sent.type === 'ring-direct' && this.#ids.has(sent.requestId)
  }
}

function withdrawnBy(command: { type: string }): string | undefined {
  const sent = command as AgentCommand
  if (sent.type === 'withdraw-offer') return sent.offerId
  return sent.type === 'withdraw-direct' ? sent.requestId : undefined
}

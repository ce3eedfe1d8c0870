// Who may give orders: an order whose epoch is older than one seen for the same shard is refused; an order that comes twice
// gets the answer it got the first time.
import { shardOf } from '#engine/protocol/actors.ts'
import type { MediaAnswer, OrderEnvelope } from '#engine/protocol/media.ts'

/** Answers kept. At 500 orders a second that is 40 s, longer than any sender tries. */
const MOST_ANSWERS = 20_000

export class Fence {
  readonly #epochs = new Map<number, number>()
  readonly #answers = new Map<string, MediaAnswer>()
  readonly #onRise: () => void

  /** `onRise`: a shard has a later owner: for the journal, a new process must not obey the one before */
  constructor(onRise: () => void = () => {}) {
    this.#onRise = onRise
  }

  /** The answer at once for a doubled or stale order; undefined when it is to be obeyed. */
  stop(envelope: OrderEnvelope): MediaAnswer | undefined {
    const doubled = this.#answers.get(envelope.id)
    if (doubled) return doubled
    const shard = shardOf(envelope.order.callId)
    const epoch = this.#epochs.get(shard) ?? 0
    if (envelope.epoch < epoch)
      return { ok: false, refusal: 'stale-epoch', detail: `shard ${shard} is at epoch ${epoch}` }
    if (envelope.epoch > epoch) {
      this.#epochs.set(shard, envelope.epoch)
      this.#onRise()
    }
    return undefined
  }

  answered(envelope: OrderEnvelope, answer: MediaAnswer): MediaAnswer {
    this.#answers.set(envelope.id, answer)
    if (this.#answers.size > MOST_ANSWERS) {
      const oldest = this.#answers.keys().next()
      if (!oldest.done) this.#answers.delete(oldest.value)
    }
    return answer
  }

  epochs(): [number, number][] {
    return [...this.#epochs]
  }

  restore(epochs: readonly [number, number][]): void {
    for (const [shard, epoch] of epochs) this.#epochs.set(shard, Math.max(epoch, this.#epochs.get(shard) ?? 0))
  }
}

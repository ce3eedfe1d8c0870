// Takes an order as it comes from the bus: fences it, finds its file, answers, counts.
import type { MediaAnswer, OrderEnvelope } from '#engine/protocol/media.ts'
import type { NodeCore } from './core.ts'
import type { Fence } from './fence.ts'
import type { OrderKinds } from './order.ts'

export class OrderDesk {
  readonly #core: NodeCore
  readonly #kinds: OrderKinds
  readonly #fence: Fence
  readonly orders = new Map<string, number>()
  readonly refused = new Map<string, number>()

  constructor(core: NodeCore, kinds: OrderKinds, fence: Fence) {
    this.#core = core
    this.#kinds = kinds
    this.#fence = fence
  }

  take(envelope: OrderEnvelope): MediaAnswer {
    const fenced = this.#fence.stop(envelope)
    if (fenced) {
      // a doubled order has been counted already
      if (!fenced.ok && fenced.refusal === 'stale-epoch') this.#refuse(envelope, fenced)
      return fenced
    }
    // not remembered: the same order given anew is obeyed
    if (envelope.until !== undefined && this.#core.clock.now() > envelope.until) {
      const late = { ok: false, refusal: 'too-late' } as const
      this.#refuse(envelope, late)
      return late
    }
    const { type } = envelope.order
    count(this.orders, type)
    const kind = this.#kinds.get(type)
    const answer: MediaAnswer = kind
      ? this.#obey(() => kind.obey(envelope.order, this.#core))
      : { ok: false, refusal: 'unknown-order', detail: type }
    if (!answer.ok) this.#refuse(envelope, answer)
    // not remembered either: a moment later it is not so
    if (!answer.ok && answer.refusal === 'agent-busy') return answer
    return this.#fence.answered(envelope, answer)
  }

  #obey(obey: () => MediaAnswer): MediaAnswer {
    try {
      return obey()
    } catch (bug) {
      this.#core.log.error({ err: bug }, 'an order could not be understood')
      return { ok: false, refusal: 'bad-order', detail: bug instanceof Error ? bug.message : String(bug) }
    }
  }

  #refuse({ id, epoch, order }: OrderEnvelope, answer: MediaAnswer & { ok: false }): void {
    // call and agent both end a leg, and its phone may have been faster: whoever asks wants to know, and nothing is wrong
    if (order.type === 'hang-up' && answer.refusal === 'unknown-leg') return
    count(this.refused, answer.refusal)
    this.#core.log.warn({ call: order.callId, order: order.type, id, epoch, ...answer }, 'order refused')
  }
}

const count = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

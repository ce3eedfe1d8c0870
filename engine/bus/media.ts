// The Media port over the bus: orders are questions to a node, its hellos tell that it lives.
import { type Bus, BusFault, type Subscription } from '#engine/ports/bus.ts'
import type { Clock } from '#engine/ports/clock.ts'
import { type Media, MediaFault } from '#engine/ports/media.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { LegTruth, MediaAnswer, MediaAsk, MediaHello } from '#engine/protocol/media.ts'

/** a node that said nothing for so long is not offered new work */
const SILENT_MS = 3_000
const ORDER_MS = 2_000
const LEGS_MS = 5_000

export interface MediaLink extends Media {
  stop(): Promise<void>
}

export async function mediaOverBus(bus: Bus, clock: Clock): Promise<MediaLink> {
  const hellos = new Map<string, { hello: MediaHello; at: number }>()
  const subscription: Subscription = await bus.subscribe(subjects.mediaAll, (value) => {
    const hello = value as MediaHello
    // by our own clock: the node's may differ
    hellos.set(hello.node, { hello, at: clock.steady() })
  })
  const ask = async (node: string, what: MediaAsk, timeoutMs: number): Promise<unknown> => {
    try {
      return await bus.ask(subjects.media(node), what, timeoutMs)
    } catch (cause) {
      if (!(cause instanceof BusFault)) throw cause
      throw new MediaFault(`media node ${node}: ${cause.kind}`, cause.again, { cause })
    }
  }
  /** Nobody waits for the answer after that, so nothing may be done after that: a stopped node or bus wakes up one day. */
  const until = (node: string): { until?: number } => {
    const heard = hellos.get(node)
    return heard ? { until: heard.hello.at + (clock.steady() - heard.at) + ORDER_MS } : {}
  }
  return {
    order: async (node, envelope) =>
      (await ask(node, { type: 'order', envelope: { ...envelope, ...until(node) } }, ORDER_MS)) as MediaAnswer,
    legs: async (node) => (await ask(node, { type: 'legs' }, LEGS_MS)) as LegTruth[],
    nodes: () => [...hellos.values()].filter(({ at }) => clock.steady() - at <= SILENT_MS).map(({ hello }) => hello),
    stop: () => subscription.stop(),
  }
}

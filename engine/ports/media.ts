// The media port as the engine sees it: typed orders to a node, its legs, its signs of life. Contract: test/contract/media.
import type { LegTruth, MediaAnswer, MediaHello, OrderEnvelope } from '../protocol/media.ts'

export interface Media {
  /** Throws MediaFault when the node does not answer. */
  order(node: string, envelope: OrderEnvelope): Promise<MediaAnswer>
  legs(node: string): Promise<LegTruth[]>
  /** nodes heard from in the last 3 s */
  nodes(): MediaHello[]
}

export class MediaFault extends Error {
  readonly again: boolean
  constructor(message: string, again: boolean, options?: { cause?: unknown }) {
    super(message, options)
    this.again = again
  }
}

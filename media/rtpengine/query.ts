// What rtpengine's `query` says of one side of a call.
import type { NgDictionary } from './codec.ts'
import { RtpengineFault } from './fault.ts'

interface Stream {
  stats?: { packets?: unknown }
}

interface Queried {
  tags?: Record<string, { medias?: { streams?: Stream[] }[] }>
}

/** Packets of sound that came in from this side. */
export function packetsFrom(tag: string, answer: NgDictionary): number | undefined {
  // the first stream is RTP, the second its RTCP
  const packets = Number((answer as Queried).tags?.[tag]?.medias?.[0]?.streams?.[0]?.stats?.packets)
  return Number.isFinite(packets) ? packets : undefined
}

/** Whether it knows the call that was asked about. */
export const isKnown = (query: Promise<NgDictionary>): Promise<boolean> =>
  query.then(
    () => true,
    (fault: unknown) => {
      if (!(fault instanceof RtpengineFault) || fault.again) throw fault
      return false
    },
  )

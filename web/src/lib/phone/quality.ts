// How good the line of the running call is, from the browser's own counts: what was lost, how unevenly it came, the way there and back.
import type { LineQuality } from '#engine/protocol/party.ts'

/** Of the last span. */
export type Quality = LineQuality

export type Grade = 'good' | 'fair' | 'bad'

/** What is heard as such: G.711 stands 1 % well, 5 % not; a jitter buffer holds some 60 ms. */
export function gradeOf({ loss, jitterMs, roundTripMs = 0 }: Quality): Grade {
  if (loss > 0.05 || jitterMs > 60 || roundTripMs > 600) return 'bad'
  return loss > 0.01 || jitterMs > 30 || roundTripMs > 300 ? 'fair' : 'good'
}

export interface Counts {
  received: number
  lost: number
  jitterMs: number
  roundTripMs?: number
}

/** Of the span between two looks. */
export function qualityOf(before: Counts | undefined, now: Counts): Quality {
  const received = now.received - (before?.received ?? 0)
  const lost = Math.max(0, now.lost - (before?.lost ?? 0))
  const all = received + lost
  return {
    loss: all > 0 ? lost / all : 0,
    jitterMs: Math.round(now.jitterMs),
    ...(now.roundTripMs === undefined ? {} : { roundTripMs: Math.round(now.roundTripMs) }),
  }
}

/** What `getStats` tells of the sound. */
export function countsIn(report: Iterable<Record<string, unknown>>): Counts | undefined {
  let counts: Counts | undefined
  let roundTripMs: number | undefined
  for (const one of report) {
    if (one.type === 'inbound-rtp' && one.kind === 'audio')
      counts = {
        received: Number(one.packetsReceived ?? 0),
        lost: Number(one.packetsLost ?? 0),
        jitterMs: Number(one.jitter ?? 0) * 1000,
      }
    if (one.type === 'remote-inbound-rtp' && typeof one.roundTripTime === 'number')
      roundTripMs = one.roundTripTime * 1000
  }
  return counts && { ...counts, ...(roundTripMs === undefined ? {} : { roundTripMs }) }
}

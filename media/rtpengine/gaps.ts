// Where a recording has nothing, and why: told beside it, for silence alone could be anything.
import type { RecordingGap } from '#engine/protocol/media.ts'
import type { RecordingSnapshot } from './recording-words.ts'

/** shorter is no gap that anybody hears */
const SHORTEST_MS = 200

export function gapsOf(
  { startedAt, breaks = [] }: Pick<RecordingSnapshot, 'startedAt' | 'breaks'>,
  packets: readonly { capturedAt: number }[],
  endedAt: number,
): RecordingGap[] {
  return breaks.flatMap(({ reason, from, until = endedAt }) => {
    const began = Math.max(startedAt, from ?? lastBefore(packets, until) ?? startedAt)
    const ended = Math.min(until, endedAt)
    if (ended - began < SHORTEST_MS) return []
    return [{ fromMs: Math.round(began - startedAt), untilMs: Math.round(ended - startedAt), reason }]
  })
}

function lastBefore(packets: readonly { capturedAt: number }[], until: number): number | undefined {
  let last: number | undefined
  for (const { capturedAt } of packets)
    if (capturedAt < until && (last === undefined || capturedAt > last)) last = capturedAt
  return last
}

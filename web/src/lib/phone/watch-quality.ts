// Looks at the browser's counts of a running call.
import { type Counts, countsIn, type Quality, qualityOf } from './quality.ts'

const EVERY_MS = 3_000

/** Looks every few seconds until stopped. */
export function watchQuality(connection: RTCPeerConnection, told: (quality: Quality) => void): () => void {
  let before: Counts | undefined
  const timer = setInterval(() => {
    connection
      .getStats()
      .then((report) => {
        const now = countsIn([...(report as unknown as Map<string, Record<string, unknown>>).values()])
        if (!now) return
        told(qualityOf(before, now))
        before = now
      })
      .catch(() => clearInterval(timer))
  }, EVERY_MS)
  return () => clearInterval(timer)
}

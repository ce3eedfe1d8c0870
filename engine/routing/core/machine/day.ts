// The local day of a moment. Pure: the zone's offset comes in with the configuration, and anew when it changes.

const DAY_MS = 86_400_000

/** Offset of China's one time zone, until a configuration says otherwise. */
export const DEFAULT_ZONE_MS = 8 * 3_600_000

/** yyyy-mm-dd in a zone that is `zoneMs` ahead of UTC */
export const dayOf = (at: number, zoneMs: number): string => new Date(at + zoneMs).toISOString().slice(0, 10)

/** the first moment after the local day `date`; undefined for a date not set yet */
export const endOfDay = (date: string, zoneMs: number): number | undefined =>
  date === '' ? undefined : Date.parse(`${date}T00:00:00Z`) + DAY_MS - zoneMs

/** the earliest of the deadlines that are set */
export function earliest(...deadlines: (number | undefined)[]): number | undefined {
  let first: number | undefined
  for (const deadline of deadlines) {
    if (deadline !== undefined && (first === undefined || deadline < first)) first = deadline
  }
  return first
}

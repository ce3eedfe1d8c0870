// Local time of a zone, for files: times with an offset are brought to the centre's clock, and hours shown twice are known.

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const DAY_MS = 86_400_000
const KEPT = 40_000

export interface Zone {
  /** local date and minute after midnight of a moment */
  local(utc: number): { date: string; minute: number }
  /** the clock shows this local time twice, as it is put back */
  twice(at: string): boolean
}

export function zoneOf(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  const known = new Map<number, number>()
  /** local less UTC; offsets change on whole quarters of an hour only */
  const offset = (utc: number): number => {
    const quarter = Math.floor(utc / QUARTER_MS)
    const kept = known.get(quarter)
    if (kept !== undefined) return kept
    const part = Object.fromEntries(
      format.formatToParts(quarter * QUARTER_MS).map(({ type, value }) => [type, Number(value)]),
    )
    const shown = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!)
    if (known.size > KEPT) known.clear()
    known.set(quarter, shown - quarter * QUARTER_MS)
    return shown - quarter * QUARTER_MS
  }
  return {
    local(utc) {
      const shown = utc + offset(utc)
      const midnight = Math.floor(shown / DAY_MS) * DAY_MS
      return {
        date: new Date(midnight).toISOString().slice(0, 10),
        minute: Math.floor((shown - midnight) / MINUTE_MS),
      }
    },
    twice(at) {
      const local = Date.parse(`${at}Z`)
      const [before, after] = [offset(local - DAY_MS), offset(local + DAY_MS)]
      return before > after && offset(local - before) === before && offset(local - after) === after
    },
  }
}

// Whether a moment of a local clock lies in a range of hours.

const DAY_MS = 86_400_000

interface Range {
  /** 1 = Monday … 7 = Sunday, as texts or numbers; none = every day */
  days: unknown
  from: unknown
  to: unknown
}

/** `local`: ms as if the clock of the centre were UTC. A range that ends before it begins lasts past midnight. */
export function isWithin({ days, from, to }: Range, local: number): boolean {
  if (typeof from !== 'string' || typeof to !== 'string') return false
  const time = new Date(local).toISOString().slice(11, 16)
  const onDay = (at: number): boolean => {
    const day = String(new Date(at).getUTCDay() || 7)
    return !Array.isArray(days) || days.length === 0 || days.map(String).includes(day)
  }
  if (from <= to) return onDay(local) && from <= time && time < to
  return (onDay(local) && from <= time) || (onDay(local - DAY_MS) && time < to)
}

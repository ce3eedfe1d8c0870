// Limits of calls out: which of them a call meets. Pure; what was spent already is counted elsewhere.
import type { CompanySnapshot } from '#engine/ports/company.ts'
import type { TimeRange } from '#engine/protocol/company.ts'
import type { OutsideTarget } from '#engine/protocol/lookups.ts'
import type { CallLimit } from '#engine/protocol/switch.ts'

export interface Limited {
  limit: CallLimit
  /** what it is counted by: the rule, and who dials */
  key: string
}

/** `number`: as dialled; `by`: number of who dials, '' = nobody of ours. Emergency numbers meet none. */
export function limitsMet(
  { limits, routes }: CompanySnapshot,
  target: Pick<OutsideTarget, 'number' | 'routeId'>,
  by: string,
  isOpen: (hours: TimeRange[]) => boolean,
): Limited[] {
  if (routes.some(({ id, use }) => id === target.routeId && use === 'emergency')) return []
  return limits
    .filter((limit) => limit.enabled && meets(limit, target.number, by, isOpen))
    .map((limit) => ({ limit, key: `${limit.id}.${limit.counts === 'each' ? by || 'nobody' : 'all'}` }))
}

function meets(limit: CallLimit, number: string, by: string, isOpen: (hours: TimeRange[]) => boolean): boolean {
  const { callers, prefixes, applies, hours } = limit
  const begins = (starts: string[], text: string) =>
    starts.length === 0 || starts.some((start) => text.startsWith(start.replace('+', '')))
  const now = applies === 'always' || isOpen(hours) === (applies === 'in-hours')
  return now && begins(callers, by) && begins(prefixes, number)
}

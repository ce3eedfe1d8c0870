// A file remembers what its maker reached: whoever fetches it must still reach all that it holds.
import { covers, either, type Reach, reachOf, type Who } from '../../rights/may.ts'
import type { ExportNeeds } from './exports.ts'

/** What a maker reached, when it was not everything. */
type Part = ExportNeeds['part']

/** A reach as the job keeps it. */
export const partOf = (reach: Reach | undefined): Pick<ExportNeeds, 'part'> =>
  reach === 'all' ? {} : { part: { agentIds: [...(reach?.agentIds ?? [])], queueIds: [...(reach?.queueIds ?? [])] } }

export const reachOfPart = (part: Part): Reach =>
  part ? { agentIds: new Set(part.agentIds), queueIds: new Set(part.queueIds) } : 'all'

export function mayFetch(who: Who, { right, part }: ExportNeeds): boolean {
  const calls = either(reachOf(who, 'calls-all'), reachOf(who, 'calls-own'))
  const reach = { calls, reports: reachOf(who, 'reports'), business: reachOf(who, 'business-export') }[right]
  return covers(reach, reachOfPart(part))
}

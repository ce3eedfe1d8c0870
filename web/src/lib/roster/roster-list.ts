// Rosters in a list: how near the best possible, what may be done, and what is wrong with a new one.
import type { NewRoster, RosterAgent, RosterCost, RosterInfo, Unplanned } from '#engine/protocol/roster.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'
import { weekdayOf } from '../plan/forecast-dates.ts'

/** (cost − bound) / bound; null where it says nothing. */
export const gapOf = ({ cost, bound }: Pick<RosterInfo, 'cost' | 'bound'>): number | null =>
  cost === null || bound === null || bound <= 0 ? null : Math.max(0, (cost - bound) / bound)

export const figure = (n: number | null | undefined): string =>
  n === null || n === undefined ? '–' : Math.round(n).toLocaleString('en-US')

/** What each part of a roster's cost has to do with it, in points. */
export interface CostPart {
  part: 'under' | 'over' | 'wishes'
  points: number
}

/** As the gateway counts them: four points an hour missing or a wish not met, one an hour too many. */
export const costParts = ({ under, over, wishes }: RosterCost, slotMinutes: number): CostPart[] => [
  { part: 'under', points: (4 * under * slotMinutes) / 60 },
  { part: 'over', points: (over * slotMinutes) / 60 },
  { part: 'wishes', points: 4 * wishes },
]

/** Agents that a generated roster leaves out, by the reason. */
export function unplannedIn(agents: readonly RosterAgent[]): { why: Unplanned; names: string[] }[] {
  const groups = new Map<Unplanned, string[]>()
  for (const { unplanned, name, number } of agents)
    if (unplanned) groups.set(unplanned, [...(groups.get(unplanned) ?? []), `${name} ${number}`])
  return [...groups].map(([why, names]) => ({ why, names }))
}

export const share = (n: number | null | undefined): string =>
  n === null || n === undefined ? '–' : `${(n * 100).toFixed(1)}%`

export type NewFaults = Partial<Record<keyof NewRoster, string>>

export function newRosterFaults(input: NewRoster, t: Dictionary): NewFaults {
  const faults: NewFaults = {}
  if (input.name.trim() === '') faults.name = t.admin.mustFill
  if (input.from === '' || weekdayOf(input.from) !== 0) faults.from = t.roster.list.mustMonday
  if (!(Number.isInteger(input.weeks) && input.weeks >= 1 && input.weeks <= 12)) faults.weeks = t.roster.list.mustWeeks
  if (input.series === '') faults.series = t.admin.mustFill
  return faults
}

export type RosterSort = 'name' | 'dates' | 'state' | 'series' | 'cost' | 'bound' | 'gap' | 'createdAt'

/** What a list is sorted by; the traffic's name is the page's to know. */
export const ROSTER_SORTS: Record<Exclude<RosterSort, 'series'>, (roster: RosterInfo) => string | number | null> = {
  name: ({ name }) => name,
  dates: ({ from }) => from,
  state: ({ state }) => state,
  cost: ({ cost }) => cost,
  bound: ({ bound }) => bound,
  gap: gapOf,
  createdAt: ({ createdAt }) => createdAt,
}

/** The latest dates first, of the same the newest. */
export const rostersInOrder = (rosters: readonly RosterInfo[]): RosterInfo[] =>
  [...rosters].sort((a, b) => b.from.localeCompare(a.from) || b.createdAt - a.createdAt)

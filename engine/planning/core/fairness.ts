// Whether weekends and nights are shared out: the days of each agent, and who has more than the own rule lets agents differ.
import type { Label } from '../../protocol/fields.ts'
import type { Duty, Fairness, FaultRule, RosterFault } from '../../protocol/roster.ts'
import { DAY_MINUTES, weekdayOf } from './clock.ts'
import type { RuledAgent } from './faults.ts'

const NIGHT = { from: 22 * 60, to: 6 * 60 }
/** as much of a duty in the night makes it one */
const NIGHT_MINUTES = 180

const within = ({ startsAt, endsAt }: Duty, from: number, to: number): number =>
  Math.max(0, Math.min(endsAt, to) - Math.max(startsAt, from))

/** The night before a date's morning, and the one after its evening. */
export const isNight = (duty: Duty): boolean =>
  within(duty, 0, NIGHT.to) + within(duty, NIGHT.from, DAY_MINUTES + NIGHT.to) >= NIGHT_MINUTES

const isWeekend = ({ date }: Duty): boolean => weekdayOf(date) >= 5

interface Burden {
  rule: FaultRule
  isOne(duty: Duty): boolean
  words(count: number, least: number, most: number): Label
}
const BURDENS: Burden[] = [
  {
    ...{ rule: 'weekends-unfair', isOne: isWeekend },
    words: (count, least, most) => ({
      zh: `周末上班 ${count} 天，同规则最少的 ${least} 天，最多相差 ${most}`,
      en: `${count} weekend days, ${least} by the same rule at least, ${most} apart at most`,
    }),
  },
  {
    ...{ rule: 'nights-unfair', isOne: isNight },
    words: (count, least, most) => ({
      zh: `夜班 ${count} 天，同规则最少的 ${least} 天，最多相差 ${most}`,
      en: `${count} nights, ${least} by the same rule at least, ${most} apart at most`,
    }),
  },
]

/** Who has no duty at all in these weeks is away, not spared. */
const working = (agents: readonly RuledAgent[], own: ReadonlyMap<string, readonly Duty[]>) =>
  agents.flatMap(({ agentId, rule }) => {
    const duties = own.get(agentId) ?? []
    return duties.length === 0 ? [] : [{ agentId, rule, duties }]
  })

/** Told at the last of the days that are too many. */
export function unfairIn(agents: readonly RuledAgent[], own: ReadonlyMap<string, readonly Duty[]>): RosterFault[] {
  const all = working(agents, own)
  const rules = new Map(all.flatMap(({ rule }) => (rule && rule.fairDays > 0 ? [[rule.id, rule.fairDays]] : [])))
  return [...rules].flatMap(([id, most]) => {
    const group = all.filter(({ rule }) => rule?.id === id)
    return BURDENS.flatMap(({ rule, isOne, words }) => {
      const counted = group.map(({ agentId, duties }) => ({ agentId, days: duties.filter(isOne) }))
      const least = Math.min(...counted.map(({ days }) => days.length))
      return counted
        .filter(({ days }) => days.length - least > most)
        .map(({ agentId, days }) => {
          const date =
            days
              .map((duty) => duty.date)
              .sort()
              .at(-1) ?? ''
          return { agentId, date, rule, text: words(days.length, least, most) }
        })
    })
  })
}

/** Fewest and most days of anybody who works in these weeks. */
export function fairnessOf(agents: readonly RuledAgent[], own: ReadonlyMap<string, readonly Duty[]>): Fairness {
  const all = working(agents, own)
  const spread = (isOne: Burden['isOne']): [least: number, most: number] => {
    const counts = all.map(({ duties }) => duties.filter(isOne).length)
    return counts.length === 0 ? [0, 0] : [Math.min(...counts), Math.max(...counts)]
  }
  return { weekends: spread(isWeekend), nights: spread(isNight) }
}

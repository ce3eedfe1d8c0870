// Whether any pattern of work and days off keeps an agent's rules: one agent without any must not fail the whole roster.
import type { WorkRule } from './rules.ts'

export interface PatternAsk {
  /** days to work in each week, exactly */
  wanted: readonly number[]
  rule: Pick<WorkRule, 'maxConsecutiveDays' | 'weekendsOffInTwo'>
  /** days worked in a row up to the first day */
  before: number
  /** 0 is the first day, a Monday */
  mustWork(day: number): boolean
  mustRest(day: number): boolean
}

interface Standing {
  /** days worked this week, and in a row */
  week: number
  run: number
  /** work on this weekend, and worked weekends of this pair of weeks */
  weekend: boolean
  weekends: number
}

/** Rest between shifts is not looked at: the same shift every day keeps it. */
export function isPossible(ask: PatternAsk): boolean {
  let standings: Standing[] = [{ week: 0, run: ask.before, weekend: false, weekends: 0 }]
  for (let day = 0; day < ask.wanted.length * 7; day++) {
    const next = new Map<number, Standing>()
    for (const standing of standings) for (const after of stepsOf(ask, standing, day)) next.set(keyOf(after), after)
    standings = [...next.values()]
  }
  return standings.length > 0
}

const keyOf = ({ week, run, weekend, weekends }: Standing): number =>
  ((run * 8 + week) * 4 + weekends) * 2 + (weekend ? 1 : 0)

function stepsOf(ask: PatternAsk, standing: Standing, day: number): Standing[] {
  const off = ask.mustWork(day) ? [] : [{ ...standing, run: 0 }]
  const { week, run, weekend } = standing
  const worked = { ...standing, week: week + 1, run: run + 1, weekend: weekend || day % 7 >= 5 }
  const works = !ask.mustRest(day) && worked.run <= ask.rule.maxConsecutiveDays
  const steps = works ? [...off, worked] : off
  return day % 7 === 6 ? steps.flatMap((each) => weekEnded(ask, each, Math.floor(day / 7))) : steps
}

function weekEnded({ wanted, rule }: PatternAsk, standing: Standing, week: number): Standing[] {
  const weekends = standing.weekends + (standing.weekend ? 1 : 0)
  if (standing.week !== wanted[week] || weekends > 2 - rule.weekendsOffInTwo) return []
  // weeks are paired from the first
  return [{ week: 0, run: standing.run, weekend: false, weekends: week % 2 === 1 ? 0 : weekends }]
}

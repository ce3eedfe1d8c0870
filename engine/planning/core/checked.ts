// Every answer of a solver is judged by the rules anew before it is shown: what breaks one is taken out, what is not met is said.
import type { Label } from '../../protocol/fields.ts'
import type { Duty, FaultRule, RosterFault } from '../../protocol/roster.ts'
import { addDays } from './clock.ts'
import { consequencesOf, type RosterWorld } from './consequences.ts'

/** Not met rather than broken: no duty is wrong, some are missing, or nothing is known of the agent. */
const UNMET: ReadonlySet<FaultRule> = new Set([
  ...(['too-few-days-in-week', 'no-rule', 'weekends-unfair', 'nights-unfair'] as const),
])
/** Who has no rule was told before the work began. */
const KNOWN: ReadonlySet<FaultRule> = new Set(['no-rule'])
const NAMED = 5

export interface Checked {
  /** the solver's duties that keep every rule */
  made: Duty[]
  /** why others were taken out */
  broken: RosterFault[]
  /** what the roster does not keep all the same */
  unmet: RosterFault[]
}

/** `kept` are duties set by hand: they stay, whatever they break. */
export function checkedOf(world: RosterWorld, kept: readonly Duty[], answer: readonly Duty[]): Checked {
  let made = [...answer]
  const broken: RosterFault[] = []
  for (;;) {
    const { faults } = consequencesOf(world, [...kept, ...made])
    const wrong = faults.filter((fault) => !UNMET.has(fault.rule))
    const out = new Map<Duty, RosterFault>()
    for (const fault of wrong) {
      const duty = causeOf(fault, made)
      if (duty && !out.has(duty)) out.set(duty, fault)
    }
    // one of each agent at a time: without it the others may be right
    const first = [...out].filter(
      ([duty], at) => [...out.keys()].findIndex((one) => one.agentId === duty.agentId) === at,
    )
    if (first.length === 0) return { made, broken, unmet: faults.filter((fault) => !KNOWN.has(fault.rule)) }
    broken.push(...first.map(([, fault]) => fault))
    made = made.filter((duty) => !first.some(([wrongDuty]) => wrongDuty === duty))
  }
}

/** Days before the fault's date in which a duty may have caused it, where the one of the date was set by hand. */
const REACH: Partial<Record<FaultRule, number>> = {
  'rest-too-short': 2,
  'too-many-days-in-a-row': 6,
  'too-many-days-in-week': 6,
  'too-many-hours-in-week': 6,
  'weekend-off-missing': 8,
}

/** The duty a fault is told at, or the last one before it that may have caused it. */
function causeOf({ agentId, date, rule }: RosterFault, made: readonly Duty[]): Duty | undefined {
  const from = addDays(date, -(REACH[rule] ?? 0))
  return made
    .filter((duty) => duty.agentId === agentId && duty.date <= date && duty.date >= from)
    .reduce<Duty | undefined>((last, duty) => (last === undefined || duty.date > last.date ? duty : last), undefined)
}

/** By name and rule, in the planner's words; undefined when there is nothing to say. */
export function checkedWords(
  { broken, unmet }: Pick<Checked, 'broken' | 'unmet'>,
  nameOf: (agentId: string) => string,
): Label | undefined {
  const parts = [
    { faults: broken, zh: '不合规则、已去掉的班次', en: 'Duties that broke a rule and were taken out' },
    { faults: unmet, zh: '未能满足的规则', en: 'Rules that could not be met' },
  ].filter(({ faults }) => faults.length > 0)
  if (parts.length === 0) return undefined
  const list = (faults: readonly RosterFault[], lang: 'zh' | 'en'): string =>
    faults
      .slice(0, NAMED)
      .map(({ agentId, date, text }) => `${nameOf(agentId)} ${date.slice(5)} ${text[lang]}`)
      .join(lang === 'zh' ? '；' : '; ') + (faults.length > NAMED ? ' …' : '')
  return {
    zh: parts.map(({ faults, zh }) => `${zh}（${faults.length}）：${list(faults, 'zh')}。`).join(''),
    en: parts.map(({ faults, en }) => `${en} (${faults.length}): ${list(faults, 'en')}.`).join(' '),
  }
}

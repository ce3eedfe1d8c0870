// What was asked of a counting report: the conditions on its rows, and which of them are summed up ahead.
import type { CountReport } from './counted.ts'
import { type Key, keySql, startMs } from './keys.ts'
import { idsOf, parseRange } from './range.ts'
import type { Part, Through } from './report.ts'
import { type Planned, plannedOf, wholeIn } from './roll-up.ts'
import { type CountedTable, type CutName, TABLES, type TableName } from './tables.ts'

/** A roll-up, and the span that is read from it. */
export interface Rolled {
  plan: Planned
  from: number
  to: number
}

export interface Asked {
  stepMinutes: number
  /** the condition on a table's rows */
  where(from: TableName, more?: string, time?: string): string
  /** of what is counted n-th: the roll-up that holds whole days of it, if any */
  rolled(n: number): Rolled | undefined
  /** the condition on a roll-up's rows */
  rolledWhere(rolled: Rolled, from: TableName): string
  parameters: Record<string, unknown>
}

const MINE = { queues: 'mineQueues', agents: 'mineAgents' } as const

export function askedOf(
  of: CountReport,
  given: Record<string, unknown>,
  zone: string,
  reach: Part | undefined,
  through: Through = () => undefined,
): Asked {
  const range = parseRange({ step: of.step ?? 0, ...given })
  const cuts = (of.cuts ?? []).map((cut) => [cut, idsOf(given[cut])] as const).filter(([, ids]) => ids.length > 0)
  const where = (from: TableName, more?: string, time = 'start'): string => {
    const table: CountedTable = TABLES[from]
    const seen = table.mine.map((cut) => table.cuts[cut]?.where(`{${MINE[cut]}:Array(String)}`) ?? 'false')
    return [
      `${from}.${time} >= fromUnixTimestamp64Milli({from:Int64}) and ${from}.${time} < fromUnixTimestamp64Milli({to:Int64})`,
      ...cuts.flatMap(([cut]) => table.cuts[cut]?.where(`{${cut}:Array(String)}`) ?? []),
      ...(reach ? [`(${seen.join(' or ') || 'false'})`] : []),
      ...(more ? [`(${more})`] : []),
    ].join(' and ')
  }
  const values = of.bind?.(given)
  const usual = JSON.stringify(values) === JSON.stringify(of.bind?.({}))
  const plans = usual ? plannedOf(of, zone) : []
  const rolled = (n: number): Rolled | undefined => {
    const plan = plans[n]
    if (
      !plan ||
      !isCutBy(
        TABLES[of.counted[n]?.from ?? 'calls'],
        cuts.map(([cut]) => cut),
        reach,
      )
    )
      return undefined
    const span = wholeIn(plan, range, zone, through(plan.id))
    return span && { plan, ...span }
  }
  const rolledWhere = ({ plan, from, to }: Rolled, name: TableName): string => {
    const table: CountedTable = TABLES[name]
    const dim = (cut: CutName, ids: string): string =>
      `dims[${plan.dims.indexOf(table.cuts[cut]?.column ?? '') + 1}] in {${ids}:Array(String)}`
    return [
      `part = '${plan.id}' and start >= fromUnixTimestamp64Milli(${from}) and start < fromUnixTimestamp64Milli(${to})`,
      ...cuts.filter(([cut]) => table.cuts[cut]).map(([cut]) => dim(cut, cut)),
      ...(reach ? [`(${table.mine.map((cut) => dim(cut, MINE[cut])).join(' or ') || 'false'})`] : []),
    ].join(' and ')
  }
  const bound = Object.fromEntries(cuts)
  const mine = reach ? { mineQueues: reach.queueIds, mineAgents: reach.agentIds } : {}
  const parameters = { from: range.from, to: range.to, zone, ...bound, ...mine, ...values }
  return { stepMinutes: range.stepMinutes, where, rolled, rolledWhere, parameters }
}

/** Sums ahead are cut by plain columns only. */
const isCutBy = (table: CountedTable, cuts: readonly CutName[], reach: Part | undefined): boolean =>
  [...cuts, ...(reach ? table.mine : [])].every((cut) => !table.cuts[cut] || table.cuts[cut].column !== undefined)

/** The value of a key in a row of a table. */
export const keyValue = (key: Key, from: TableName, step: number, time = 'start'): string =>
  key.name === 'start' ? startMs(step, time) : keySql(key, from)

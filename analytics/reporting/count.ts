// A report that counts: rows of one or several tables by keys, measures made of their sums. What it answers, its total,
// and the calls behind a number come from the same words, so they cannot tell different things.

import type { Field, Label } from '#engine/protocol/fields.ts'
import type { NamedKind, ReportColumn, ReportGroup } from '#engine/protocol/reports.ts'
import { CUT_FIELDS } from './cut-fields.ts'
import { bucket, DAYS, idsOf, lengthMs, parseRange, type STEPS, stepField } from './range.ts'
import { type Cell, defineReport, type Part, type Query, type Report } from './report.ts'
import { type CountedTable, type CutName, TABLES, type TableName } from './tables.ts'

/** What rows are told apart by. */
export interface Key {
  name: string
  label: Label
  /** over the columns of a table; absent: the column of its name */
  sql?: Partial<Record<TableName, string>>
  format?: 'text' | 'time' | 'number'
  names?: NamedKind
  /** words for the values it may have */
  words?: Record<string, Label>
  /** its values are ways out of flow nodes, keys among them */
  outlet?: true
}

/** Rows of a table, counted: `sums` by name, each an aggregate that adds up over rows of one key (`max …`: the greatest). */
export interface Counted {
  from: TableName
  where?: string
  /** the column of the moment that a row counts in; absent: when it began */
  time?: 'finish'
  sums: Record<string, string>
  /** sums that are the greatest, not the sum, of parts */
  greatest?: readonly string[]
}

export interface Measure extends Omit<ReportColumn, 'format' | 'help' | 'calls'> {
  format?: ReportColumn['format']
  help: Label
  /** over the sums; absent: the sum of its name. `{length}` stands for the interval in ms */
  sql?: string
  /** of a row among others; of all as one it says nothing */
  ofRow?: true
  /** the calls behind it: their table, and which rows of it */
  calls?: [TableName, string?]
}

export interface CountReport {
  name: string
  label: Label
  group: ReportGroup
  help?: Label
  /** the first choice of interval; absent: the report has no time in its rows */
  step?: (typeof STEPS)[number]
  keys: readonly Key[]
  counted: readonly Counted[]
  measures: readonly Measure[]
  cuts?: readonly CutName[]
  parameters?: readonly Field[]
  /** values of further parameters, bound for SQL */
  bind?(given: Record<string, unknown>): Record<string, unknown>
  /** of rows; absent: by keys */
  order?: string
  chart?: { x: string; series: string[] }
  targets?: Record<string, string>
}

const START: Key = { name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' }

export function countReport(of: CountReport): Report {
  const keys = of.step === undefined ? of.keys : [START, ...of.keys]
  const asked = (given: Record<string, unknown>, timeZone: string, reach?: Part) => askedOf(of, given, timeZone, reach)
  return defineReport({
    ...{ name: of.name, label: of.label, group: of.group },
    ...(of.help ? { help: of.help } : {}),
    ...(of.chart ? { chart: of.chart } : {}),
    ...(of.targets ? { targets: of.targets } : {}),
    parameters: [
      ...DAYS,
      ...(of.step === undefined ? [] : [stepField(of.step)]),
      ...(of.cuts ?? []).map((cut) => CUT_FIELDS[cut]),
      ...(of.parameters ?? []),
    ],
    columns: [
      ...keys.map(({ name, label, format = 'text', words, outlet }) => ({
        ...{ name, label, format, key: true as const },
        ...(words ? { words } : {}),
        ...(outlet ? { outlet } : {}),
      })),
      ...of.measures.map(({ sql: _sql, ofRow: _row, calls, format = 'number', ...column }) => ({
        ...{ ...column, format },
        ...(calls ? { calls: true as const } : {}),
      })),
    ],
    names: Object.fromEntries(keys.flatMap(({ name, names }) => (names ? [[name, names]] : []))),
    query(given, timeZone, reach) {
      const ask = asked(given, timeZone, reach)
      const order = of.order ?? keys.map(({ name }) => name).join(', ')
      return { sql: `${rowsOf(of, keys, ask)} order by ${order || 'tuple()'}`, parameters: ask.parameters }
    },
    total(given, timeZone, reach) {
      const ask = asked({ ...given, step: 0 }, timeZone, reach)
      return { sql: rowsOf(of, [], ask), parameters: ask.parameters }
    },
    calls: (given, timeZone, at, reach) => callsBehind(of, keys, asked(given, timeZone, reach), at),
  })
}

interface Asked {
  stepMinutes: number
  /** the condition on a table's rows */
  where(from: TableName, more?: string, time?: string): string
  parameters: Record<string, unknown>
}

const MINE = { queues: 'mineQueues', agents: 'mineAgents' } as const

function askedOf(of: CountReport, given: Record<string, unknown>, zone: string, reach: Part | undefined): Asked {
  const range = parseRange({ step: of.step ?? 0, ...given })
  const cuts = (of.cuts ?? []).map((cut) => [cut, idsOf(given[cut])] as const).filter(([, ids]) => ids.length > 0)
  const where = (from: TableName, more?: string, time = 'start'): string => {
    const table: CountedTable = TABLES[from]
    const seen = table.mine.map((cut) => table.cuts[cut]?.(`{${MINE[cut]}:Array(String)}`) ?? 'false')
    return [
      `${from}.${time} >= fromUnixTimestamp64Milli({from:Int64}) and ${from}.${time} < fromUnixTimestamp64Milli({to:Int64})`,
      ...cuts.flatMap(([cut]) => table.cuts[cut]?.(`{${cut}:Array(String)}`) ?? []),
      ...(reach ? [`(${seen.join(' or ') || 'false'})`] : []),
      ...(more ? [`(${more})`] : []),
    ].join(' and ')
  }
  const bound = Object.fromEntries(cuts)
  const mine = reach ? { mineQueues: reach.queueIds, mineAgents: reach.agentIds } : {}
  const parameters = { from: range.from, to: range.to, zone, ...bound, ...mine, ...of.bind?.(given) }
  return { stepMinutes: range.stepMinutes, where, parameters }
}

const startMs = (step: number, time: string): string =>
  step === 0 ? '{from:Int64}' : `toInt64(toUnixTimestamp(${bucket(step, time)})) * 1000`

/** The value of a key in a row of a table. */
const keySql = ({ name, sql }: Key, from: TableName, step: number, time = 'start'): string =>
  name === 'start' ? startMs(step, time) : (sql?.[from] ?? name)

/** Keys have names of their own inside, because a table's column may have a key's name. */
const inner = (name: string): string => `k_${name}`

function rowsOf(of: CountReport, keys: readonly Key[], ask: Asked): string {
  const names = [...new Set(of.counted.flatMap(({ sums }) => Object.keys(sums)))]
  const parts = of.counted.map((each) => {
    const by = keys.map((key) => `${keySql(key, each.from, ask.stepMinutes, each.time)} as ${inner(key.name)}`)
    const sums = names.map((name) => `toInt64(${each.sums[name] ?? 0}) as s_${name}`)
    const group = keys.length > 0 ? ` group by ${keys.map(({ name }) => inner(name)).join(', ')}` : ''
    return `select ${[...by, ...sums].join(', ')} from tinglan.${each.from} where ${ask.where(each.from, each.where, each.time)}${group}`
  })
  const greatest = new Set(of.counted.flatMap((each) => each.greatest ?? []))
  const merged = names.map((name) => `${greatest.has(name) ? 'max' : 'sum'}(s_${name}) as ${name}`)
  const group = keys.length > 0 ? ` group by ${keys.map(({ name }) => inner(name)).join(', ')}` : ''
  const plain = keys.map(({ name }) => inner(name))
  const inside = `select ${[...plain, ...merged].join(', ')} from (${parts.join(' union all ')})${group}`
  const length = lengthMs(ask.stepMinutes, keys.some(({ name }) => name === 'start') ? inner('start') : '{from:Int64}')
  const measures = of.measures.map(
    ({ name, sql = `sums.${name}`, ofRow }) =>
      `${ofRow && keys.length === 0 ? 'null' : sql.replaceAll('{length}', length)} as ${name}`,
  )
  const shown = keys.map(({ name }) => `${inner(name)} as ${name}`)
  return `select ${[...shown, ...measures].join(', ')} from (${inside}) as sums`
}

function callsBehind(of: CountReport, keys: readonly Key[], ask: Asked, { column, row }: Cell): Query | undefined {
  const [from, more] = of.measures.find(({ name }) => name === column)?.calls ?? []
  if (!from) return undefined
  const by = keys.filter(({ name }) => row[name] !== undefined)
  const shown = by.map((key) => `${keySql(key, from, ask.stepMinutes)} as ${inner(key.name)}`)
  const same = by.map(({ name }) => `toString(${inner(name)}) = {at_${name}:String}`)
  const at = Object.fromEntries(by.map(({ name }) => [`at_${name}`, String(row[name])]))
  return {
    sql: `select call, max(began) as at from (select ${['call', 'start as began', ...shown].join(', ')}
      from tinglan.${from} where ${ask.where(from, more)})
      where ${same.join(' and ') || 'true'} group by call order by at desc`,
    parameters: { ...ask.parameters, ...at },
  }
}

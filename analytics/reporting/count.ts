// A report that counts: rows of one or several tables by keys, measures made of their sums. What it answers, its total,
// and the calls behind a number come from the same words, so they cannot tell different things.
import { type Asked, askedOf, keyValue } from './asked.ts'
import type { CountReport } from './counted.ts'
import { CUT_FIELDS } from './cut-fields.ts'
import { inner, type Key, START } from './keys.ts'
import { DAYS, stepField } from './range.ts'
import { type Cell, defineReport, type Part, type Query, type Report, type Through } from './report.ts'
import { plannedOf } from './roll-up.ts'
import { rowsOf } from './rows.ts'

export function countReport(of: CountReport): Report {
  const keys = of.step === undefined ? of.keys : [START, ...of.keys]
  const asked = (given: Record<string, unknown>, timeZone: string, reach?: Part, through?: Through) =>
    askedOf(of, given, timeZone, reach, through)
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
    query(given, timeZone, reach, through) {
      const ask = asked(given, timeZone, reach, through)
      const order = of.order ?? keys.map(({ name }) => name).join(', ')
      return { sql: `${rowsOf(of, keys, ask)} order by ${order || 'tuple()'}`, parameters: ask.parameters }
    },
    total(given, timeZone, reach, through) {
      const ask = asked({ ...given, step: 0 }, timeZone, reach, through)
      return { sql: rowsOf(of, [], ask), parameters: ask.parameters }
    },
    rollUps: (timeZone) => plannedOf(of, timeZone),
    calls: (given, timeZone, at, reach) => callsBehind(of, keys, asked(given, timeZone, reach), at),
  })
}

function callsBehind(of: CountReport, keys: readonly Key[], ask: Asked, { column, row }: Cell): Query | undefined {
  const [from, more] = of.measures.find(({ name }) => name === column)?.calls ?? []
  if (!from) return undefined
  const by = keys.filter(({ name }) => row[name] !== undefined)
  const shown = by.map((key) => `${keyValue(key, from, ask.stepMinutes)} as ${inner(key.name)}`)
  const same = by.map(({ name }) => `toString(${inner(name)}) = {at_${name}:String}`)
  const at = Object.fromEntries(by.map(({ name }) => [`at_${name}`, String(row[name])]))
  return {
    sql: `select call, max(began) as at from (select ${['call', 'start as began', ...shown].join(', ')}
      from tinglan.${from} where ${ask.where(from, more)})
      where ${same.join(' and ') || 'true'} group by call order by at desc`,
    parameters: { ...ask.parameters, ...at },
  }
}

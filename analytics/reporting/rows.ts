// The rows of a counting report as one SELECT: what is summed up ahead for whole days, and the rows themselves for the rest.
import { type Asked, keyValue, type Rolled } from './asked.ts'
import type { Counted, CountReport } from './counted.ts'
import { inner, type Key, startMs } from './keys.ts'
import { lengthMs } from './range.ts'
import { addsUp } from './roll-up.ts'

type Sums = Record<string, string>
/** What all parts of the union share. */
interface Shape {
  keys: readonly Key[]
  names: readonly string[]
  greatest: ReadonlySet<string>
  /** sums ahead keep their keys as text, so the rows beside them have to */
  asText: boolean
  ask: Asked
}

const only = (sums: Sums, which: (sql: string) => boolean): Sums =>
  Object.fromEntries(Object.entries(sums).filter(([, sql]) => which(sql)))

const groupOf = (keys: readonly Key[]): string =>
  keys.length > 0 ? ` group by ${keys.map(({ name }) => inner(name)).join(', ')}` : ''

function select({ keys, names }: Shape, by: (key: Key) => string, sums: Sums, rows: string): string {
  const shown = keys.map((key) => `${by(key)} as ${inner(key.name)}`)
  const summed = names.map((name) => `toInt64(${sums[name] ?? 0}) as s_${name}`)
  return `select ${[...shown, ...summed].join(', ')} from ${rows}${groupOf(keys)}`
}

const isText = ({ name, format }: Key): boolean => name !== 'start' && format !== 'number'

/** `sums` of the rows themselves. */
function fromRows(shape: Shape, each: Counted, sums: Sums, more = ''): string {
  const { ask, asText } = shape
  const by = (key: Key): string => {
    const value = keyValue(key, each.from, ask.stepMinutes, each.time)
    return asText && isText(key) ? `toString(${value})` : value
  }
  return select(shape, by, sums, `tinglan.${each.from} where ${ask.where(each.from, each.where, each.time)}${more}`)
}

/** Whole days from the roll-up, the edges from the rows, and from these too what does not add up. */
function fromRollUp(shape: Shape, each: Counted, rolled: Rolled): string[] {
  const { ask, greatest } = shape
  const { plan, from, to } = rolled
  const dim = (name: string): string => `dims[${plan.dims.indexOf(name) + 1}]`
  const by = (key: Key): string =>
    key.name === 'start'
      ? startMs(ask.stepMinutes, 'rolled.start')
      : isText(key)
        ? dim(key.name)
        : `toInt64(${dim(key.name)})`
  const ahead = plan.sums.map((name, n) => [name, `${greatest.has(name) ? 'max' : 'sum'}(sums[${n + 1}])`])
  const time = `${each.from}.${each.time ?? 'start'}`
  const edges = ` and (${time} < fromUnixTimestamp64Milli(${from}) or ${time} >= fromUnixTimestamp64Milli(${to}))`
  const others = only(each.sums, (sql) => !addsUp(sql))
  return [
    fromRows(shape, each, only(each.sums, addsUp), edges),
    select(shape, by, Object.fromEntries(ahead), `tinglan.rolled where ${ask.rolledWhere(rolled, each.from)}`),
    ...(Object.keys(others).length > 0 ? [fromRows(shape, each, others)] : []),
  ]
}

export function rowsOf(of: CountReport, keys: readonly Key[], ask: Asked): string {
  const rolled = of.counted.map((_, n) => ask.rolled(n))
  const shape: Shape = {
    ...{ keys, ask, asText: rolled.some((one) => one !== undefined) },
    names: [...new Set(of.counted.flatMap(({ sums }) => Object.keys(sums)))],
    greatest: new Set(of.counted.flatMap((each) => each.greatest ?? [])),
  }
  const parts = of.counted.flatMap((each, n) => {
    const ahead = rolled[n]
    return ahead ? fromRollUp(shape, each, ahead) : [fromRows(shape, each, each.sums)]
  })
  const merged = shape.names.map((name) => `${shape.greatest.has(name) ? 'max' : 'sum'}(s_${name}) as ${name}`)
  const plain = keys.map(({ name }) => inner(name))
  const inside = `select ${[...plain, ...merged].join(', ')} from (${parts.join(' union all ')})${groupOf(keys)}`
  const length = lengthMs(ask.stepMinutes, keys.some(({ name }) => name === 'start') ? inner('start') : '{from:Int64}')
  const measures = of.measures.map(
    ({ name, sql = `sums.${name}`, ofRow }) =>
      `${ofRow && keys.length === 0 ? 'null' : sql.replaceAll('{length}', length)} as ${name}`,
  )
  const shown = keys.map(({ name }) => `${inner(name)} as ${name}`)
  return `select ${[...shown, ...measures].join(', ')} from (${inside}) as sums`
}

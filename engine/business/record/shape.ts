// A kind as it stands in this company: its own fields with the company's columns, its states with the company's.
import type { BusinessLayout, BusinessRules, StateInfo } from '../../protocol/business.ts'
import type { Field } from '../../protocol/fields.ts'
import type { Queries } from '../../records/store/postgres.ts'
import type { BusinessKind } from './kind.ts'

export interface Setup {
  version: number
  columns: Field[]
  states: StateInfo[]
  layout: BusinessLayout
  rules: BusinessRules
}

export interface Shape {
  kind: BusinessKind
  fields: Field[]
  /** names of the company's own columns */
  own: ReadonlySet<string>
  states: StateInfo[]
  moves: Record<string, string[]> | undefined
  layout: BusinessLayout
  rules: BusinessRules
  version: number
}

const EMPTY: Setup = { version: 0, columns: [], states: [], layout: {}, rules: {} }

export async function setupOf(sql: Queries, { kind }: Pick<BusinessKind, 'kind'>): Promise<Setup> {
  const [row] = await sql<Setup[]>`
    select version, columns, states, layout, rules from business_setup where kind = ${kind}`
  return row ?? EMPTY
}

export const shapeOf = async (sql: Queries, kind: BusinessKind): Promise<Shape> =>
  shaped(kind, await setupOf(sql, kind))

export function shaped(kind: BusinessKind, setup: Setup): Shape {
  const states = kind.states ? [...kind.states.list, ...setup.states.map((one) => ({ ...one, own: true }))] : []
  return {
    kind,
    fields: [...kind.fields, ...setup.columns],
    own: new Set(setup.columns.map(({ name }) => name)),
    states,
    moves: movesOf(kind, setup.states),
    layout: setup.layout,
    rules: { ...kind.rules, ...setup.rules },
    version: setup.version,
  }
}

/** A state the company made is open from everywhere and to everywhere: nobody else knows where it belongs. */
function movesOf({ states }: BusinessKind, own: readonly StateInfo[]): Record<string, string[]> | undefined {
  if (!states?.moves) return undefined
  const added = own.map(({ value }) => value)
  const all = [...states.list.map(({ value }) => value), ...added]
  const shipped = Object.entries(states.moves).map(([from, to]): [string, string[]] => [from, [...to, ...added]])
  return Object.fromEntries([
    ...shipped,
    ...added.map((from): [string, string[]] => [from, all.filter((to) => to !== from)]),
  ])
}

export const mayMove = ({ moves, states }: Shape, from: string, to: string): boolean =>
  states.some(({ value }) => value === to) &&
  from !== to &&
  (moves === undefined || (moves[from]?.includes(to) ?? false))

export const isFinal = ({ states }: Shape, state: string): boolean =>
  states.find(({ value }) => value === state)?.final === true

export const listedFields = ({ fields, layout }: Shape): string[] =>
  layout.list ?? fields.filter(({ listed }) => listed).map(({ name }) => name)

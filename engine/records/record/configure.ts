// Create, change and delete configuration: checked as a whole, one transaction with its audit row, then announced.
import { randomInt } from 'node:crypto'
import type { Label } from '../../protocol/fields.ts'
import { joined } from '../../protocol/words/word.ts'
import { spellingOf } from '../spelling.ts'
import type { Queries, Transactions, Tx } from '../store/postgres.ts'
import { FOREIGN_KEY_VIOLATION, sqlState, UNIQUE_VIOLATION, violatedConstraint } from '../store/postgres.ts'
import { audit, audited, type By } from './audit.ts'
import { awaitForce, forgetForce } from './in-force.ts'
import type { Kind, KindWorld, Row, Values } from './kind.ts'
import type { Kinds } from './kinds.ts'
import { done, type Outcome, type Refused, refused } from './outcome.ts'
import { missingReferences, usedIn } from './references.ts'
import { keepName } from './removed.ts'
import { selectRecords, shown, writeLinks, written } from './rows.ts'
import { changeSchema, recordSchema } from './schema.ts'

export interface ConfigChange {
  kind: string
  id: string
  change: 'created' | 'changed' | 'deleted'
  revision: number
}

export interface RecordsParts extends Omit<KindWorld, 'sql'> {
  transaction: Transactions
  kinds: Kinds
  /** after the commit; answers who does not obey it yet */
  announce(change: ConfigChange, kind: Kind): Promise<Label[]> | undefined
}

export interface Records {
  create(kind: Kind, input: unknown, by: By, more?: CreateMore): Promise<Outcome<Values>>
  change(kind: Kind, id: string, input: unknown, by: By, more?: Row): Promise<Outcome<Values>>
  /** `version`: as it was read; a record that somebody changed since stays */
  remove(kind: Kind, id: string, version: number | undefined, by: By): Promise<Outcome<Values>>
}
/** `id` given by the sample company; `columns` beyond the form, such as a prompt's file. */
export interface CreateMore {
  id?: string
  columns?: Row
  /** values over the form's that depend on other records: read where nobody else writes until the commit */
  decide?(sql: Queries): Promise<Values>
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
export const newId = (prefix: string): string =>
  `${prefix}-${Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`

export function recordsOf(parts: RecordsParts): Records {
  const run = async (
    kind: Kind,
    change: ConfigChange['change'],
    work: (tx: Tx, world: KindWorld) => Promise<Outcome<Values>>,
  ): Promise<Outcome<Values>> => {
    const { transaction, kinds: _kinds, announce: _announce, ...world } = parts
    try {
      let revision = 0
      const outcome = await transaction(async (tx) => {
        // one writer at a time: checks across kinds stay true until the commit
        await tx`select revision from company_revision for update`
        const result = await work(tx, { ...world, sql: tx })
        const [row] = await tx<{ revision: number }[]>`select revision from company_revision`
        revision = row?.revision ?? 0
        if (!result.ok) return result
        const id = String(result.value.id)
        await (change === 'deleted' ? forgetForce(tx, kind, id) : awaitForce(tx, kind, id, revision))
        return result
      })
      if (!outcome.ok) return outcome
      const late = await parts.announce({ kind: kind.kind, id: String(outcome.value.id), change, revision }, kind)
      return late && late.length > 0 ? done({ ...outcome.value, outstanding: late }) : outcome
    } catch (error) {
      return clash(error, kind)
    }
  }
  return {
    create: (kind, input, by, more) =>
      run(kind, 'created', (tx, world) => create(parts.kinds, kind, input, by, more ?? {}, tx, world)),
    change: (kind, id, input, by, more) =>
      run(kind, 'changed', (tx, world) => change(parts.kinds, kind, id, input, by, more ?? {}, tx, world)),
    remove: (kind, id, version, by) =>
      run(kind, 'deleted', (tx, world) => remove(parts.kinds, kind, { id, version }, by, tx, world)),
  }
}

/** Two kinds of database "no" are expected ones. */
function clash(error: unknown, { table }: Kind): Refused {
  const constraint = violatedConstraint(error)
  if (sqlState(error) === UNIQUE_VIOLATION) {
    // PostgreSQL names it <table>_<column>_key; a migration that names it itself puts one word before the column
    const named = constraint.startsWith(`${table}_`)
      ? constraint.slice(table.length + 1)
      : constraint.replace(/^[a-z]+_/, '')
    const column = named.replace(/_key$/, '').replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
    return refused('already-exists', { fields: [{ path: column, message: 'is already in use' }] })
  }
  if (sqlState(error) === FOREIGN_KEY_VIOLATION) return refused('in-use', { detail: constraint })
  throw error
}

async function checked(
  kinds: Kinds,
  kind: Kind,
  values: Values,
  id: string,
  isNew: boolean,
  world: KindWorld,
): Promise<Refused | undefined> {
  const fields = (await kind.check?.(values, world, isNew ? undefined : id)) ?? []
  if (fields.length > 0) return refused('bad-input', { fields })
  // before the references: a flow's own check names the node, which says more than a path
  const problems = (await kind.problems?.({ id, ...values }, world)) ?? []
  if (problems.some((problem) => problem.level === 'error')) return refused('flow-not-valid', { problems })
  fields.push(...(await missingReferences(world.sql, kinds, kind, values, id)))
  return fields.length > 0 ? refused('bad-input', { fields }) : undefined
}

async function create(
  kinds: Kinds,
  kind: Kind,
  input: unknown,
  by: By,
  more: CreateMore,
  tx: Tx,
  world: KindWorld,
): Promise<Outcome<Values>> {
  const parsed = recordSchema(kind.fields).safeParse(formOf(kind, input))
  if (!parsed.success) return refused('bad-input', { fields: faultsOf(parsed.error) })
  const values = { ...parsed.data, ...(await more.decide?.(tx)) }
  const id = more.id ?? newId(kind.idPrefix)
  const bad = await checked(kinds, kind, values, id, true, world)
  if (bad) return bad
  const row = { ...((await kind.toRow?.(values, world)) ?? values), ...spelled(kind, values), ...more.columns }
  await tx`insert into ${tx(kind.table)} ${tx({ id, ...written(tx, kind, row) } as never)}`
  await writeLinks(tx, kind, id, values)
  await kind.afterSave?.(id, world)
  const after = await readOne(tx, kind, id)
  await audit(tx, by, { action: 'create', kind: audited(kind), recordId: id, title: titleOf(kind, after), after })
  return done(after ?? {})
}

async function change(
  kinds: Kinds,
  kind: Kind,
  id: string,
  input: unknown,
  by: By,
  more: Row,
  tx: Tx,
  world: KindWorld,
): Promise<Outcome<Values>> {
  const parsed = changeSchema(kind.fields).safeParse(formOf(kind, input))
  if (!parsed.success) return refused('bad-input', { fields: faultsOf(parsed.error) })
  const { version, ...values } = parsed.data
  const before = await readOne(tx, kind, id)
  if (!before) return refused('not-found')
  if (before.version !== version) return refused('changed-meanwhile')
  const bad = await checked(kinds, kind, values, id, false, world)
  if (bad) return bad
  const row = { ...((await kind.toRow?.(values, world, before)) ?? values), ...spelled(kind, values), ...more }
  await tx`update ${tx(kind.table)} set ${tx(written(tx, kind, row) as never)}, version = version + 1, updated_at = now()
    where id = ${id}`
  await writeLinks(tx, kind, id, values)
  await kind.afterSave?.(id, world, before)
  const after = await readOne(tx, kind, id)
  const secrets = kind.fields.filter((field) => field.type === 'password' && values[field.name] !== undefined)
  const note = Object.fromEntries(secrets.map((field) => [field.name, 'changed']))
  await audit(tx, by, {
    action: 'change',
    kind: audited(kind),
    recordId: id,
    title: titleOf(kind, after),
    before,
    after: { ...after, ...note },
  })
  return done(after ?? {})
}

async function remove(
  kinds: Kinds,
  kind: Kind,
  { id, version }: { id: string; version: number | undefined },
  by: By,
  tx: Tx,
  world: KindWorld,
): Promise<Outcome<Values>> {
  const before = await readOne(tx, kind, id)
  if (!before) return refused('not-found')
  if (version !== undefined && before.version !== version) return refused('changed-meanwhile')
  const uses = await usedIn(tx, kinds, kind, id)
  const keep = await kind.keepBecause?.(id, by, world)
  if (keep !== undefined) uses.push(keep)
  if (uses.length > 0) return refused('in-use', { say: joined(uses) })
  await tx`delete from ${tx(kind.table)} where id = ${id}`
  await keepName(tx, kind, { id, name: titleOf(kind, before) })
  await audit(tx, by, { action: 'delete', kind: audited(kind), recordId: id, title: titleOf(kind, before), before })
  return done(before)
}

const spelled = (kind: Kind, values: Values): Row =>
  kind.spelled === undefined ? {} : { spelling: spellingOf(String(values[kind.spelled] ?? '')) }

async function readOne(tx: Tx, kind: Kind, id: string): Promise<Values | undefined> {
  const [row] = await tx<Row[]>`${selectRecords(tx, kind)} where r.id = ${id}`
  return row === undefined ? undefined : shown(kind, row)
}

/** said of a record by lists and answers */
const SHOWN_WITH_IT = ['inForceAt', 'outstanding', 'registration', 'path']

/** A record sent back as it was read: what the form does not have is left out, anything else unknown is refused. */
function formOf(kind: Kind, input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  const notForm = new Set(['id', ...SHOWN_WITH_IT, ...(kind.extras ?? []), ...(kind.gone ?? [])])
  return Object.fromEntries(Object.entries(input).filter(([name]) => !notForm.has(name)))
}

const titleOf = (kind: Kind, values: Values | undefined): string => String(values?.[kind.title] ?? '')

const faultsOf = (error: { issues: { path: PropertyKey[]; message: string }[] }) =>
  error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))

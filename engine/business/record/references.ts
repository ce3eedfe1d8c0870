// Names of other records in a business record: each must be there, and a list shows them as people call them.
import type { BusinessNames } from '../../protocol/business.ts'
import type { Field } from '../../protocol/fields.ts'
import type { Queries } from '../../records/store/postgres.ts'
import type { Actor, FieldFault, Values } from './kind.ts'
import { tableOf } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { rowReach, seen } from './reach.ts'

/** Configured kinds that a business record may name, and the column with their name. */
const CONFIGURED: Record<string, { table: string; name: string }> = {
  agents: { table: 'agents', name: 'name' },
  queues: { table: 'queues', name: 'name' },
  departments: { table: 'departments', name: 'name' },
  groups: { table: 'groups', name: 'name' },
  dispositions: { table: 'dispositions', name: 'name' },
}

export function idsIn(fields: readonly Field[], values: Values): { to: string; id: string; path: string }[] {
  return fields.flatMap((field) => {
    const value = values[field.name]
    if (field.type === 'list' && Array.isArray(value))
      return value.flatMap((line: Values, n) =>
        idsIn(field.of, line).map((one) => ({ ...one, path: `${field.name}.${n}.${one.path}` })),
      )
    if (field.type !== 'reference') return []
    const ids = Array.isArray(value) ? value : [value]
    return ids
      .filter((id): id is string => typeof id === 'string' && id !== '')
      .map((id) => ({ to: field.to, id, path: field.name }))
  })
}

export async function namesOf(
  sql: Queries,
  kinds: BusinessKinds,
  to: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const other = kinds.get(to)
  const place = Object.hasOwn(CONFIGURED, to) ? CONFIGURED[to] : undefined
  if (other) {
    const rows = await sql<{ id: string; name: string | null }[]>`
      select id, coalesce(nullif(data->>${other.title}, ''), code, '') as name from ${sql(tableOf(other))}
      where id = any(${[...ids]}::text[]) and deleted_at is null`
    return new Map(rows.map(({ id, name }) => [id, name ?? '']))
  }
  if (!place) return new Map()
  const rows = await sql<{ id: string; name: string }[]>`
    select id::text, ${sql(place.name)} as name from ${sql(place.table)} where id = any(${[...ids]}::text[])`
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Of these ids of one kind those this person sees; who may not read the kind sees none. */
async function seenOf(sql: Queries, kinds: BusinessKinds, to: string, ids: string[], actor: Actor) {
  const kind = kinds.get(to)
  if (!kind) return namesOf(sql, kinds, to, ids)
  const reach = await rowReach(sql, kind, actor)
  const rows = await sql<{ id: string }[]>`select r.id from ${sql(tableOf(kind))} r
    where r.id = any(${ids}::text[]) and r.deleted_at is null and ${seen(sql, reach)}`
  return new Set(rows.map(({ id }) => id))
}

/** What is named and not there; a record that one may not see is not there. What stood there before may stay. */
export async function missingNamed(
  sql: Queries,
  kinds: BusinessKinds,
  fields: readonly Field[],
  values: Values,
  actor: Actor,
  before: Values = {},
): Promise<FieldFault[]> {
  const kept = new Set(idsIn(fields, before).map(({ to, id }) => `${to} ${id}`))
  const named = idsIn(fields, values).filter(({ to, id }) => !kept.has(`${to} ${id}`))
  const faults: FieldFault[] = []
  for (const to of new Set(named.map((one) => one.to))) {
    const those = named.filter((one) => one.to === to)
    const there = await seenOf(sql, kinds, to, [...new Set(those.map(({ id }) => id))], actor)
    for (const { id, path } of those)
      if (!there.has(id)) faults.push({ path, message: `there is no such record: ${id}` })
  }
  return faults
}

/** What the rows of a page refer to, by name; deleted agents by the name they had. */
export async function namesFor(
  sql: Queries,
  kinds: BusinessKinds,
  fields: readonly Field[],
  rows: readonly { data: Values; ownerId: string | null; departmentId: string | null; sharedWith: readonly string[] }[],
): Promise<BusinessNames> {
  const wanted: Record<string, Set<string>> = { agents: new Set(), departments: new Set() }
  for (const { data, ownerId, departmentId, sharedWith } of rows) {
    for (const { to, id } of idsIn(fields, data)) {
      wanted[to] ??= new Set()
      wanted[to].add(id)
    }
    for (const id of [ownerId, ...sharedWith]) if (id !== null) wanted.agents?.add(id)
    if (departmentId !== null) wanted.departments?.add(departmentId)
  }
  const names: BusinessNames = {}
  for (const [to, ids] of Object.entries(wanted))
    if (ids.size > 0) names[to] = Object.fromEntries(await namesOf(sql, kinds, to, [...ids]))
  return names
}

// Which record names which: needed to refuse a name that does not exist, and to delete nothing that is in use.
import type { Field, Label } from '../../protocol/fields.ts'
import type { Queries } from '../store/postgres.ts'
import type { FieldFault, Kind, Values } from './kind.ts'
import type { Kinds } from './kinds.ts'

interface Reference {
  to: string
  id: string
  path: string
}

/** Keys that name another record inside way-outs and the settings of flow nodes. */
const NAMED_IN_JSON: Record<string, string> = {
  flowId: 'flows',
  queueId: 'queues',
  queueIds: 'queues',
  promptId: 'prompts',
  skillId: 'skills',
  timeGroupId: 'time-groups',
  agentId: 'agents',
  trunkId: 'trunks',
  extensionId: 'extensions',
  groupIds: 'groups',
}

const isJson = (field: Field): boolean => ['way-out', 'prompts', 'json', 'list'].includes(field.type)

export function referencesOf(kind: Kind, values: Values): Reference[] {
  return kind.fields.flatMap((field) => {
    const value = values[field.name]
    if (field.type === 'reference') {
      const ids = field.many ? (value as string[] | undefined) : [value as string | undefined]
      return (ids ?? [])
        .filter((id) => typeof id === 'string' && id !== '')
        .map((id) => ({ to: field.to, id: String(id), path: field.name }))
    }
    return isJson(field) ? namedIn(value, field.name) : []
  })
}

function namedIn(value: unknown, path: string): Reference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => namedIn(item, `${path}.${index}`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const to = NAMED_IN_JSON[key]
    const ids = (Array.isArray(inner) ? inner : [inner]).filter((id) => typeof id === 'string' && id !== '')
    if (to !== undefined && ids.length > 0) {
      // {name} in a flow is a variable, known only while a call runs
      return ids.filter((id) => !id.includes('{')).map((id) => ({ to, id, path: `${path}.${key}` }))
    }
    return namedIn(inner, `${path}.${key}`)
  })
}

/** Names of records that are not there. */
export async function missingReferences(
  sql: Queries,
  kinds: Kinds,
  kind: Kind,
  values: Values,
  own: string | undefined,
): Promise<FieldFault[]> {
  const wanted = referencesOf(kind, values)
  const faults: FieldFault[] = []
  for (const to of new Set(wanted.map((reference) => reference.to))) {
    const target = kinds.get(to)
    if (!target) continue
    const ids = [...new Set(wanted.filter((reference) => reference.to === to).map((reference) => reference.id))]
    const rows = await sql<{ id: string }[]>`select id from ${sql(target.table)} where id = any(${ids}::text[])`
    const there = new Set(rows.map((row) => row.id))
    // a queue or flow may name itself before it exists
    if (own !== undefined && target === kind) there.add(own)
    for (const reference of wanted) {
      if (reference.to === to && !there.has(reference.id)) {
        faults.push({ path: reference.path, message: `there is no such record: ${reference.id}` })
      }
    }
  }
  return faults
}

/** Where a record is used, as the kind's word and the record's name, at most ten. */
export async function usedIn(sql: Queries, kinds: Kinds, kind: Kind, id: string): Promise<Label[]> {
  const found = new Map<string, Label>()
  for (const other of kinds.values()) {
    for (const field of other.fields) {
      const rows = await usersBy(sql, other, field, kind.kind, id)
      for (const row of rows)
        if (!(other === kind && row.id === id)) found.set(`${other.kind} ${row.id}`, told(other, row))
    }
  }
  return [...found.values()].slice(0, 10)
}

const told = ({ label }: Kind, { title }: User): Label => ({
  zh: `${label.zh}：${title}`,
  en: `${label.en}: ${title}`,
})

interface User {
  id: string
  title: string
}

async function usersBy(sql: Queries, other: Kind, field: Field, target: string, id: string): Promise<User[]> {
  const column = field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const head = sql`select id::text, ${sql(other.title)}::text as title from ${sql(other.table)}`
  if (field.type === 'reference') {
    // membership of a queue is the agent's to give up: it does not keep an agent, but it keeps a queue
    if (field.to !== target || (other.links?.[field.name] && target === 'agents')) return []
    const link = other.links?.[field.name]
    if (link) {
      return sql<User[]>`${head} where id in (
        select ${sql(link.mine)} from ${sql(link.table)} where ${sql(link.other)} = ${id})`
    }
    return field.many
      ? sql<User[]>`${head} where ${id} = any(${sql(column)})`
      : sql<User[]>`${head} where ${sql(column)} = ${id}`
  }
  if (!isJson(field)) return []
  const rows = await sql<(User & { value: unknown })[]>`
    select id::text, ${sql(other.title)}::text as title, ${sql(column)} as value
    from ${sql(other.table)} where strpos(${sql(column)}::text, ${JSON.stringify(id)}) > 0`
  return rows.filter((row) => namedIn(row.value, '').some((named) => named.to === target && named.id === id))
}

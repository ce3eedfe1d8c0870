// The series a planner may choose: those with a history, and queues and numbers that have none yet, each with its name.
import type { SeriesId, SeriesInfo } from '../../protocol/planning.ts'
import type { Sql } from '../../records/store/postgres.ts'

interface Named {
  id: SeriesId
  name: string
  /** listed without history */
  always: boolean
}

const ORDER: SeriesInfo['kind'][] = ['all', 'queue', 'number', 'service']
const ALL = { zh: '全部队列', en: 'All queues' }

export async function namedSeries(
  sql: Sql,
  found: readonly Omit<SeriesInfo, 'name'>[],
  lang: 'zh' | 'en',
): Promise<SeriesInfo[]> {
  const rows = await sql<Named[]>`
    select 'queue:' || id as id, name, enabled as always from queues
    union all select 'number:' || number, name || ' (' || number || ')', enabled from numbers
    union all select 'service:' || id, name, false from flows
    union all select case kind when 'queues' then 'queue:' else 'service:' end || id, name, false from removed_names
      where kind in ('queues', 'flows')`
  const names = new Map<SeriesId, Named>(rows.map((row) => [row.id, row]))
  names.set('all', { id: 'all', name: ALL[lang], always: true })
  const withHistory = new Map(found.map((info) => [info.id, info]))
  const listed = new Set([
    ...[...names.values()].filter((each) => each.always).map((each) => each.id),
    ...withHistory.keys(),
  ])
  return [...listed]
    .map((id) => ({
      // what was deleted keeps its history, and its name
      name: names.get(id)?.name ?? id.slice(id.indexOf(':') + 1),
      ...(withHistory.get(id) ?? { id, kind: kindOf(id), days: 0 }),
    }))
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.name.localeCompare(b.name, 'zh'))
}

export const kindOf = (id: SeriesId): SeriesInfo['kind'] =>
  ORDER.find((kind) => id === kind || id.startsWith(`${kind}:`)) ?? 'queue'

/** The whole, or one of the company's queues, numbers and flows. */
export async function isSeries(sql: Sql, id: SeriesId): Promise<boolean> {
  if (id === 'all') return true
  const [found] = await sql<{ id: string }[]>`
    select id from (select 'queue:' || id as id from queues union all select 'number:' || number from numbers
      union all select 'service:' || id from flows) s where id = ${id}`
  return found !== undefined
}

/** One series' name, for titles and file names. */
export async function seriesName(sql: Sql, id: SeriesId, lang: 'zh' | 'en'): Promise<string> {
  const all = await namedSeries(sql, [], lang)
  return all.find((each) => each.id === id)?.name ?? id
}

// Names where a report has ids: of people and queues, of what calls were about, of the states agents were in.

import type { Lang } from '../protocol/company.ts'
import type { NamedKind } from '../protocol/reports.ts'
import { BREAK_REASONS } from '../protocol/words/agents.ts'
import { wordsIn } from '../protocol/words/word.ts'
import { namesOf } from './record/removed.ts'
import type { Queries } from './store/postgres.ts'

interface Row {
  id: string
  name: string
}

const TABLES = {
  dispositions: { table: 'dispositions', bilingual: true },
  'agent-states': { table: 'agent_states', bilingual: true },
  flows: { table: 'flows', bilingual: false },
  trunks: { table: 'trunks', bilingual: false },
} as const

/** By id; one that never was is not in it. */
export async function reportNames(
  sql: Queries,
  kind: NamedKind,
  ids: string[],
  lang: Lang,
): Promise<Map<string, string>> {
  if (kind === 'agents' || kind === 'queues') return namesOf(sql, kind, ids)
  const { table, bilingual } = TABLES[kind]
  const own = lang === 'en' && bilingual ? sql`coalesce(nullif(o.name_en, ''), o.name)` : sql`o.name`
  const above = lang === 'en' ? sql`coalesce(nullif(p.name_en, ''), p.name)` : sql`p.name`
  const name =
    kind === 'dispositions'
      ? sql`coalesce((select ${above} || ' / ' from dispositions p where p.id = o.parent_id), '') || ${own}`
      : own
  const rows = await sql<Row[]>`
    select id, name from removed_names where kind = ${kind} and id = any(${ids}::text[])
    union all select o.id::text, ${name} from ${sql(table)} o where o.id = any(${ids}::text[])`
  const made = kind === 'agent-states' ? Object.entries(wordsIn(BREAK_REASONS, lang)) : []
  return new Map([...made, ...rows.map((row) => [row.id, row.name] as const)])
}

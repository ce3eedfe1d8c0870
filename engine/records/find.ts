// Finds agents by name, by pinyin or by number, at most a handful: for the palette. Customers are found by their own engine.
import { spellingAsked, spellingOf } from './spelling.ts'
import type { Sql } from './store/postgres.ts'

const MOST = 8
/** a palette that waits longer is no help */
const WAIT_MS = 2_000
const FILLED_AT_ONCE = 1_000

export interface Person {
  id: string
  number: string
  name: string
}

/** The one meant exactly comes first. A key has letters and digits only, so it needs no quoting in a pattern. */
export async function findAgents(sql: Sql, text: string): Promise<Person[]> {
  return sql.begin(async (tx) => {
    await tx`select set_config('statement_timeout', ${String(WAIT_MS)}, true)`
    const [row] = await tx<{ key: string }[]>`select number_key(${text}::text) as key`
    const key = row?.key ?? ''
    const byNumber = key === '' ? tx`` : tx`or number_key like ${`%${key}%`}`
    const rows = await tx<Person[]>`select id, number, name from agents
      where enabled and (spelling @@ ${spellingAsked(text)}::tsquery ${byNumber})
      order by (number_key = ${key}) desc, (lower(name) = lower(${text})) desc, number limit ${MOST}`
    return [...rows]
  })
}

/** Gives their spelling to people who were written before there was one, or past the record engine. Answers how many. */
export async function fillSpellings(sql: Sql): Promise<number> {
  let filled = 0
  for (;;) {
    const rows = await sql<{ id: string; name: string }[]>`
      select id, name from agents where spelling is null limit ${FILLED_AT_ONCE}`
    if (rows.length === 0) return filled
    await sql`update agents t set spelling = given.spelling::tsvector
      from unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ name }) => spellingOf(name))}::text[])
        as given (id, spelling) where t.id = given.id`
    filled += rows.length
  }
}

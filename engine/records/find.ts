// Finds people by name, by pinyin or by number, at most a handful: for the palette. What may be seen is the asker's right.
import type { Found } from '../protocol/api.ts'
import { spellingAsked, spellingOf } from './spelling.ts'
import type { Fragment, Sql, Tx } from './store/postgres.ts'

export interface FindAsk {
  text: string
  agents: boolean
  customers: boolean
}

const MOST = 8
/** a palette that waits longer is no help */
const WAIT_MS = 2_000
/** part of a number that a trigram index can find; less is looked for only among the few hundred agents */
const LEAST_DIGITS = 3
const FILLED_AT_ONCE = 1_000

interface Person {
  id: string
  number: string
  name: string
}

export async function findPeople(sql: Sql, { text, agents, customers }: FindAsk): Promise<Found> {
  return sql.begin(async (tx) => {
    await tx`select set_config('statement_timeout', ${String(WAIT_MS)}, true)`
    const [row] = await tx<{ key: string }[]>`select number_key(${text}::text) as key`
    const key = row?.key ?? ''
    return {
      agents: agents ? await people(tx, tx`agents where enabled and`, text, key, 1) : [],
      customers: customers ? await people(tx, tx`customers where`, text, key, LEAST_DIGITS) : [],
    }
  })
}

/** A key has letters and digits only, so it needs no quoting in a pattern. The one meant exactly comes first. */
function people(tx: Tx, from: Fragment, text: string, key: string, least: number): Promise<Person[]> {
  const byNumber = key.length >= least ? tx`or number_key like ${`%${key}%`}` : tx``
  return tx<Person[]>`select id, number, name from ${from} (spelling @@ ${spellingAsked(text)}::tsquery ${byNumber})
    order by (number_key = ${key}) desc, (lower(name) = lower(${text})) desc, number limit ${MOST}`
}

/** Gives their spelling to people who were written before there was one, or past the record engine. Answers how many. */
export async function fillSpellings(sql: Sql): Promise<number> {
  let filled = 0
  for (const table of ['agents', 'customers'] as const)
    for (;;) {
      const rows = await sql<{ id: string; name: string }[]>`
        select id, name from ${sql(table)} where spelling is null limit ${FILLED_AT_ONCE}`
      if (rows.length === 0) break
      await sql`update ${sql(table)} t set spelling = given.spelling::tsvector
        from unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ name }) => spellingOf(name))}::text[])
          as given (id, spelling) where t.id = given.id`
      filled += rows.length
    }
  return filled
}

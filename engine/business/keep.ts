// What is kept true about business records by itself: who went without contact goes back to the pool, what is late is marked, what
// was kept long enough or deleted a day ago goes for good, and what came past the engine can be found.
import type { Storage } from '../ports/storage.ts'
import type { Sql } from '../records/store/postgres.ts'
import { endStuck } from './files/import.ts'
import { tableOf } from './record/kind.ts'
import { type BusinessKinds, loadBusinessKinds, prepareBusiness } from './record/kinds.ts'
import { escalate, takeBack } from './record/pool.ts'
import { purge, retire } from './record/retention.ts'
import { spellingIn } from './record/search.ts'
import { shapeOf } from './record/shape.ts'

const SWEEP_MS = 60_000
const FILLED_AT_ONCE = 1_000

/** Gives their spelling to rows that were written past the engine: those of before it, and samples. Answers how many. */
export async function fillSpellings(sql: Sql, kinds: BusinessKinds): Promise<number> {
  let filled = 0
  for (const kind of kinds.values()) {
    const shape = await shapeOf(sql, kind)
    for (;;) {
      const rows = await sql<{ id: string; code: string | null; data: Record<string, unknown> }[]>`
        select id, code, data from ${sql(tableOf(kind))} where spelling is null limit ${FILLED_AT_ONCE}`
      if (rows.length === 0) break
      const spellings = rows.map(({ data, code }) => spellingIn(shape, data, code))
      await sql`update ${sql(tableOf(kind))} t set spelling = given.spelling::tsvector,
          state = case when state = '' then ${shape.states[0]?.value ?? ''} else state end
        from unnest(${rows.map(({ id }) => id)}::text[], ${spellings}::text[]) as given (id, spelling)
        where t.id = given.id`
      filled += rows.length
    }
  }
  return filled
}

/** One turn over all kinds. */
export async function sweepBusiness(sql: Sql, storage: Storage, kinds: BusinessKinds): Promise<void> {
  await fillSpellings(sql, kinds)
  await endStuck(sql)
  for (const kind of kinds.values()) {
    await takeBack(sql, kind)
    await escalate(sql, kind)
    await retire(sql, kinds, kind)
    await purge(sql, storage, kind)
  }
}

export interface KeptBusiness {
  kinds: BusinessKinds
  stop(): Promise<void>
}

/** Makes what the kinds need, then goes turn by turn until it is stopped. */
export async function startBusiness(
  sql: Sql,
  storage: Storage,
  failed: (error: unknown) => void,
): Promise<KeptBusiness> {
  const kinds = await loadBusinessKinds()
  await prepareBusiness(sql, kinds)
  let turn: Promise<void> | undefined
  const go = (): void => {
    turn ??= sweepBusiness(sql, storage, kinds)
      .catch(failed)
      .finally(() => {
        turn = undefined
      })
  }
  go()
  const timer = setInterval(go, SWEEP_MS)
  return {
    kinds,
    async stop() {
      clearInterval(timer)
      await turn
    },
  }
}

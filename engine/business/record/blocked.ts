// Who is blacklisted: numbers as they are looked for, ranges of them, id cards.
import { numberKey } from '../../numbers/number-key.ts'
import type { Queries } from '../../records/store/postgres.ts'

const inForce = (sql: Queries) => sql`deleted_at is null
  and (coalesce(data->>'until', '') = '' or data->>'until' >= current_date::text)`

/** Of these keys (tel:…, idCard:…) those that stand in the blacklist. */
export async function blockedKeys(sql: Queries, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set()
  const [any] = await sql`select 1 from biz_blacklist where ${inForce(sql)} limit 1`
  if (!any) return new Set()
  const rows = await sql<{ key: string }[]>`select k.key from unnest(${[...new Set(keys)]}::text[]) k(key)
    where exists (select 1 from biz_blacklist where ${inForce(sql)} and (
      (data->>'type' = 'id-card' and k.key = 'idCard:' || lower(data->>'value'))
      or (data->>'type' <> 'id-card' and k.key like 'tel:%' and length(k.key) - 4 = length(data->>'fromKey')
        and substr(k.key, 5) between data->>'fromKey' and data->>'toKey')))`
  return new Set(rows.map(({ key }) => key))
}

export const isBlocked = async (sql: Queries, number: string): Promise<boolean> =>
  (await blockedKeys(sql, [`tel:${numberKey(number)}`])).size > 0

// How fast what is kept grows, for the forecast of the disk.
import type { Sql } from './store/postgres.ts'

const DAY_MS = 86_400_000
const LOOKED_DAYS = 7

/** Bytes of recordings a day, over the last week or as long as there are any. */
export async function recordingsPerDay(sql: Sql, now: number): Promise<{ bytes: number; count: number }> {
  const [row] = await sql<{ bytes: number; count: number; first: number | null }[]>`
    select coalesce(sum((select sum((f->>'bytes')::bigint) from jsonb_array_elements(files) f)), 0)::bigint as bytes,
      count(*) as count, min(stored_at) as first
    from recordings where stored_at > ${now - LOOKED_DAYS * DAY_MS}`
  const days = row?.first ? Math.max(1, (now - row.first) / DAY_MS) : 1
  return { bytes: Math.round(Number(row?.bytes ?? 0) / days), count: Math.round(Number(row?.count ?? 0) / days) }
}

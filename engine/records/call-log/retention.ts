// Recordings whose queue keeps them no longer: the files go first, then the record says so. What callers left as messages stays.
import type { Storage } from '../../ports/storage.ts'
import type { Sql } from '../store/postgres.ts'

const DAY_MS = 86_400_000
/** at one sweep, so that a rule made shorter does not hold the disk up for long */
const MOST = 200

interface Old {
  recordingId: string
  files: { path: string }[]
}

/** Answers how many went. A call of several queues is kept as long as the one that keeps longest; 0 days = for ever. */
export async function expireRecordings(sql: Sql, storage: Storage, now: number): Promise<number> {
  const rules = await sql<{ id: string; days: number }[]>`
    select id, keep_recordings_days as days from queues where keep_recordings_days > 0`
  let gone = 0
  for (const { id, days } of rules) {
    if (gone >= MOST) break
    const old = await oldOf(sql, { queueId: id, days, now, most: MOST - gone })
    for (const one of old) await forgetRecording(sql, storage, one, now)
    gone += old.length
  }
  return gone
}

type Asked = { queueId: string; days: number; now: number; most: number }

const oldOf = (sql: Sql, { queueId, days, now, most }: Asked): Promise<Old[]> => sql<Old[]>`
  select r.recording_id, r.files from recordings r join calls c on c.call_id = r.call_id
  where c.queue_ids @> ${[queueId]}::text[] and c.ended_at < ${now - days * DAY_MS}::timestamptz
    and r.expired_at is null and jsonb_array_length(r.files) > 0
    and not exists (select 1 from messages m where m.recording_id = r.recording_id)
    and not exists (select 1 from queues q where q.id = any(c.queue_ids) and (q.keep_recordings_days = 0
      or c.ended_at >= ${now}::timestamptz - make_interval(days => q.keep_recordings_days)))
  order by c.ended_at limit ${most}`

export async function forgetRecording(
  sql: Sql,
  storage: Storage,
  { recordingId, files }: Old,
  now: number,
): Promise<void> {
  for (const { path } of files) await storage.remove(`recordings/${path}`)
  await sql`update recordings set files = '[]', expired_at = ${now} where recording_id = ${recordingId}`
}

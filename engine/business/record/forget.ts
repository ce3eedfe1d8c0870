// One person's data on request: what there is, and all of it gone for good. Calls keep their figures (who, when, how long), which
// accounting and the law want; what was said, written and recorded goes.
import type { Storage } from '../../ports/storage.ts'
import type { Forgotten } from '../../protocol/business.ts'
import { forgetRecording } from '../../records/call-log/retention.ts'
import { audit, audited } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Sql } from '../../records/store/postgres.ts'
import { fileOf } from './attachments.ts'
import { type Actor, type BusinessKind, tableOf } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { visible } from './look.ts'
import { phoneKeysOf } from './search.ts'

interface Person {
  id: string
  keys: string[]
  callIds: string[]
  /** of the person and of what belongs to it, by kind */
  records: Map<BusinessKind, string[]>
}

interface World {
  sql: Sql
  storage: Storage
  kinds: BusinessKinds
  now: number
}

async function personOf(
  sql: Queries,
  kinds: BusinessKinds,
  kind: BusinessKind,
  id: string,
  phones: unknown,
): Promise<Person> {
  const keys = phoneKeysOf(phones)
  const calls = await sql<{ callId: string }[]>`select call_id from calls
    where from_key = any(${keys}::text[]) or to_key = any(${keys}::text[])`
  const records = new Map<BusinessKind, string[]>([[kind, [id]]])
  for (const other of [...kinds.values()].filter(({ partOf }) => partOf === kind.kind)) {
    const rows = await sql<{ id: string }[]>`select id from ${sql(tableOf(other))} where customer_id = ${id}`
    records.set(
      other,
      rows.map((row) => row.id),
    )
  }
  return { id, keys, callIds: calls.map(({ callId }) => callId), records }
}

const counted = async (sql: Queries, person: Person): Promise<Forgotten> => {
  const { callIds } = person
  const [row] = await sql<{ recordings: number; messages: number; notes: number }[]>`
    select (select count(*) from recordings where call_id = any(${callIds}::text[]) and jsonb_array_length(files) > 0) as recordings,
      (select count(*) from messages where call_id = any(${callIds}::text[])) as messages,
      (select count(*) from call_dispositions where call_id = any(${callIds}::text[]) and note <> '') as notes`
  const ids = [...person.records.values()].flat()
  const [beside] = await sql<{ attachments: number; comments: number; history: number }[]>`
    select (select count(*) from business_attachments where record_id = any(${ids}::text[])) as attachments,
      (select count(*) from business_comments where record_id = any(${ids}::text[])) as comments,
      (select count(*) from audit_log where record_id = any(${ids}::text[]) and (before is not null or after is not null)) as history`
  return {
    records: Object.fromEntries([...person.records].map(([{ kind }, all]) => [kind, all.length])),
    ...{ recordings: row?.recordings ?? 0, messages: row?.messages ?? 0, notes: row?.notes ?? 0 },
    ...{ attachments: beside?.attachments ?? 0, comments: beside?.comments ?? 0, history: beside?.history ?? 0 },
    kept: { calls: callIds.length },
  }
}

async function removeFiles({ sql, storage, now }: World, { callIds, records }: Person): Promise<void> {
  const sounds = await sql<{ recordingId: string; files: { path: string }[] }[]>`
    select recording_id, files from recordings where call_id = any(${callIds}::text[])`
  for (const one of sounds) await forgetRecording(sql, storage, one, now)
  const ids = [...records.values()].flat()
  const files = await sql<{ id: string }[]>`select id from business_attachments where record_id = any(${ids}::text[])`
  for (const { id } of files) await storage.remove(fileOf(id))
}

async function removeRows(
  sql: Sql,
  kinds: BusinessKinds,
  { callIds, records }: Person,
  audited: () => Parameters<typeof audit>[2],
  { by }: Actor,
) {
  const ids = [...records.values()].flat()
  await sql.begin(async (tx) => {
    for (const [kind, all] of records) await tx`delete from ${tx(tableOf(kind))} where id = any(${all}::text[])`
    await tx`delete from business_attachments where record_id = any(${ids}::text[])`
    await tx`delete from business_comments where record_id = any(${ids}::text[])`
    await tx`delete from business_drafts where call_id = any(${callIds}::text[])`
    await tx`update business_moves set reason = '' where record_id = any(${ids}::text[])`
    await tx`delete from business_undo u where exists (
      select 1 from jsonb_array_elements(u.rows) one where one->>'id' = any(${ids}::text[]))`
    await tx`update audit_log set before = null, after = null, title = '' where record_id = any(${ids}::text[])
      and kind = any(${[...kinds.keys()]}::text[])`
    await tx`update call_dispositions set note = '' where call_id = any(${callIds}::text[])`
    await tx`delete from messages where call_id = any(${callIds}::text[])`
    await audit(tx, by, audited())
  })
}

/** `sure`: it is done; otherwise it is only told what would go. */
export async function forget(
  world: World,
  kind: BusinessKind,
  id: string,
  sure: boolean,
  actor: Actor,
): Promise<Outcome<Forgotten>> {
  const { sql, kinds } = world
  const raw = await visible(sql, kind, id, actor)
  if (!raw) return refused('not-found')
  const person = await personOf(sql, kinds, kind, id, raw.data.phones)
  const report = await counted(sql, person)
  if (!sure) return done(report)
  // sounds first: what fails there can be asked for again, as the record still stands
  await removeFiles(world, person)
  const told = () => ({ action: 'forget' as const, kind: audited(kind), recordId: id, title: '', after: report })
  await removeRows(sql, kinds, person, told, actor)
  return done(report)
}

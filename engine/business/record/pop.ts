// The card of whoever is on the line: found by any number, shared with who serves the call, with what was typed and not saved.

import { numberKey } from '../../numbers/number-key.ts'
import type { CallRow } from '../../protocol/api.ts'
import type { BusinessNames, BusinessRow } from '../../protocol/business.ts'
import { rowOf as callRowOf, type Raw as RawCall, selectRows } from '../../records/call-log/call-log.ts'
import { audit, audited } from '../../records/record/audit.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { may } from '../../rights/may.ts'
import { type Actor, type BusinessKind, tableOf, type Values } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { visible } from './look.ts'
import { rowReach, sees } from './reach.ts'
import { namesFor } from './references.ts'
import { type Raw, rowOf, selectRaw } from './row.ts'
import { phoneKeysOf } from './search.ts'
import { shapeOf } from './shape.ts'
import { titleIn } from './write.ts'

export interface Pop {
  /** who has this number, the one last had to do with first */
  customers: BusinessRow[]
  names: BusinessNames
  draft?: Values
}

const MOST = 5

/** `serving`: this agent is in a call with this number now. What it serves it may see from then on. */
export async function popOf(
  sql: Sql,
  kinds: BusinessKinds,
  kind: BusinessKind,
  { number, callId, serving }: { number: string; callId: string; serving: boolean },
  actor: Actor,
): Promise<Pop> {
  const key = numberKey(number)
  const found =
    key === ''
      ? []
      : await sql<Raw[]>`${selectRaw(sql, kind)}
    where r.keys @> ${[`tel:${key}`]}::text[] and r.deleted_at is null order by r.touched_at desc limit ${MOST}`
  const reach = await rowReach(sql, kind, actor)
  const seen: Raw[] = []
  for (const raw of found) {
    if (sees(reach, raw)) seen.push(raw)
    else if (serving && actor.who.agentId !== undefined)
      seen.push(await shared(sql, kind, raw, actor.who.agentId, actor))
  }
  const shape = await shapeOf(sql, kind)
  const draft = callId === '' ? undefined : await draftOf(sql, callId, serving, actor)
  return {
    customers: seen.map((raw) => rowOf(shape, raw)),
    names: await namesFor(sql, kinds, shape.fields, seen),
    ...(draft ? { draft } : {}),
  }
}

async function shared(sql: Sql, kind: BusinessKind, raw: Raw, agentId: string, { by }: Actor): Promise<Raw> {
  const sharedWith = [...raw.sharedWith, agentId]
  await sql`update ${sql(tableOf(kind))} set shared_with = ${sharedWith}, touched_at = now(), version = version + 1
    where id = ${raw.id}`
  await audit(sql, by, {
    ...{ action: 'share', kind: audited(kind), recordId: raw.id, title: titleIn(kind, raw.data, raw.code) },
    ...{ before: { sharedWith: raw.sharedWith }, after: { sharedWith } },
  })
  return { ...raw, sharedWith, version: raw.version + 1 }
}

/** Of whoever serves the call now, or who typed it. */
async function draftOf(sql: Sql, callId: string, serving: boolean, { by }: Actor): Promise<Values | undefined> {
  const [row] = await sql<{ values: Values }[]>`select values from business_drafts
    where call_id = ${callId} and (${serving} or account_id = ${by.accountId})`
  return row?.values
}

const KEPT_DAYS = 7

export async function keepDraft(sql: Sql, callId: string, values: Values | null, { who, by }: Actor): Promise<void> {
  await sql`delete from business_drafts where updated_at < now() - make_interval(days => ${KEPT_DAYS})`
  if (values === null) await sql`delete from business_drafts where call_id = ${callId}`
  else
    await sql`insert into business_drafts (call_id, account_id, agent_id, values)
      values (${callId}, ${by.accountId}, ${who.agentId ?? null}, ${sql.json(values as never)})
      on conflict (call_id) do update set account_id = excluded.account_id, agent_id = excluded.agent_id,
        values = excluded.values, updated_at = now()`
}

export type CustomerCall = CallRow & { mayHear: boolean }
const MOST_CALLS = 30

/** Calls with any of the customer's numbers, newest first; undefined: no such customer for this person. */
export async function callsOf(
  sql: Sql,
  kind: BusinessKind,
  id: string,
  actor: Actor,
): Promise<CustomerCall[] | undefined> {
  const raw = await visible(sql, kind, id, actor)
  if (!raw) return undefined
  const keys = phoneKeysOf(raw.data.phones)
  if (keys.length === 0) return []
  const rows = await sql<RawCall[]>`${selectRows(sql)}
    where c.from_key = any(${keys}::text[]) or c.to_key = any(${keys}::text[])
    order by c.arrived_at desc limit ${MOST_CALLS}`
  return rows.map(callRowOf).map((row) => ({ ...row, mayHear: may(actor.who, 'recordings', row) }))
}

interface Named {
  id: string
  name: string
}

/** Whom and what a record may name, for whoever works with records. */
export async function peopleOf(sql: Sql) {
  const [agents, departments, queues, dispositions] = await Promise.all([
    sql<(Named & { number: string })[]>`select id, name, number from agents where enabled order by number`,
    sql<Named[]>`select id, name from departments order by name collate pinyin`,
    sql<Named[]>`select id, name from queues where enabled order by name collate pinyin`,
    sql<Named[]>`select id, name from dispositions order by name collate pinyin`,
  ])
  return { agents, departments, queues, dispositions }
}

// The call log: one row per call, searched, paged, with the whole journey on request.
import type { CallDetail, CallRow, Page } from '../../protocol/api.ts'
import type { RecordingGap } from '../../protocol/media.ts'
import type { Reach, Target } from '../../rights/may.ts'
import { type Concerns, reachedBy } from '../accounts/organisation.ts'
import { type Columns, type Order, orderBy } from '../store/order.ts'
import type { Fragment, Queries, Sql } from '../store/postgres.ts'

/** Newest first where no column is asked for. */
export interface CallQuery extends Order<CallColumn> {
  /** arrived in [from, to), absolute ms */
  from?: number | undefined
  to?: number | undefined
  /** a number of either party in any spelling, or a part of it such as the last four digits */
  number?: string | undefined
  agentId?: string | undefined
  queueId?: string | undefined
  outcome?: string | undefined
  hungUpBy?: string | undefined
  direction?: string | undefined
  hasRecording?: boolean | undefined
  /** a purpose means its sub-types too */
  dispositionId?: string | undefined
  /** marked by an agent */
  flagged?: boolean | undefined
  page: number
  pageSize: number
}

export const CALL_COLUMNS = {
  arrivedAt: 'c.arrived_at',
  from: 'c.from_number',
  to: 'c.to_number',
  outcome: 'c.outcome',
  hungUpBy: 'c.hung_up_by',
  waitMs: 'c.wait_ms',
  talkMs: 'c.talk_ms',
} as const satisfies Columns
export type CallColumn = keyof typeof CALL_COLUMNS

interface FileInfo {
  format: 'wav' | 'mp3'
  path: string
}
export type Raw = Omit<CallRow, 'recording'> & {
  recordingMs: number | null
  files: FileInfo[] | null
  gaps: RecordingGap[] | null
  expiredAt: number | null
}

/** `reach`: which calls this person sees. */
export async function searchCalls(sql: Sql, query: CallQuery, reach: Reach | undefined): Promise<Page<CallRow>> {
  const where = whereOf(sql, query, reach)
  const rows = await sql<Raw[]>`${selectRows(sql)} ${where}
    order by ${orderBy(sql, CALL_COLUMNS, query)} c.arrived_at desc, c.call_id limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [count] = await sql<{ total: number }[]>`
    select count(*) as total from calls c left join recordings r on r.recording_id = c.recording_id ${where}`
  return { rows: rows.map(rowOf), total: count?.total ?? 0, page: query.page, pageSize: query.pageSize }
}

/** In the order of the ids; those that are not there, or out of reach, are left out. */
export async function callsByIds(sql: Sql, callIds: readonly string[], reach: Reach | undefined): Promise<CallRow[]> {
  if (callIds.length === 0) return []
  const rows = await sql<Raw[]>`${selectRows(sql)}
    where c.call_id = any(${[...callIds]}::text[]) and ${reachedBy(sql, reach, CONCERNS(sql))}
    order by c.arrived_at desc, c.call_id`
  return rows.map(rowOf)
}

/** Nothing is left to come back to. */
export const takeFlags = (sql: Sql, callId: string) => sql`update calls set flags = '[]' where call_id = ${callId}`

/** Its `flags` are always there, where a row has them only when there are any. */
export async function callDetail(sql: Sql, callId: string): Promise<CallDetail | undefined> {
  const more = sql`, c.path, c.agents, c.queues, c.line, c.flags, c.watches, c.lines, c.missed_agent_ids,
    ${namesIn(sql, 'agents', sql`c.missed_agent_ids`)} as missed_agent_names`
  const [row] = await sql<(Raw & Omit<CallDetail, keyof CallRow>)[]>`
    ${selectRows(sql, more)} where c.call_id = ${callId}`
  return row && (rowOf(row) as CallDetail)
}

/** In the order of the ids; deleted ones by the name they had. */
const namesIn = (sql: Queries, table: 'agents' | 'queues', ids: Fragment): Fragment => sql`
  array(select coalesce(o.name, removed_name(${table}, i.id), i.id) from unnest(${ids}) with ordinality i(id, n)
    left join ${sql(table)} o on o.id = i.id order by i.n)`

export const selectRows = (sql: Queries, more: Fragment = sql``): Fragment => sql`
  select c.call_id, c.direction, c.from_number as from, c.to_number as to, c.access_number, c.arrived_at, c.answered_at,
    c.talk_started_at, c.ended_at, c.collected, c.outcome, c.hung_up_by, c.recording_id, c.customer_id, c.region, c.vip,
    c.wait_ms, c.talk_ms, c.hold_ms, c.agent_ids, c.queue_ids, c.failure, r.duration_ms as recording_ms, r.files, r.gaps, r.expired_at,
    ${namesIn(sql, 'agents', sql`c.agent_ids`)} as agent_names,
    ${namesIn(sql, 'queues', sql`c.queue_ids`)} as queue_names, ${lastSaid(sql)} as disposition,
    case when ${isFlagged(sql)} then c.flags end as flags ${more}
  from calls c left join recordings r on r.recording_id = c.recording_id`

/** as the index `calls_flagged` says it */
const isFlagged = (sql: Queries): Fragment => sql`c.flags <> '[]'`

/** What its last agent said of it, purpose before sub-type; a deleted one by the name it had. */
const lastSaid = (sql: Queries): Fragment => sql`
  (select jsonb_build_object('id', s.disposition_id, 'note', s.note,
      'zh', coalesce(p.name || ' / ', '') || coalesce(d.name, removed_name('dispositions', s.disposition_id), ''),
      'en', coalesce(coalesce(nullif(p.name_en, ''), p.name) || ' / ', '')
        || coalesce(nullif(d.name_en, ''), d.name, removed_name('dispositions', s.disposition_id), ''))
    from call_dispositions s left join dispositions d on d.id = s.disposition_id
      left join dispositions p on p.id = d.parent_id
    where s.call_id = c.call_id order by s.at desc limit 1)`

export function rowOf(raw: Raw): CallRow {
  const { recordingMs, files, gaps, expiredAt, ...row } = raw
  const plain = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as CallRow
  if (files === null || raw.recordingId === undefined || raw.recordingId === null) return plain
  const formats = files.map((file) => file.format)
  const gone = expiredAt === null ? {} : { expiredAt }
  return {
    ...plain,
    recording: { id: raw.recordingId, durationMs: recordingMs ?? 0, formats, gaps: gaps ?? [], ...gone },
  }
}

/** Placed, answered or let ring: the same calls as the counters of a desk. */
const CONCERNS = (sql: Queries): Concerns => ({
  agents: [sql`c.agent_ids`, sql`c.missed_agent_ids`],
  queues: sql`c.queue_ids`,
})

/** The same of a call at hand. */
export const concernsOf = (call: Pick<CallDetail, 'agentIds' | 'missedAgentIds' | 'queueIds'>): Target => ({
  agentIds: [...call.agentIds, ...call.missedAgentIds],
  queueIds: call.queueIds,
})

export function whereOf(sql: Queries, query: CallQuery, reach: Reach | undefined): Fragment {
  const parts: Fragment[] = [reachedBy(sql, reach, CONCERNS(sql))]
  if (query.from !== undefined) parts.push(sql`c.arrived_at >= ${query.from}::timestamptz`)
  if (query.to !== undefined) parts.push(sql`c.arrived_at < ${query.to}::timestamptz`)
  if (query.number) parts.push(numberIs(sql, query.number))
  if (query.agentId) parts.push(sql`c.agent_ids @> ${[query.agentId]}::text[]`)
  if (query.queueId) parts.push(sql`c.queue_ids @> ${[query.queueId]}::text[]`)
  if (query.outcome) parts.push(sql`c.outcome = ${query.outcome}`)
  if (query.hungUpBy) parts.push(sql`c.hung_up_by = ${query.hungUpBy}`)
  if (query.direction) parts.push(sql`c.direction = ${query.direction}`)
  if (query.dispositionId) {
    const id = query.dispositionId
    parts.push(sql`exists (select 1 from call_dispositions s left join dispositions d on d.id = s.disposition_id
      where s.call_id = c.call_id and (s.disposition_id = ${id} or d.parent_id = ${id}))`)
  }
  if (query.flagged !== undefined) parts.push(query.flagged ? isFlagged(sql) : sql`c.flags = '[]'`)
  if (query.hasRecording !== undefined) {
    const there = sql`coalesce(jsonb_array_length(r.files), 0) > 0`
    parts.push(query.hasRecording ? there : sql`not (${there})`)
  }
  return sql`where ${parts.reduce((all, one) => sql`${all} and ${one}`)}`
}

const AREA_CODE = /^0(?:10|2\d|[3-9]\d\d)$/
/** from here on it may be a whole number, spelled with the country or without */
const WHOLE_NUMBER = 7

/** Keys have neither country code nor leading zero (`number_key` in PostgreSQL); GIN indexes find any part of them. */
function numberIs(sql: Queries, written: string): Fragment {
  // full-width digits are digits
  const number = written.normalize('NFKC')
  const digits = number.toLowerCase().replace(/[^0-9a-z]/g, '')
  if (digits === '') return sql`false`
  const like = (pattern: Fragment): Fragment => sql`c.from_key like ${pattern} or c.to_key like ${pattern}`
  if (AREA_CODE.test(digits)) return sql`(${like(sql`${`${digits.slice(1)}%`}`)} or ${like(sql`${`%${digits}%`}`)})`
  if (digits.length < WHOLE_NUMBER) return sql`(${like(sql`${`%${digits}%`}`)})`
  return sql`(${like(sql`'%' || number_key(${number}::text) || '%'`)})`
}

/** Where a recording's file lies below the recordings folder. */
export async function recordingFile(
  sql: Sql,
  recordingId: string,
  format: 'wav' | 'mp3' | undefined,
): Promise<FileInfo | undefined> {
  const [row] = await sql<{ files: FileInfo[] }[]>`
    select files from recordings where recording_id = ${recordingId}`
  return row?.files.find((file) => format === undefined || file.format === format)
}

// Voicemail: messages that callers left, and whether somebody has heard them.
import type { Message, PrivateMessage } from '../protocol/api.ts'
import type { Reach } from '../rights/may.ts'
import { reachedBy } from './accounts/organisation.ts'
import { type Columns, type Order, orderBy } from './store/order.ts'
import type { Sql } from './store/postgres.ts'

export const MESSAGE_COLUMNS = {
  ...{ at: 'at', from: 'from', queueName: { words: 'queue_name' }, durationMs: 'duration_ms', heardAt: 'heard_at' },
} as const satisfies Columns

export interface MessagesAsked extends Order<keyof typeof MESSAGE_COLUMNS> {
  heard?: boolean | undefined
  queueId?: string | undefined
  page: number
  pageSize: number
}

/** Newest first within the column asked for. */
export async function listMessages(
  sql: Sql,
  asked: MessagesAsked,
  reach: Reach | undefined,
): Promise<{ rows: Message[]; total: number }> {
  const { page, pageSize } = asked
  const heard = asked.heard === undefined ? sql`` : sql`and (m.heard_at is not null) = ${asked.heard}`
  const queue = asked.queueId ? sql`and m.queue_id = ${asked.queueId}` : sql``
  const seen = sql`and ${reachedBy(sql, reach, { agents: [], queues: sql`array[m.queue_id::text]` })}`
  const rows = await sql<Message[]>`select * from (
    select m.recording_id, m.call_id, m.at, coalesce(c.from_number, '') as from, coalesce(m.queue_id, '') as queue_id,
      coalesce(q.name, removed_name('queues', m.queue_id), '') as queue_name, coalesce(r.duration_ms, 0) as duration_ms,
      array(select file ->> 'format' from jsonb_array_elements(r.files) file) as formats,
      coalesce(m.heard_by, '') as heard_by, m.heard_at
    from messages m left join calls c on c.call_id = m.call_id left join queues q on q.id = m.queue_id
      left join recordings r on r.recording_id = m.recording_id
    where m.agent_id is null ${heard} ${queue} ${seen}) one
    order by ${orderBy(sql, MESSAGE_COLUMNS, asked)} at desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  const [count] = await sql<
    { total: number }[]
  >`select count(*) as total from messages m where m.agent_id is null ${heard} ${queue} ${seen}`
  return { rows: [...rows], total: count?.total ?? 0 }
}

/** Those left for one agent alone, newest first; the oldest of very many are not shown. */
export async function messagesFor(sql: Sql, agentId: string): Promise<PrivateMessage[]> {
  const rows = await sql<PrivateMessage[]>`
    select m.recording_id, m.at, coalesce(a.name, removed_name('agents', m.by_agent_id), c.from_number, '') as from,
      coalesce(a.number, '') as number, coalesce(r.duration_ms, 0) as duration_ms, m.heard_at,
      array(select file ->> 'format' from jsonb_array_elements(r.files) file) as formats
    from messages m left join calls c on c.call_id = m.call_id left join agents a on a.id = m.by_agent_id
      left join recordings r on r.recording_id = m.recording_id
    where m.agent_id = ${agentId} order by m.at desc limit 100`
  return [...rows]
}

/** The call that a message belongs to and whom it was left for: a queue, or an agent alone; undefined when there is no such message. */
export async function placeOfMessage(
  sql: Sql,
  recordingId: string,
): Promise<{ callId: string; queueId: string; agentId: string } | undefined> {
  const [row] = await sql<{ callId: string; queueId: string; agentId: string }[]>`
    select call_id, coalesce(queue_id, '') as queue_id, coalesce(agent_id, '') as agent_id from messages where recording_id = ${recordingId}`
  return row
}

/** False when there is no such message. */
export async function markHeard(sql: Sql, recordingId: string, by: string, at: number): Promise<boolean> {
  const rows = await sql`update messages set heard_at = ${at}, heard_by = ${by}
    where recording_id = ${recordingId} returning recording_id`
  return rows.length > 0
}

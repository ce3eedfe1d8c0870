// Every publication of a flow is kept, so each can be had back.
import type { Sql } from './store/postgres.ts'

const MOST_LISTED = 100

/** Newest first, with who published them. */
export const versionsOfFlow = (sql: Sql, flowId: string) => sql`
  select v.version, v.name, (extract(epoch from v.saved_at) * 1000)::float8 as saved_at,
    coalesce((
      select a.account from audit_log a
      where a.kind = 'flows' and a.record_id = v.flow_id and (a.after ->> 'version')::integer = v.version
      order by a.at desc limit 1), '') as account
  from flow_versions v where v.flow_id::text = ${flowId}
  order by v.version desc limit ${MOST_LISTED}`

export async function flowVersion(sql: Sql, flowId: string, version: string) {
  const [found] = await sql`
    select version, name, lang, start_node_id, nodes from flow_versions
    where flow_id::text = ${flowId} and version::text = ${version}`
  return found
}

// The read-only door of the SIP edge: a database role that sees the schema `kamailio` and nothing else.
import type { Sql } from './postgres.ts'

export const EDGE_ROLE = 'tinglan_edge'

/**
 * Makes or renews the role and tells the views the SIP domain; run after migrate, by whoever starts Kamailio. The
 * views read our tables with their owner's rights, so the role needs none on the tables.
 */
export async function openEdge(sql: Sql, edge: { password: string; domain: string }): Promise<void> {
  if (!/^[A-Za-z0-9_-]{8,128}$/.test(edge.password)) throw new Error('the edge password must be letters and digits')
  await sql.begin(async (tx) => {
    const [role] = await tx`select 1 from pg_roles where rolname = ${EDGE_ROLE}`
    // role statements take no parameters; the password's alphabet was checked above
    await tx.unsafe(`${role ? 'alter' : 'create'} role ${EDGE_ROLE} login password '${edge.password}'`)
    await tx.unsafe(`alter role ${EDGE_ROLE} set search_path = kamailio`)
    await tx.unsafe(`grant usage on schema kamailio to ${EDGE_ROLE}`)
    await tx.unsafe(`grant select on kamailio.version, kamailio.subscriber, kamailio.address, kamailio.trunk_setting,
      kamailio.access_number, kamailio.uacreg to ${EDGE_ROLE}`)
    await tx`insert into kamailio.domain (domain) values (${edge.domain})
      on conflict (one) do update set domain = excluded.domain`
  })
}

/** The same database, seen by the edge: for Kamailio's db_url. */
export function edgeUrl(databaseUrl: string, password: string): string {
  const url = new URL(databaseUrl)
  url.username = EDGE_ROLE
  url.password = password
  return url.href
}

/** Of everything the edge reads, each in one order: equal prints, equal content. */
export interface EdgePrint {
  phones: string
  trunks: string
  /** by line: they are told one by one */
  registrations: Record<string, string>
}

export async function edgePrint(sql: Sql): Promise<EdgePrint> {
  const [row] = await sql<EdgePrint[]>`
    select md5(concat((select string_agg(each::text, ';' order by each::text) from kamailio.subscriber each))) as phones,
      md5(concat(
        (select string_agg(each::text, ';' order by each::text) from kamailio.address each),
        (select string_agg(each::text, ';' order by each::text) from kamailio.trunk_setting each),
        (select string_agg(each::text, ';' order by each::text) from kamailio.access_number each))) as trunks,
      (select coalesce(jsonb_object_agg(l_uuid, md5((to_jsonb(each) - 'id')::text)), '{}') from kamailio.uacreg each)
        as registrations`
  if (!row) throw new Error('the edge cannot be read')
  return row
}

/** Lines whose carrier is asked whether it lives, as the edge reaches them. */
export async function watchedTrunks(sql: Sql): Promise<{ id: string; name: string; uri: string }[]> {
  const rows = await sql<{ id: string; name: string; uri: string }[]>`
    select t.id, t.name, s.key_value as uri from trunks t join kamailio.trunk_setting s on s.key_name = t.id || '::uri'
    where t.enabled and t.probe order by t.id`
  return [...rows]
}

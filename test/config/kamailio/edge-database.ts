// PostgreSQL with the tables of db-contract.sql and a role that may only read them, as Kamailio sees it.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import postgres from 'postgres'
import { TEST_DOMAIN } from '#test/kit/kamailio.ts'
import { startPostgres } from '#test/kit/postgres.ts'

const CONTRACT = new URL('../../../config/kamailio/db-contract.sql', import.meta.url)

/** One server; each schema in it serves one Kamailio (our edge, and a carrier to test against). */
export async function startEdgeDatabase() {
  const server = await startPostgres()
  const sql = postgres(server.url, { onnotice: () => {} })
  return {
    sql,
    pid: server.pid,
    schema: (name: string, realm: string) => edgeSchema(sql, server.url, name, realm),
    async stop() {
      await sql.end({ timeout: 5 })
      await server.stop()
    },
  }
}

async function edgeSchema(sql: postgres.Sql, url: string, name: string, realm: string) {
  const contract = await readFile(CONTRACT, 'utf8')
  await sql.unsafe(contract.replace(/\bkamailio\b(?=\.|;)/g, name))
  await sql.unsafe(`create role ${name}_edge login password 'edge';
    alter role ${name}_edge set search_path = ${name};
    grant usage on schema ${name} to ${name}_edge;
    grant select on all tables in schema ${name} to ${name}_edge;`)
  const insert = async (table: string, row: Record<string, string | number>) => {
    await sql`insert into ${sql(`${name}.${table}`)} ${sql(row)}`
  }
  let id = 0
  return {
    url: url.replace('postgres:test@', `${name}_edge:edge@`),
    insert,
    addPhone(username: string, password: string) {
      const ha1 = createHash('md5').update(`${username}:${realm}:${password}`).digest('hex')
      return insert('subscriber', { username, ha1 })
    },
    addTrunkAddress: (tag: string, ip_addr: string, port = 0) =>
      insert('address', { id: ++id, grp: 1, ip_addr, mask: 32, port, tag }),
    addTrunkSetting: (key_name: string, key_value: string) => insert('trunk_setting', { key_name, key_value }),
    addAccessNumber: (number: string) => insert('access_number', { number, name: 'main' }),
  }
}

export const ourSchema = (database: EdgeDatabase) => database.schema('kamailio', TEST_DOMAIN)

export type EdgeDatabase = Awaited<ReturnType<typeof startEdgeDatabase>>
export type EdgeSchema = Awaited<ReturnType<typeof edgeSchema>>

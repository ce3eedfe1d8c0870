// The passwords of before, as hashes: one that was used lately is not taken again.
import type { Queries } from '../store/postgres.ts'
import { isPassword } from './passwords.ts'

/** each costs a look of 50–100 ms at a change, off the event loop */
const KEPT = 5

export async function wasUsedLately(sql: Queries, accountId: string, password: string): Promise<boolean> {
  const rows = await sql<{ passwordHash: string }[]>`select password_hash from password_history
    where account_id = ${accountId} order by at desc, id desc limit ${KEPT}`
  for (const { passwordHash } of rows) if (await isPassword(password, passwordHash)) return true
  return false
}

export async function keepPassword(sql: Queries, accountId: string, passwordHash: string, at: number): Promise<void> {
  await sql`insert into password_history (account_id, password_hash, at) values (${accountId}, ${passwordHash}, ${at})`
  await sql`delete from password_history where account_id = ${accountId} and id not in (
    select id from password_history where account_id = ${accountId} order by at desc, id desc limit ${KEPT})`
}

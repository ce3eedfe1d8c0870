// Who is signed in from where: an account's own sessions, and everybody's for who looks after accounts.
import { createHash } from 'node:crypto'
import { audit, type By } from '../record/audit.ts'
import { done, type Outcome, refused } from '../record/outcome.ts'
import type { Queries, Sql } from '../store/postgres.ts'

export interface OpenSession {
  /** says nothing about the cookie */
  id: string
  account: string
  name: string
  createdAt: number
  seenAt: number
  ip: string
  userAgent: string
  /** the one that asks */
  here: boolean
}

interface Row extends Omit<OpenSession, 'id' | 'here'> {
  tokenHash: string
}

const idOf = (tokenHash: string): string =>
  createHash('sha256').update(`session ${tokenHash}`).digest('hex').slice(0, 24)

const rowsOf = (sql: Queries, accountId: string | undefined): Promise<Row[]> =>
  sql<Row[]>`select s.token_hash, a.account, a.name, s.created_at, s.seen_at, s.ip, s.user_agent
    from sessions s join accounts a on a.id = s.account_id
    where ${accountId === undefined ? sql`true` : sql`a.id = ${accountId}`} and s.expires_at > now() order by s.seen_at desc
    limit 2000`

/** Of one account, or of all. */
export async function openSessions(
  sql: Queries,
  asking: { tokenHash: string; accountId?: string },
): Promise<OpenSession[]> {
  const rows = await rowsOf(sql, asking.accountId)
  return rows.map(({ tokenHash, ...row }) => ({ id: idOf(tokenHash), ...row, here: tokenHash === asking.tokenHash }))
}

/** Answers the hash of its token, so that its sockets can be closed. */
export async function endSession(sql: Sql, by: By, id: string, accountId?: string): Promise<Outcome<string>> {
  const found = (await rowsOf(sql, accountId)).find(({ tokenHash }) => idOf(tokenHash) === id)
  if (!found) return refused('not-found')
  await sql.begin(async (tx) => {
    await tx`delete from sessions where token_hash = ${found.tokenHash}`
    await audit(tx, by, {
      ...{ action: 'end-session', kind: 'accounts', recordId: by.accountId, title: found.account },
      before: { ip: found.ip, userAgent: found.userAgent },
    })
  })
  return done(found.tokenHash)
}

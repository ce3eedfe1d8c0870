// Signing in and out: every attempt is logged with its address, too many failures lock the account for a while.
import { createHash, randomBytes } from 'node:crypto'
import type { Grant } from '../../protocol/rights.ts'
import type { Reaches } from '../../rights/may.ts'
import { audit, type By } from '../record/audit.ts'
import { done, type Outcome, refused } from '../record/outcome.ts'
import type { Queries, Sql } from '../store/postgres.ts'
import { isCommon } from './common-passwords.ts'
import { reachesIn } from './organisation.ts'
import { keepPassword, wasUsedLately } from './password-history.ts'
import { checkNobody, hashPassword, isPassword } from './passwords.ts'
import { passesFactor } from './second-factor.ts'

export interface AccountRules {
  failuresUntilLocked: number
  lockMs: number
  sessionMs: number
  /** a session that nobody uses ends after this */
  idleMs: number
}

export interface Session {
  tokenHash: string
  accountId: string
  account: string
  name: string
  role: string
  /** what the role grants, as the organisation stands now */
  reaches: Reaches
  agentId?: string
  lang: 'zh' | 'en'
  /** the password must be changed before anything else */
  newPasswordNeeded?: true
  /** somebody else chose the password */
  passwordAdvice?: true
}

export interface SignIn {
  account: string
  password: string
  lang?: 'zh' | 'en' | undefined
  /** of the authenticator, or one on paper */
  code?: string | undefined
  ip: string
  userAgent: string
}

export interface Accounts {
  /** the token goes into the cookie; only its hash is kept */
  signIn(attempt: SignIn): Promise<Outcome<{ token: string; session: Session }>>
  signOut(session: Session): Promise<void>
  session(token: string): Promise<Session | undefined>
  /** is it this account's: asked again before what matters */
  isPassword(accountId: string, password: string): Promise<boolean>
  changePassword(session: Session, old: string, next: string, ip: string): Promise<Outcome<true>>
  /** by the hash of its token */
  isAlive(tokenHash: string): Promise<boolean>
  /** somebody has a page open on these: they are in use */
  inUse(tokenHashes: readonly string[]): Promise<void>
  /** ended sessions go; call now and then */
  sweep(): Promise<void>
}

interface AccountRow {
  id: string
  account: string
  name: string
  role: string
  grants: Grant[]
  agentId: string | null
  departmentId: string | null
  newPasswordNeeded: boolean
  ownPasswordSince: number | null
  lang: 'zh' | 'en'
  enabled: boolean
  passwordHash: string
  failures: number
  lockedUntil: number | null
}

/** written down so seldom: a write per request would cost more than it tells */
const SEEN_MS = 60_000

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export function accountsOf(sql: Sql, rules: AccountRules, now: () => number): Accounts {
  const log = (attempt: SignIn, reason: string, accountId: string | null) =>
    sql`insert into sign_in_log (at, account, account_id, ip, ok, reason, user_agent)
      values (${now()}, ${attempt.account.slice(0, 100)}, ${accountId}, ${attempt.ip}, ${reason === 'ok'}, ${reason},
        ${attempt.userAgent.slice(0, 300)})`

  const inUse = async (tokenHashes: readonly string[]): Promise<void> => {
    await sql`update sessions set seen_at = ${now()} where token_hash = any(${[...tokenHashes]}) and seen_at < ${now()}`
  }

  async function signIn(attempt: SignIn): Promise<Outcome<{ token: string; session: Session }>> {
    const [row] = await sql<AccountRow[]>`
      select a.*, r.grants from accounts a join roles r on r.id = a.role where a.account = ${attempt.account}`
    if (!row) {
      return nobody(attempt)
    }
    if (row.lockedUntil !== null && row.lockedUntil > now()) {
      await log(attempt, 'locked', row.id)
      return refused('account-locked')
    }
    if (!(await isPassword(attempt.password, row.passwordHash))) {
      const locked = await countFailure(sql, rules, row.id, now())
      await log(attempt, 'wrong-password', row.id)
      return refused(locked ? 'account-locked' : 'wrong-password')
    }
    if (!row.enabled) {
      await log(attempt, 'disabled', row.id)
      return refused('wrong-password')
    }
    const second = await passesFactor(sql, row.id, attempt.code, now())
    if (second !== 'passed') {
      const locked = second === 'wrong' && (await countFailure(sql, rules, row.id, now()))
      await log(attempt, second === 'wrong' ? 'wrong-code' : 'code-asked', row.id)
      return refused(locked ? 'account-locked' : second === 'wrong' ? 'wrong-code' : 'code-needed')
    }
    const token = randomBytes(32).toString('base64url')
    const lang = attempt.lang ?? row.lang
    await sql`update accounts set failures = 0, locked_until = null, lang = ${lang} where id = ${row.id}`
    await sql`insert into sessions (token_hash, account_id, created_at, seen_at, expires_at, ip, user_agent)
      values (${hashOf(token)}, ${row.id}, ${now()}, ${now()}, ${now() + rules.sessionMs}, ${attempt.ip},
        ${attempt.userAgent.slice(0, 300)})`
    await log(attempt, 'ok', row.id)
    return done({ token, session: await sessionOf(sql, { ...row, lang }, hashOf(token)) })
  }

  /**
   * Locked out like an account that exists, failure by failure: else who is refused for good would be known to exist.
   * Failures are counted off the log, which both kinds write.
   */
  async function nobody(attempt: SignIn) {
    const failed = async () => {
      const [row] = await sql<{ count: number; last: number | null }[]>`
        select count(*)::int as count, max(at) as last from sign_in_log
        where account = ${attempt.account.slice(0, 100)} and reason = 'unknown-account'`
      const { count = 0, last = null } = row ?? {}
      return count > 0 && count % rules.failuresUntilLocked === 0 && last !== null && last + rules.lockMs > now()
    }
    if (await failed()) {
      await log(attempt, 'locked', null)
      return refused('account-locked')
    }
    await checkNobody(attempt.password)
    await log(attempt, 'unknown-account', null)
    return refused((await failed()) ? 'account-locked' : 'wrong-password')
  }

  return {
    signIn,
    async signOut(session) {
      await sql`delete from sessions where token_hash = ${session.tokenHash}`
    },
    async session(token) {
      const tokenHash = hashOf(token)
      const [row] = await sql<(AccountRow & { seenAt: number })[]>`
        select a.*, r.grants, s.seen_at
        from sessions s join accounts a on a.id = s.account_id join roles r on r.id = a.role
        where s.token_hash = ${tokenHash} and s.expires_at > ${now()} and s.seen_at > ${now() - rules.idleMs} and a.enabled`
      if (row && row.seenAt < now() - SEEN_MS) await inUse([tokenHash])
      return row && sessionOf(sql, row, tokenHash)
    },
    async isPassword(accountId, password) {
      const [row] = await sql<{ passwordHash: string }[]>`select password_hash from accounts where id = ${accountId}`
      return row !== undefined && (await isPassword(password, row.passwordHash))
    },
    changePassword: (session, old, next, ip) => changePassword(sql, { session, old, next, ip, at: now() }),
    async isAlive(tokenHash) {
      const rows = await sql`select 1 from sessions s join accounts a on a.id = s.account_id
        where s.token_hash = ${tokenHash} and s.expires_at > ${now()} and s.seen_at > ${now() - rules.idleMs} and a.enabled`
      return rows.length > 0
    },
    inUse,
    async sweep() {
      await sql`delete from sessions where expires_at <= ${now()} or seen_at <= ${now() - rules.idleMs}`
    },
  }
}

/** One statement, so that attempts at the same moment are all counted. Answers whether the account is locked now. */
async function countFailure(sql: Queries, rules: AccountRules, id: string, at: number): Promise<boolean> {
  const [row] = await sql<{ lockedUntil: number | null }[]>`
    update accounts set
      failures = case when failures + 1 >= ${rules.failuresUntilLocked} then 0 else failures + 1 end,
      locked_until = case when failures + 1 >= ${rules.failuresUntilLocked} then ${at + rules.lockMs}::timestamptz
        else locked_until end
    where id = ${id} returning locked_until`
  return row !== undefined && row.lockedUntil !== null && row.lockedUntil > at
}

interface Change {
  session: Session
  old: string
  next: string
  ip: string
  at: number
}

async function changePassword(sql: Sql, { session, old, next, ip, at }: Change): Promise<Outcome<true>> {
  const [row] = await sql<{ passwordHash: string }[]>`
    select password_hash from accounts where id = ${session.accountId}`
  if (!row) return refused('not-found')
  if (!(await isPassword(old, row.passwordHash))) return refused('wrong-password')
  if (next === old) return refused('same-password')
  if (await isCommon(next, [session.account, session.name])) return refused('common-password')
  if (await wasUsedLately(sql, session.accountId, next)) return refused('password-of-before')
  const passwordHash = await hashPassword(next)
  const by: By = { accountId: session.accountId, account: session.account, ip }
  await sql.begin(async (tx) => {
    await tx`update accounts set password_hash = ${passwordHash}, new_password_needed = false,
      own_password_since = ${at}, version = version + 1 where id = ${session.accountId}`
    await keepPassword(tx, session.accountId, row.passwordHash, at)
    // whoever else holds a session of this account is out
    await tx`delete from sessions where account_id = ${session.accountId} and token_hash <> ${session.tokenHash}`
    await audit(tx, by, { action: 'change-password', kind: 'accounts', recordId: session.accountId })
  })
  return done(true)
}

async function sessionOf(sql: Sql, row: AccountRow, tokenHash: string): Promise<Session> {
  return {
    tokenHash,
    accountId: row.id,
    account: row.account,
    name: row.name,
    role: row.role,
    reaches: await reachesIn(sql, row),
    ...(row.agentId === null ? {} : { agentId: row.agentId }),
    lang: row.lang,
    ...(row.newPasswordNeeded ? { newPasswordNeeded: true } : {}),
    ...(row.ownPasswordSince === null ? { passwordAdvice: true } : {}),
  }
}

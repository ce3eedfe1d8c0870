// Keys of the API: made once, kept as a hash, turned over without a gap, limited and logged.
import { createHash, randomBytes } from 'node:crypto'
import type { Page, Right } from '../protocol/api.ts'
import { type ApiKeyInfo, KEY_RIGHTS } from '../protocol/integrations.ts'
import type { Session } from '../records/accounts/accounts.ts'
import { audit, type By } from '../records/record/audit.ts'
import { done, type Outcome, refused } from '../records/record/outcome.ts'
import { type Sql, sqlState, UNIQUE_VIOLATION } from '../records/store/postgres.ts'
import type { Reaches } from '../rights/may.ts'

/** how long the key of before opens after a new one was made */
export const OVERLAP_MS = 24 * 3_600_000
const SEEN_MS = 60_000
/** no role of a person: `signed-in` alone lets it in nowhere */
export const INTEGRATION = 'integration'

export interface KeyValues {
  name: string
  rights: Right[]
  perMinute: number
  enabled: boolean
}

interface Row extends Omit<ApiKeyInfo, 'lastUsedAt' | 'oldUntil'> {
  lastUsedAt: number | null
  oldUntil: number | null
}

export interface KeyInUse {
  session: Session
  perMinute: number
}

const PREFIX = 'tlk_'
const fresh = (): string => `${PREFIX}${randomBytes(30).toString('base64url')}`
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')
const hintOf = (key: string): string => key.slice(-4)

const infoOf = ({ lastUsedAt, oldUntil, ...row }: Row): ApiKeyInfo => ({
  ...row,
  ...(lastUsedAt === null ? {} : { lastUsedAt }),
  ...(oldUntil === null ? {} : { oldUntil }),
})

export async function keysIn(sql: Sql): Promise<ApiKeyInfo[]> {
  const rows = await sql<
    Row[]
  >`select id, name, rights, per_minute, hint, enabled, created_at, created_by, last_used_at,
    case when old_until > now() then old_until end as old_until from api_keys order by name`
  return rows.map(infoOf)
}

const beyond = ({ rights }: KeyValues): Right | undefined => rights.find((right) => !KEY_RIGHTS.includes(right))

/** Answers the key, which is shown this once. */
export async function makeKey(sql: Sql, by: By, id: string, values: KeyValues, at: number): Promise<Outcome<string>> {
  const key = fresh()
  const wrong = beyond(values)
  if (wrong !== undefined) return refused('bad-input', { fields: [{ path: 'rights', message: wrong }] })
  return taken(() =>
    sql.begin(async (tx) => {
      await tx`insert into api_keys (id, name, rights, per_minute, enabled, key_hash, hint, created_at, created_by)
        values (${id}, ${values.name}, ${values.rights}, ${values.perMinute}, ${values.enabled}, ${hashOf(key)},
          ${hintOf(key)}, ${at}, ${by.account})`
      await audit(tx, by, { action: 'create', kind: 'api-keys', recordId: id, title: values.name, after: values })
      return done(key)
    }),
  )
}

export async function changeKey(sql: Sql, by: By, id: string, values: KeyValues): Promise<Outcome<true>> {
  const wrong = beyond(values)
  if (wrong !== undefined) return refused('bad-input', { fields: [{ path: 'rights', message: wrong }] })
  return taken(() =>
    sql.begin(async (tx) => {
      const [before] = await tx<KeyValues[]>`
        select name, rights, per_minute, enabled from api_keys where id = ${id} for update`
      if (!before) return refused('not-found')
      await tx`update api_keys set name = ${values.name}, rights = ${values.rights}, per_minute = ${values.perMinute},
        enabled = ${values.enabled} where id = ${id}`
      await audit(tx, by, {
        ...{ action: 'change', kind: 'api-keys', recordId: id, title: values.name },
        ...{ before: { ...before }, after: values },
      })
      return done(true as const)
    }),
  )
}

/** A new key; the one of before opens for a day more. */
export async function turnKey(sql: Sql, by: By, id: string, at: number): Promise<Outcome<string>> {
  const key = fresh()
  return sql.begin(async (tx) => {
    const [row] = await tx<{ name: string }[]>`update api_keys set old_hash = key_hash, old_until = ${at + OVERLAP_MS},
      key_hash = ${hashOf(key)}, hint = ${hintOf(key)} where id = ${id} returning name`
    if (!row) return refused('not-found')
    await audit(tx, by, { action: 'turn-key', kind: 'api-keys', recordId: id, title: row.name })
    return done(key)
  })
}

export async function removeKey(sql: Sql, by: By, id: string): Promise<Outcome<true>> {
  return sql.begin(async (tx) => {
    const [row] = await tx<{ name: string }[]>`delete from api_keys where id = ${id} returning name`
    if (!row) return refused('not-found')
    await audit(tx, by, { action: 'delete', kind: 'api-keys', recordId: id, title: row.name })
    return done(true as const)
  })
}

/** Who comes with this key; the same shape as a person's session, without a person. */
export async function openedBy(sql: Sql, key: string, at: number): Promise<KeyInUse | undefined> {
  if (!key.startsWith(PREFIX)) return undefined
  const hash = hashOf(key)
  const [row] = await sql<(Row & { seen: number | null })[]>`
    select id, name, rights, per_minute, last_used_at from api_keys
    where enabled and (key_hash = ${hash} or (old_hash = ${hash} and old_until > ${at}))`
  if (!row) return undefined
  if ((row.lastUsedAt ?? 0) < at - SEEN_MS) await sql`update api_keys set last_used_at = ${at} where id = ${row.id}`
  const reaches: Reaches = Object.fromEntries(row.rights.map((right) => [right, 'all' as const]))
  const session: Session = {
    ...{ tokenHash: '', accountId: row.id, account: row.name, name: row.name, role: INTEGRATION, reaches, lang: 'zh' },
  }
  return { session, perMinute: row.perMinute }
}

async function taken<Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return refused('already-exists')
    throw error
  }
}

export interface KeyUse {
  keyId: string
  keyName: string
  method: string
  path: string
  status: number
  ip: string
  at: number
}

const LOG_MS = 30 * 86_400_000
const GATHER_MS = 500
const MOST = 5_000

/** What keys did, written together now and then: a log must not cost each answer a write. */
export function keyLog(sql: Sql, now: () => number, failed: (error: unknown) => void) {
  let kept: KeyUse[] = []
  const write = async (): Promise<void> => {
    const rows = kept
    kept = []
    if (rows.length === 0) return
    await sql`insert into api_key_log ${sql(rows, 'at', 'keyId', 'keyName', 'method', 'path', 'status', 'ip')}`
  }
  const timer = setInterval(() => void write().catch(failed), GATHER_MS)
  return {
    note(use: KeyUse): void {
      if (kept.length < MOST) kept.push(use)
    },
    sweep: async (): Promise<void> => void (await sql`delete from api_key_log where at < ${now() - LOG_MS}`),
    async stop(): Promise<void> {
      clearInterval(timer)
      await write().catch(failed)
    },
  }
}

export interface UseQuery {
  keyId?: string | undefined
  page: number
  pageSize: number
}

export async function keyUses(sql: Sql, { keyId, page, pageSize }: UseQuery): Promise<Page<KeyUse & { id: number }>> {
  const where = keyId ? sql`key_id = ${keyId}` : sql`true`
  const rows = await sql<(KeyUse & { id: number })[]>`select * from api_key_log where ${where}
    order by id desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  const [count] = await sql<{ total: number }[]>`select count(*) as total from api_key_log where ${where}`
  return { rows: [...rows], total: Number(count?.total ?? 0), page, pageSize }
}

// A second factor for signing in: codes of an authenticator (TOTP, RFC 6238), and ten codes on paper for a lost phone.
import { createHash, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { toString as drawn } from 'qrcode'
import { audit, type By } from '../record/audit.ts'
import { done, type Outcome, refused } from '../record/outcome.ts'
import type { Queries, Sql } from '../store/postgres.ts'

const PERIOD_S = 30
/** clocks of phones differ */
const STEPS_APART = 1
const PAPER_CODES = 10
/** without letters and digits that look alike */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

export interface Begun {
  secret: string
  /** an SVG */
  qr: string
}

export interface FactorState {
  on: boolean
  codesLeft: number
}

interface Row {
  secret: string
  confirmedAt: number | null
  lastStep: number
  recovery: string[]
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')
const plain = (code: string): string => code.toLowerCase().replace(/[\s-]/g, '')

const rowOf = async (sql: Queries, accountId: string): Promise<Row | undefined> =>
  (await sql<Row[]>`select * from second_factors where account_id = ${accountId}`)[0]

export async function factorOf(sql: Queries, accountId: string): Promise<FactorState> {
  const row = await rowOf(sql, accountId)
  const on = row !== undefined && row.confirmedAt !== null
  return { on, codesLeft: on ? row.recovery.length : 0 }
}

const totpOf = (secret: string, issuer = '', label = ''): TOTP =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), period: PERIOD_S })

/** The step that a code is of, when it is right. */
function stepOf(secret: string, code: string, at: number): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: at, window: STEPS_APART })
  return delta === null ? undefined : Math.floor(at / 1000 / PERIOD_S) + delta
}

/** A new secret, which does nothing until a code of it was shown. */
export async function beginFactor(sql: Sql, whose: By, issuer: string): Promise<Outcome<Begun>> {
  if ((await factorOf(sql, whose.accountId)).on) return refused('already-exists')
  const secret = new Secret({ size: 20 }).base32
  await sql`insert into second_factors (account_id, secret) values (${whose.accountId}, ${secret})
    on conflict (account_id) do update set secret = excluded.secret, confirmed_at = null, last_step = 0, recovery = '{}'`
  const qr = await drawn(totpOf(secret, issuer, whose.account).toString(), { type: 'svg', margin: 1 })
  return done({ secret, qr })
}

const paperCode = (): string => Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** Answers the codes on paper, which are shown this once. */
export async function confirmFactor(sql: Sql, whose: By, code: string, at: number): Promise<Outcome<string[]>> {
  const row = await rowOf(sql, whose.accountId)
  if (!row || row.confirmedAt !== null) return refused('not-found')
  const step = stepOf(row.secret, plain(code), at)
  if (step === undefined) return refused('wrong-code')
  const codes = Array.from({ length: PAPER_CODES }, paperCode)
  await sql.begin(async (tx) => {
    await tx`update second_factors set confirmed_at = ${at}, last_step = ${step}, recovery = ${codes.map(hashOf)}
      where account_id = ${whose.accountId}`
    await audit(tx, whose, {
      action: 'second-factor-on',
      kind: 'accounts',
      recordId: whose.accountId,
      title: whose.account,
    })
  })
  return done(codes.map((each) => `${each.slice(0, 5)}-${each.slice(5)}`))
}

export async function dropFactor(sql: Sql, by: By, accountId: string): Promise<Outcome<true>> {
  return sql.begin(async (tx) => {
    const [gone] = await tx<{ title: string }[]>`delete from second_factors f using accounts a
      where f.account_id = ${accountId} and a.id = f.account_id returning a.account as title`
    if (!gone) return refused('not-found')
    await audit(tx, by, { action: 'second-factor-off', kind: 'accounts', recordId: accountId, title: gone.title })
    return done(true as const)
  })
}

/** Each code opens once, at whichever gateway it is shown. */
export async function passesFactor(
  sql: Queries,
  accountId: string,
  code: string | undefined,
  at: number,
): Promise<'passed' | 'needed' | 'wrong'> {
  const row = await rowOf(sql, accountId)
  if (!row || row.confirmedAt === null) return 'passed'
  if (code === undefined || code.trim() === '') return 'needed'
  const shown = plain(code)
  const step = stepOf(row.secret, shown, at)
  const used =
    step === undefined
      ? await sql`update second_factors set recovery = array_remove(recovery, ${hashOf(shown)})
          where account_id = ${accountId} and ${hashOf(shown)} = any(recovery) returning 1`
      : await sql`update second_factors set last_step = ${step}
          where account_id = ${accountId} and last_step < ${step} returning 1`
  return used.length > 0 ? 'passed' : 'wrong'
}

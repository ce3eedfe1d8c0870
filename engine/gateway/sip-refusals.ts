// Wrong SIP passwords, which the edge tells of on the bus, become rows of the sign-in log: administrators look for guessing there.
import { refusedSubject } from '#config/kamailio/settings.ts'
import type { Bus, Subscription } from '../ports/bus.ts'
import type { SignInReason } from '../protocol/words/records.ts'
import type { Sql } from '../records/store/postgres.ts'

const REASON: SignInReason = 'wrong-sip-password'
/** One row for a name from an address in this span, however many guesses and gateways there are. */
const SPAN_MS = 60_000
/** Guesses written at one time; the edge bans who makes more. */
const MAX_WRITING = 8

export function logSipRefusals(
  { bus, sql, now }: { bus: Bus; sql: Sql; now(): number },
  failed: (fault: unknown) => void,
): Promise<Subscription> {
  let writing = 0
  return bus.subscribe(refusedSubject, (value) => {
    const refusal = parse(value)
    if (!refusal || writing >= MAX_WRITING) return
    writing++
    write(sql, refusal, now())
      .catch(failed)
      .finally(() => {
        writing--
      })
  })
}

interface Refusal {
  user: string
  from: string
}

function parse(value: unknown): Refusal | undefined {
  const { user, from } = (value ?? {}) as Partial<Record<keyof Refusal, unknown>>
  if (typeof user !== 'string' || typeof from !== 'string') return undefined
  return user.length <= 64 && from.length <= 64 ? { user, from } : undefined
}

async function write(sql: Sql, { user, from }: Refusal, at: number): Promise<void> {
  await sql.begin(async (tx) => {
    // two gateways hear it at the same moment: the second waits, and finds the row
    await tx`select pg_advisory_xact_lock(hashtextextended(${`${user} ${from}`}, 0))`
    await tx`insert into sign_in_log (at, account, ip, ok, reason, user_agent)
    select ${at}::timestamptz, ${user}::text, ${from}::text, false, ${REASON}::text, 'SIP'
    where not exists (select from sign_in_log where account = ${user} and ip = ${from} and reason = ${REASON}
      and at > ${at - SPAN_MS}::timestamptz)`
  })
}

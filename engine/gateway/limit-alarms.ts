// A call out that a limit or a blocked prefix kept back is told to who watches the floor: a stolen password shows itself so.
import type { Sql } from '../records/store/postgres.ts'
import type { Told } from './live/hub.ts'

interface Kept {
  caller: string
  number: string
  failure: 'over-limit' | 'blocked-number'
}

/** Of one caller an alarm of a kind at most so often: a machine that dials is told once a minute, not for each try. */
const EVERY_MS = 60_000
const MOST_CALLERS = 1_000

export function limitAlarms(
  sql: Sql,
  { notice, now, failed }: { notice(told: Told): void; now(): number; failed(error: unknown): void },
): (callIds: string[]) => void {
  const told = new Map<string, number>()
  const look = async (callIds: string[]): Promise<void> => {
    const rows = await sql<Kept[]>`
      select from_number as caller, to_number as number, failure from calls
      where call_id = any(${callIds}) and failure in ('over-limit', 'blocked-number')`
    for (const kept of rows) {
      const key = `${kept.failure} ${kept.caller}`
      if (now() - (told.get(key) ?? 0) < EVERY_MS) continue
      if (told.size >= MOST_CALLERS) told.clear()
      told.set(key, now())
      notice(wordsOf(kept))
    }
  }
  return (callIds) => void look(callIds).catch(failed)
}

const wordsOf = ({ caller, number, failure }: Kept): Told => {
  const blocked = failure === 'blocked-number'
  return {
    ...{ level: 'alarm', right: 'monitor' },
    zh: blocked ? `${caller} 拨打了禁拨号码 ${number}，已拦下` : `${caller} 拨打 ${number} 超出呼出限制，已拦下`,
    en: blocked
      ? `${caller} dialled the blocked number ${number}: kept back`
      : `${caller} dialled ${number} beyond the limit of calls out: kept back`,
  }
}

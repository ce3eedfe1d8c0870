// Area fault alarms: so many calls of one area with such a disposition within a sliding hour are a fault out there.
import type { AreaAlarm } from '../protocol/office.ts'
import { audit, type By } from '../records/record/audit.ts'
import type { Queries, Sql } from '../records/store/postgres.ts'

export interface AlarmRules {
  enabled: boolean
  windowMinutes: number
  /** calls at which each level is raised, the first being the gravest */
  level1: number
  level2: number
  level3: number
}

export async function rulesOf(sql: Queries): Promise<AlarmRules> {
  const [row] = await sql<AlarmRules[]>`select enabled, window_minutes, level1, level2, level3 from area_alarm_rules`
  if (!row) throw new Error('there are no rules for area alarms')
  return { ...row }
}

export async function saveRules(sql: Sql, by: By, rules: AlarmRules): Promise<void> {
  await sql.begin(async (tx) => {
    const before = await rulesOf(tx)
    await tx`update area_alarm_rules set ${tx(rules as never)}`
    await audit(tx, by, { action: 'change', kind: 'area-alarms', recordId: 'rules', before, after: rules })
  })
}

/** The gravest level reached; undefined for none. Pure. */
export const levelAt = (calls: number, { level1, level2, level3 }: AlarmRules): number | undefined =>
  calls >= level1 ? 1 : calls >= level2 ? 2 : calls >= level3 ? 3 : undefined

const MINUTE_MS = 60_000

/** What these calls raise, each once: a level is raised when it is reached, and again when the window has passed. */
export async function alarmsAfter(sql: Sql, callIds: readonly string[], now: number): Promise<AreaAlarm[]> {
  const rules = await rulesOf(sql)
  if (!rules.enabled || callIds.length === 0) return []
  const areas = await sql<{ area: string }[]>`
    select distinct c.region as area from calls c join call_dispositions d on d.call_id = c.call_id
      join dispositions p on p.id = d.disposition_id and p.area_alarm
    where c.call_id = any(${[...callIds]}) and c.region <> ''`
  const raised: AreaAlarm[] = []
  for (const { area } of areas) {
    const alarm = await alarmOf(sql, area, rules, now)
    if (alarm) raised.push(alarm)
  }
  return raised
}

/** One gateway at a time for an area: two that see the Nth call raise one alarm. */
async function alarmOf(sql: Sql, area: string, rules: AlarmRules, now: number): Promise<AreaAlarm | undefined> {
  const since = now - rules.windowMinutes * MINUTE_MS
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${`area-alarm ${area}`}))`
    const [count] = await tx<{ calls: number }[]>`
      select count(distinct c.call_id)::int as calls from calls c join call_dispositions d on d.call_id = c.call_id
        join dispositions p on p.id = d.disposition_id and p.area_alarm
      where c.region = ${area} and d.at > ${since}`
    const calls = count?.calls ?? 0
    const level = levelAt(calls, rules)
    if (level === undefined) return undefined
    const [known] = await tx<AreaAlarm[]>`select * from area_alarms
      where area = ${area} and raised_at > ${since} order by level limit 1`
    if (known && known.level <= level) {
      await tx`update area_alarms set calls = ${calls}, last_at = ${now} where id = ${known.id}`
      return undefined
    }
    const [row] = await tx<AreaAlarm[]>`insert into area_alarms (area, level, calls, raised_at, last_at)
      values (${area}, ${level}, ${calls}, ${now}, ${now}) returning *`
    return row && { ...row }
  }) as Promise<AreaAlarm | undefined>
}

/** Of the last day, the newest first. */
export async function recentAlarms(sql: Sql, now: number): Promise<AreaAlarm[]> {
  const rows = await sql<
    AreaAlarm[]
  >`select * from area_alarms where raised_at > ${now - 86_400_000} order by id desc limit 100`
  return [...rows]
}

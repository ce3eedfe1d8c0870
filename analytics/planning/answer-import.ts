// History of an old system: taken in by whole dates, taken back to what was there before, or forgotten.
// A row that is not wanted any more stays as one marked removed, so nothing waits for ClickHouse to rewrite its parts.

import { dateOf } from '#analytics/forecast/history.ts'
import type { SeriesId } from '#engine/protocol/planning.ts'
import { NO_MINUTE } from '../clickhouse/schema.ts'
import type { Answers, Desk } from './desk.ts'
import { PlanRefusal } from './plain.ts'

const INSERT_ROWS = 20_000

interface Stored {
  series: SeriesId
  date: string
  minute: number
  slot_minutes: number
  offered: number
  aht_ms: number | null
  version: number
  removed: 0 | 1
}

const minuteOf = (at: string): number => Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16))

/** Above every version there is: two writes within one millisecond, or a clock set back, lose nothing. */
async function nextVersion({ clickhouse, now }: Desk, series: SeriesId): Promise<number> {
  const [found] = await clickhouse.rows<{ last: number }>(
    'select max(version) as last from tinglan.imported_interval where series = {series:String}',
    { series },
  )
  return Math.max(now(), Number(found?.last ?? 0) + 1)
}

/** What is stored of these dates. */
async function storedOf({ clickhouse }: Desk, series: SeriesId, dates: readonly string[]): Promise<Stored[]> {
  return clickhouse.rows<Stored>(
    `select series, toString(date) as date, minute, slot_minutes, offered, aht_ms, version, removed
      from tinglan.imported_interval final
      where removed = 0 and series = {series:String} and has({dates:Array(String)}, toString(imported_interval.date))`,
    { series, dates },
  )
}

/** Dates named in the rows are replaced as a whole, so a file with other intervals cannot be mixed into an older one. */
export const answerImport: Answers<'import'> = async ({ id, series, slotMinutes, rows }, desk) => {
  const wrong = rows.find((row) => minuteOf(row.at) % slotMinutes !== 0)
  if (wrong)
    throw new PlanRefusal('bad-input', {
      zh: `${wrong.at.replace('T', ' ')} 不是 ${slotMinutes} 分钟时段的开始。`,
      en: `${wrong.at.replace('T', ' ')} is not the start of an interval of ${slotMinutes} minutes.`,
    })
  const version = await nextVersion(desk, series)
  const fresh = new Map<string, Stored>()
  for (const { at, offered, ahtMs } of rows)
    fresh.set(at, {
      ...{ series, date: at.slice(0, 10), minute: minuteOf(at), slot_minutes: slotMinutes },
      ...{ offered, aht_ms: ahtMs, version, removed: 0 },
    })
  const dates = [...new Set(rows.map((row) => row.at.slice(0, 10)))]
  const kept = new Set([...fresh.values()].map((row) => `${row.date} ${row.minute}`))
  const before = await storedOf(desk, series, dates)
  await keepBefore(desk, id, series, dates, before)
  const gone = before.filter((row) => !kept.has(`${row.date} ${row.minute}`))
  const all = [...fresh.values(), ...gone.map((row) => ({ ...row, version, removed: 1 as const }))]
  if (all.length > 0) await desk.clickhouse.insert('tinglan.imported_interval', all)
  desk.changed()
  return { accepted: fresh.size }
}

/** First of all, so that an import that fails half-way can be taken back too. */
async function keepBefore(
  { clickhouse }: Desk,
  id: string,
  series: SeriesId,
  dates: readonly string[],
  before: readonly Stored[],
): Promise<void> {
  const touched = dates.map((date) => ({ date, minute: NO_MINUTE, slot_minutes: 0, offered: 0, aht_ms: null }))
  const rows = [...touched, ...before.map(({ version: _version, removed: _removed, ...row }) => row)]
  if (rows.length > 0)
    await clickhouse.insert(
      'tinglan.before_import',
      rows.map((row) => ({ ...row, id, series })),
    )
}

/** Its dates become what they were. Done twice it changes nothing more. */
export const answerUndoImport: Answers<'undo-import'> = async ({ id, series }, desk) => {
  const { clickhouse } = desk
  const rows = await clickhouse.rows<Omit<Stored, 'version' | 'removed'>>(
    `select series, toString(date) as date, minute, slot_minutes, offered, aht_ms from tinglan.before_import
      where id = {id:String} and series = {series:String}`,
    { id, series },
  )
  if (rows.length === 0)
    throw new PlanRefusal('not-found', {
      zh: '导入之前的数据已不再保留，无法撤销。',
      en: 'What was there before the import is not kept any more.',
    })
  const before = rows.filter((row) => row.minute !== NO_MINUTE)
  const dates = [...new Set(rows.map((row) => row.date))]
  const back = new Set(before.map((row) => `${row.date} ${row.minute}`))
  const present = await storedOf(desk, series, dates)
  const version = await nextVersion(desk, series)
  const gone = present.filter((row) => !back.has(`${row.date} ${row.minute}`))
  const all = [
    ...gone.map((row) => ({ ...row, version, removed: 1 as const })),
    ...before.map((row) => ({ ...row, version, removed: 0 as const })),
  ]
  for (let at = 0; at < all.length; at += INSERT_ROWS)
    await clickhouse.insert('tinglan.imported_interval', all.slice(at, at + INSERT_ROWS))
  desk.changed()
  return { removed: gone.length, restored: before.length }
}

export const answerForgetImport: Answers<'forget-import'> = async ({ series, from, to }, desk) => {
  const dates: string[] = []
  for (let at = Date.parse(from); at < Date.parse(to) && dates.length < 20_000; at += 86_400_000)
    dates.push(dateOf(at / 86_400_000))
  const gone = await storedOf(desk, series, dates)
  const version = await nextVersion(desk, series)
  if (gone.length > 0)
    await desk.clickhouse.insert(
      'tinglan.imported_interval',
      gone.map((row) => ({ ...row, version, removed: 1 })),
    )
  desk.changed()
  return { removed: gone.length }
}

// History of an old system: taken in by whole dates, and forgotten again.
// A row that is not wanted any more stays as one marked removed, so nothing waits for ClickHouse to rewrite its parts.

import { dateOf } from '#analytics/forecast/history.ts'
import type { SeriesId } from '#engine/protocol/planning.ts'
import type { Answers, Desk } from './desk.ts'
import { PlanRefusal } from './plain.ts'

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
export const answerImport: Answers<'import'> = async ({ series, slotMinutes, rows }, desk) => {
  const wrong = rows.find((row) => minuteOf(row.at) % slotMinutes !== 0)
  if (wrong) throw new PlanRefusal('bad-input', `${wrong.at} is not the start of an interval of ${slotMinutes} minutes`)
  const version = desk.now()
  const fresh = new Map<string, Stored>()
  for (const { at, offered, ahtMs } of rows)
    fresh.set(at, {
      ...{ series, date: at.slice(0, 10), minute: minuteOf(at), slot_minutes: slotMinutes },
      ...{ offered, aht_ms: ahtMs, version, removed: 0 },
    })
  const dates = [...new Set(rows.map((row) => row.at.slice(0, 10)))]
  const kept = new Set([...fresh.values()].map((row) => `${row.date} ${row.minute}`))
  const gone = (await storedOf(desk, series, dates)).filter((row) => !kept.has(`${row.date} ${row.minute}`))
  const all = [...fresh.values(), ...gone.map((row) => ({ ...row, version, removed: 1 as const }))]
  if (all.length > 0) await desk.clickhouse.insert('tinglan.imported_interval', all)
  desk.changed()
  return { accepted: fresh.size }
}

export const answerForgetImport: Answers<'forget-import'> = async ({ series, from, to }, desk) => {
  const dates: string[] = []
  for (let at = Date.parse(from); at < Date.parse(to) && dates.length < 20_000; at += 86_400_000)
    dates.push(dateOf(at / 86_400_000))
  const gone = await storedOf(desk, series, dates)
  const version = desk.now()
  if (gone.length > 0)
    await desk.clickhouse.insert(
      'tinglan.imported_interval',
      gone.map((row) => ({ ...row, version, removed: 1 })),
    )
  desk.changed()
  return { removed: gone.length }
}

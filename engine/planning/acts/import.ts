// A planner's file, taken in or only looked at: history of an old system, need of another tool, a roster.

import type { Services } from '../../gateway/http/services.ts'
import type { ImportedRow } from '../../protocol/plan-ask.ts'
import type { ImportPreview, SeriesId } from '../../protocol/planning.ts'
import { audit, type By } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { datesFrom } from '../core/clock.ts'
import { type Intervals, type Problem, readHistory, readNeed } from '../files/intervals.ts'
import { readRoster } from '../files/roster.ts'
import { readSheet, type Sheet } from '../files/sheet.ts'
import { changeRoster } from '../records/changes.ts'
import { keepPlannedNeed } from '../records/planned-need.ts'
import { viewOf } from '../records/rosters.ts'
import { isSeries } from '../records/series.ts'
import { askPlan } from './ask.ts'

export interface ImportAsk {
  what: ImportPreview['what']
  series: SeriesId
  /** of the roster */
  id: string
  bytes: Buffer
  dryRun: boolean
}

const SAMPLE = 5
const MOST_PROBLEMS = 500
/** Rows of one question to analytics, cut where a date ends. */
const CHUNK_ROWS = 5_000

export async function importFile(services: Services, ask: ImportAsk, by: By): Promise<Outcome<ImportPreview>> {
  const sheet = readSheet(ask.bytes)
  if (!sheet.ok) return sheet
  if (ask.what === 'roster') return importRoster(services, ask, sheet.value, by)
  if (!(await isSeries(services.sql, ask.series))) return refused('not-found', { detail: ask.series })
  return ask.what === 'history'
    ? importHistory(services, ask, sheet.value, by)
    : importNeed(services, ask, sheet.value, by)
}

async function importHistory(
  services: Services,
  ask: ImportAsk,
  sheet: Sheet,
  by: By,
): Promise<Outcome<ImportPreview>> {
  const read = readHistory(sheet)
  if (!read.ok) return read
  const preview = previewOf(ask, sheet, read.value)
  if (ask.dryRun || read.value.rows.length === 0) return done(preview)
  const { series } = ask
  for (const rows of chunksOf(read.value.rows)) {
    const taken = await askPlan(services, { type: 'import', series, slotMinutes: read.value.slotMinutes, rows })
    if (!taken.ok) return taken
  }
  return took(services, ask, preview, by)
}

async function importNeed(services: Services, ask: ImportAsk, sheet: Sheet, by: By): Promise<Outcome<ImportPreview>> {
  const read = readNeed(sheet)
  if (!read.ok) return read
  const preview = previewOf(ask, sheet, read.value)
  if (ask.dryRun || read.value.rows.length === 0) return done(preview)
  await keepPlannedNeed(services.sql, ask.series, read.value.slotMinutes, read.value.rows)
  return took(services, ask, preview, by)
}

async function took(
  services: Services,
  ask: ImportAsk,
  preview: ImportPreview,
  by: By,
): Promise<Outcome<ImportPreview>> {
  const { accepted, from, to } = preview
  const after = { series: ask.series, accepted, from, to }
  await audit(services.sql, by, { action: 'import', kind: `plan-${ask.what}`, recordId: ask.series, after })
  return done({ ...preview, imported: true })
}

/** A change of the roster as by hand; the change itself is audited. */
async function importRoster({ sql }: Services, ask: ImportAsk, sheet: Sheet, by: By): Promise<Outcome<ImportPreview>> {
  const view = await viewOf(sql, ask.id)
  if (!view.ok) return view
  const read = readRoster(sheet, view.value, datesFrom(view.value.from, view.value.days))
  if (!read.ok) return read
  const { accepted, changes, problems } = read.value
  if (changes.length > 0) {
    const input = { version: view.value.version, changes }
    const changed = await changeRoster(sql, { id: ask.id, input, dryRun: ask.dryRun }, by)
    if (!changed.ok) return changed
  }
  return done({
    ...{ what: 'roster' as const, rows: sheet.rows.length, accepted: accepted.length },
    ...spanOf(accepted.map(({ date }) => date)),
    ...{ problems: problems.slice(0, MOST_PROBLEMS), sample: sampleOf(sheet), imported: !ask.dryRun },
  })
}

const previewOf = (
  { what }: ImportAsk,
  sheet: Sheet,
  { rows, problems }: Intervals<{ at: string }>,
): ImportPreview => ({
  ...{ what, rows: sheet.rows.length, accepted: rows.length },
  ...spanOf(rows.map(({ at }) => at.slice(0, 10))),
  ...{ problems: problems.slice(0, MOST_PROBLEMS) as Problem[], sample: sampleOf(sheet), imported: false },
})

/** First and last date. */
function spanOf(dates: readonly string[]): { from?: string; to?: string } {
  const sorted = [...dates].sort()
  const [from, to] = [sorted[0], sorted.at(-1)]
  return from === undefined || to === undefined ? {} : { from, to }
}

/** The first rows as the file spells them. */
const sampleOf = ({ head, rows }: Sheet): Record<string, string>[] =>
  rows
    .slice(0, SAMPLE)
    .map(({ cells }) => Object.fromEntries(head.map((name, place) => [name || `${place + 1}`, cells[place] ?? ''])))

function chunksOf(rows: readonly ImportedRow[]): ImportedRow[][] {
  const sorted = [...rows].sort((a, b) => (a.at < b.at ? -1 : 1))
  const chunks: ImportedRow[][] = []
  for (const row of sorted) {
    const chunk = chunks.at(-1)
    const sameDate = chunk?.at(-1)?.at.slice(0, 10) === row.at.slice(0, 10)
    if (chunk && (chunk.length < CHUNK_ROWS || sameDate)) chunk.push(row)
    else chunks.push([row])
  }
  return chunks
}

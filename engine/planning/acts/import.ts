// A planner's file, taken in or only looked at: history of an old system, need of another tool, a roster.

import type { Services } from '../../gateway/http/services.ts'
import type { ImportPreview, SeriesId } from '../../protocol/planning.ts'
import type { RosterView } from '../../protocol/roster.ts'
import { audit, type By } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { datesFrom } from '../core/clock.ts'
import type { ReadAsk } from '../files/read-file.ts'
import type { FileReader, OpenFile } from '../files/thread.ts'
import { changeRoster } from '../records/changes.ts'
import { keepImport } from '../records/imports.ts'
import { keepPlannedNeed } from '../records/planned-need.ts'
import { viewOf } from '../records/rosters.ts'
import { isSeries } from '../records/series.ts'
import { planningOf } from '../records/targets.ts'
import { askPlan } from './ask.ts'
import { dateNow } from './moment.ts'

export interface ImportAsk {
  what: ImportPreview['what']
  series: SeriesId
  /** of the roster */
  id: string
  bytes: Buffer
  dryRun: boolean
  /** the planner's answers to what the file leaves open */
  dates?: 'dmy' | 'mdy' | undefined
  gaps?: 'zero' | 'missing' | undefined
}

type Parts = Pick<Services, 'bus' | 'sql' | 'now' | 'newId' | 'settings'> & { files: FileReader }

export async function importFile(parts: Parts, ask: ImportAsk, by: By): Promise<Outcome<ImportPreview>> {
  if (ask.what === 'roster') return importRoster(parts, ask, by)
  if (!(await isSeries(parts.sql, ask.series))) return refused('not-found', { detail: ask.series })
  const take = ask.what === 'history' ? takeHistory : takeNeed
  return parts.files.read(ask.bytes, await askOf(parts, ask), async (file) => {
    const { preview } = file
    if (ask.dryRun || preview.accepted === 0) return done(preview)
    const id = parts.newId()
    const taken = await take(parts, { id, series: ask.series }, file, by)
    if (!taken.ok) return taken
    const { accepted, from, to } = preview
    const after = { series: ask.series, accepted, from, to }
    await audit(parts.sql, by, { action: 'import', kind: `plan-${ask.what}`, recordId: ask.series, after })
    return done({ ...preview, imported: true, id })
  })
}

/** A file of several queues is read by the names of the series' own. */
async function askOf({ sql, now, settings }: Parts, { what, series, dates, gaps }: ImportAsk): Promise<ReadAsk> {
  const today = dateNow(now(), settings.timeZone)
  const { timeZone } = settings
  const { grid: hours } = await planningOf(sql, series)
  const asked = {
    what: what === 'need' ? ('need' as const) : ('history' as const),
    today,
    timeZone,
    hours,
    dates,
    gaps,
  }
  if (!series.startsWith('queue:')) return asked
  const id = series.slice('queue:'.length)
  const [queue] = await sql<{ name: string }[]>`select name from queues where id = ${id}`
  return { ...asked, queue: { names: [queue?.name ?? id, id] } }
}

interface Into {
  id: string
  series: SeriesId
}

/** Written down first: one that fails half-way can be taken back too. */
async function takeHistory(parts: Parts, { id, series }: Into, file: OpenFile, by: By): Promise<Outcome<unknown>> {
  await keepImport(parts.sql, { ...file.preview, id, series, at: parts.now() }, by)
  for await (const rows of file.pieces('history')) {
    const taken = await askPlan(parts, { type: 'import', id, series, slotMinutes: file.slotMinutes, rows })
    if (!taken.ok) return taken
  }
  return done(id)
}

async function takeNeed(parts: Parts, { id, series }: Into, file: OpenFile, by: By): Promise<Outcome<unknown>> {
  for await (const rows of file.pieces('need'))
    await parts.sql.begin(async (tx) => {
      const before = await keepPlannedNeed(tx, series, file.slotMinutes, rows)
      await keepImport(tx, { ...file.preview, id, series, at: parts.now(), before }, by)
    })
  return done(id)
}

/** A change of the roster as by hand; the change itself is audited. */
async function importRoster(parts: Parts, ask: ImportAsk, by: By): Promise<Outcome<ImportPreview>> {
  const view = await viewOf(parts.sql, ask.id)
  if (!view.ok) return view
  const { agents, shifts, duties, from, days } = view.value
  const reading = { what: 'roster' as const, view: { agents, shifts, duties }, dates: datesFrom(from, days) }
  return parts.files.read(ask.bytes, reading, async (file) => {
    for await (const changes of file.pieces('roster')) {
      const input = { version: view.value.version, changes }
      const changed = await changeRoster(parts.sql, { id: ask.id, input, dryRun: ask.dryRun }, by)
      if (!changed.ok) return changed
      if (ask.dryRun) return done(file.preview)
      const id = parts.newId()
      const before = beforeOf(view.value, changes, changed.value.version)
      await keepImport(parts.sql, { ...file.preview, id, series: ask.id, at: parts.now(), before }, by)
      return done({ ...file.preview, imported: true, id })
    }
    return done({ ...file.preview, imported: !ask.dryRun })
  })
}

/** `version`: that which the import made; only from there may it be taken back. */
function beforeOf(view: RosterView, changes: readonly { agentId: string; date: string }[], version: number) {
  const cells = changes.map(({ agentId, date }) => ({ agentId, date }))
  const keys = new Set(cells.map(({ agentId, date }) => `${agentId} ${date}`))
  return { version, cells, duties: view.duties.filter((duty) => keys.has(`${duty.agentId} ${duty.date}`)) }
}

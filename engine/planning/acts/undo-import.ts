// An import taken back: what was there before it is there again.

import type { Services } from '../../gateway/http/services.ts'
import type { Duty } from '../../protocol/roster.ts'
import { audit, type By } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Tx } from '../../records/store/postgres.ts'
import { consequencesOf } from '../core/consequences.ts'
import { grown } from '../records/changes.ts'
import { type ImportRow, lockImport, markUndone } from '../records/imports.ts'
import { bringBackNeed, type NeedBefore } from '../records/planned-need.ts'
import { type Cell, lockRoster, overlapping, readDuties, removeDuties, writeDuties } from '../records/roster-rows.ts'
import { worldOf } from '../records/world.ts'
import { askPlan } from './ask.ts'

export interface Undone {
  /** rows that are there again */
  restored: number
}

type Parts = Pick<Services, 'bus' | 'sql' | 'now'>

/** One transaction: an import is marked as taken back only when it was. */
export const undoImport = (parts: Parts, id: string, by: By): Promise<Outcome<Undone>> =>
  parts.sql.begin(async (tx) => {
    const row = await lockImport(tx, id)
    if (!row.ok) return row
    const undone = await UNDO[row.value.what](parts, tx, row.value)
    if (!undone.ok) return undone
    await markUndone(tx, id, parts.now(), by)
    const { series, what, fromDate, toDate } = row.value
    const before = { import: id, from: fromDate, to: toDate, ...undone.value }
    await audit(tx, by, { action: 'undo-import', kind: `plan-${what}`, recordId: series, before })
    return undone
  })

const UNDO: Record<ImportRow['what'], (parts: Parts, tx: Tx, row: ImportRow) => Promise<Outcome<Undone>>> = {
  history: (parts, _tx, { id, series }) => askPlan(parts, { type: 'undo-import', id, series }),
  need: async (_parts, tx, { series, before }) =>
    done({ restored: await bringBackNeed(tx, series, before as NeedBefore) }),
  roster: (_parts, tx, row) => undoRoster(tx, row),
}

interface RosterBefore {
  version: number
  cells: Cell[]
  duties: Duty[]
}

async function undoRoster(tx: Tx, { series, before }: ImportRow): Promise<Outcome<Undone>> {
  const { version, cells, duties } = before as RosterBefore
  const roster = await lockRoster(tx, series)
  if (!roster) return refused('not-found')
  if (roster.version !== version)
    return refused('changed-meanwhile', {
      say: {
        zh: '导入之后班表又有改动，不能整体撤销；请在班表中逐个修改。',
        en: 'The roster was changed after the import: it cannot be taken back as a whole, change the duties by hand.',
      },
    })
  if (roster.state === 'published') {
    const overlaps = await overlapping(tx, roster.id, duties)
    if (overlaps.length > 0) return refused('roster-overlaps', { detail: overlaps.join('; ') })
  }
  await removeDuties(tx, roster.id, cells)
  await writeDuties(tx, roster.id, duties)
  const after = await readDuties(tx, roster.id)
  await grown(tx, roster, consequencesOf(await worldOf(tx, roster, after), after).costs.total)
  return done({ restored: duties.length })
}

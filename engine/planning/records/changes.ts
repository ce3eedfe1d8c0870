// Changes by hand: what they would mean, and keeping them. An older version is refused, faults of rules are told only.

import type { Duty, DutyChange, RosterChanges, RosterConsequences } from '../../protocol/roster.ts'
import { joined } from '../../protocol/words/word.ts'
import { audit, type By } from '../../records/record/audit.ts'
import type { FieldFault } from '../../records/record/kind.ts'
import { done, type Outcome, type Refused, refused } from '../../records/record/outcome.ts'
import type { Sql, Tx } from '../../records/store/postgres.ts'
import { areBreaksWrong, usualBreaks } from '../core/breaks.ts'
import { consequencesOf } from '../core/consequences.ts'
import type { PlanShift } from '../core/rules.ts'
import {
  type Cell,
  findRoster,
  lockRoster,
  overlapping,
  type RosterRow,
  readDuties,
  removeDuties,
  writeDuties,
} from './roster-rows.ts'
import { endOf } from './rosters.ts'
import { type NamedWorld, worldOf } from './world.ts'

const keyOf = ({ agentId, date }: Cell): string => `${agentId} ${date}`

export interface ChangeAsk {
  id: string
  input: RosterChanges
  /** answers the consequences and keeps nothing */
  dryRun: boolean
}

export const changeRoster = (sql: Sql, ask: ChangeAsk, by: By): Promise<Outcome<RosterConsequences>> =>
  sql.begin(async (tx) => {
    const row = await (ask.dryRun ? findRoster : lockRoster)(tx, ask.id)
    if (!row) return refused('not-found')
    if (row.version !== ask.input.version) return refused('changed-meanwhile')
    const before = await readDuties(tx, row.id)
    const world = await worldOf(tx, row, before)
    const bad = await faultsOfInput(tx, row, world, ask.input.changes)
    if (bad) return bad
    const after = applied(before, ask.input.changes, world.shifts)
    const consequences = consequencesOf(await withNewAgents(tx, row, world, after), after)
    if (ask.dryRun) return done({ version: row.version, duties: after, ...consequences })
    const cells = new Set(ask.input.changes.map(keyOf))
    const changed = after.filter((duty) => cells.has(keyOf(duty)))
    if (row.state === 'published') {
      const overlaps = await overlapping(tx, row.id, changed)
      if (overlaps.length > 0) return refused('roster-overlaps', { say: joined(overlaps) })
    }
    await removeDuties(
      tx,
      row.id,
      ask.input.changes.map(({ agentId, date }) => ({ agentId, date })),
    )
    await writeDuties(tx, row.id, changed)
    const version = await grown(tx, row, consequences.costs.total)
    await audit(tx, by, {
      action: 'change',
      kind: 'rosters',
      recordId: row.id,
      title: row.name,
      before: { duties: before.filter((duty) => cells.has(keyOf(duty))) },
      after: { duties: changed },
    })
    return done({ version, duties: after, ...consequences })
  })

/** The next version; a cost is known only where the need is. */
export async function grown(tx: Tx, row: RosterRow, cost: number): Promise<number> {
  await tx`update rosters set version = version + 1, cost = ${row.need === null ? null : cost}, updated_at = now()
    where id = ${row.id}`
  return row.version + 1
}

/** An agent from outside the series has no rule in the world read before: read it again with the new duties. */
async function withNewAgents(tx: Tx, row: RosterRow, world: NamedWorld, duties: readonly Duty[]): Promise<NamedWorld> {
  const known = new Set(world.agents.map((agent) => agent.agentId))
  return duties.every((duty) => known.has(duty.agentId)) ? world : worldOf(tx, row, duties)
}

function applied(before: readonly Duty[], changes: readonly DutyChange[], shifts: readonly PlanShift[]): Duty[] {
  const byId = new Map(shifts.map((shift) => [shift.id, shift]))
  const cells = new Map(before.map((duty) => [keyOf(duty), duty]))
  for (const change of changes) {
    const duty = dutyOf(change, byId)
    if (duty) cells.set(keyOf(change), duty)
    else cells.delete(keyOf(change))
  }
  return [...cells.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function dutyOf(change: DutyChange, shifts: ReadonlyMap<string, PlanShift>): Duty | undefined {
  const shift = change.shiftId === null ? undefined : shifts.get(change.shiftId)
  if (!shift) return undefined
  return {
    agentId: change.agentId,
    date: change.date,
    shiftId: shift.id,
    startsAt: shift.startsAt,
    endsAt: shift.endsAt,
    breaks: change.breaks ?? usualBreaks(shift),
    pinned: change.pinned ?? true,
  }
}

async function faultsOfInput(
  tx: Tx,
  row: RosterRow,
  world: NamedWorld,
  changes: readonly DutyChange[],
): Promise<Refused | undefined> {
  const shifts = new Map(world.shifts.map((shift) => [shift.id, shift]))
  const ids = [...new Set(changes.map((change) => change.agentId))]
  const agents = new Set(
    (await tx<{ id: string }[]>`select id from agents where id = any(${ids}::text[])`).map((a) => a.id),
  )
  const fields = changes.flatMap((change, index): FieldFault[] => {
    const fault = (path: string, message: string) => [{ path: `changes.${index}.${path}`, message }]
    if (!agents.has(change.agentId)) return fault('agentId', 'there is no such agent')
    if (change.date < row.fromDate || change.date >= endOf(row)) return fault('date', 'is not a date of this roster')
    if (change.shiftId !== null && !shifts.has(change.shiftId)) return fault('shiftId', 'there is no such shift')
    const duty = dutyOf(change, shifts)
    return duty && areBreaksWrong(duty) ? fault('breaks', 'outside the shift, or over each other') : []
  })
  return fields.length > 0 ? refused('bad-input', { fields: fields.slice(0, 20) }) : undefined
}

// Making, reading, publishing and deleting rosters. What changes one is audited in the same transaction.

import type { Grid } from '../../protocol/planning.ts'
import type { NewRoster, RosterAgent, RosterInfo, RosterView, Unplanned } from '../../protocol/roster.ts'
import type { AuditAct } from '../../protocol/words/records.ts'
import { joined } from '../../protocol/words/word.ts'
import { audit, type By } from '../../records/record/audit.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Sql, Tx } from '../../records/store/postgres.ts'
import { addDays, weekdayOf } from '../core/clock.ts'
import { consequencesOf } from '../core/consequences.ts'
import { unplannedOf } from '../core/rules.ts'
import { findRoster, infoOf, lockRoster, overlapping, type RosterRow, readDuties } from './roster-rows.ts'
import { type NamedAgent, worldOf } from './world.ts'

/** As analytics answered for these dates; null when it could not. */
export interface Need {
  grid: Grid
  need: number[][] | null
}

export async function createRoster(sql: Sql, input: NewRoster, need: Need, by: By): Promise<Outcome<RosterInfo>> {
  if (weekdayOf(input.from) !== 0) return refused('roster-not-monday')
  const id = newId('roster')
  return sql.begin(async (tx) => {
    await tx`insert into rosters (id, name, from_date, days, series, grid, need)
      values (${id}, ${input.name}, ${input.from}, ${input.weeks * 7}, ${input.series},
        ${JSON.stringify(need.grid)}::text::jsonb, ${need.need === null ? null : JSON.stringify(need.need)}::text::jsonb)`
    const row = await findRoster(tx, id)
    if (!row) throw new Error('the roster that was just written is not there')
    await audit(tx, by, { action: 'create', kind: 'rosters', recordId: id, title: input.name, after: infoOf(row) })
    return done(infoOf(row))
  })
}

/** What analytics says now; no change of the roster itself, so its version stays. */
export async function keepNeed(sql: Queries, id: string, { grid, need }: Need): Promise<void> {
  await sql`update rosters set grid = ${JSON.stringify(grid)}::text::jsonb, need = ${JSON.stringify(need)}::text::jsonb
    where id = ${id}`
}

export async function viewOf(sql: Sql, id: string): Promise<Outcome<RosterView>> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const row = await findRoster(tx, id)
    if (!row) return refused('not-found')
    const duties = await readDuties(tx, id)
    const world = await worldOf(tx, row, duties)
    const used = new Set(duties.map((duty) => duty.shiftId))
    return done({
      ...infoOf(row),
      grid: row.grid,
      agents: world.agents.map((agent) => agentOf(agent, unplannedOf(agent.rule, world.shifts))),
      shifts: world.shifts
        .filter((shift) => shift.enabled || used.has(shift.id))
        .map(({ id, name, color, startsAt, endsAt }) => ({ id, name, color, startsAt, endsAt })),
      duties,
      ...consequencesOf(world, duties),
      leave: world.leave,
      wishes: world.wishes,
    })
  })
}

const agentOf = ({ agentId, number, name, rule }: NamedAgent, unplanned: Unplanned | undefined): RosterAgent => ({
  agentId,
  number,
  name,
  ruleId: rule?.id ?? '',
  ruleName: rule?.name ?? '',
  weekHours: rule?.weekHours ?? 0,
  ...(unplanned ? { unplanned } : {}),
})

type Act = (tx: Tx, row: RosterRow) => Promise<Outcome<unknown>>

async function act(sql: Sql, id: string, action: AuditAct, by: By, work: Act): Promise<Outcome<RosterInfo>> {
  return sql.begin(async (tx) => {
    const before = await lockRoster(tx, id)
    if (!before) return refused('not-found')
    const outcome = await work(tx, before)
    if (!outcome.ok) return outcome
    const after = await findRoster(tx, id)
    const told = { before: infoOf(before), ...(after ? { after: infoOf(after) } : {}) }
    await audit(tx, by, { action, kind: 'rosters', recordId: id, title: before.name, ...told })
    return done(infoOf(after ?? before))
  })
}

export const publishRoster = (sql: Sql, id: string, by: By, now: number): Promise<Outcome<RosterInfo>> =>
  act(sql, id, 'publish', by, async (tx, row) => {
    if (row.state === 'published') return refused('roster-published')
    // one at a time: two that overlap must not be published at once
    await tx`select pg_advisory_xact_lock(hashtext('publish-roster'))`
    const overlaps = await overlapping(tx, id, await readDuties(tx, id))
    if (overlaps.length > 0) return refused('roster-overlaps', { say: joined(overlaps) })
    await tx`update rosters set state = 'published', published_at = ${now}, version = version + 1, updated_at = now()
      where id = ${id}`
    return done(true)
  })

/** Swaps that wait for somebody are asked of a published roster: they end with it. */
export const withdrawRoster = (sql: Sql, id: string, by: By, now: number): Promise<Outcome<RosterInfo>> =>
  act(sql, id, 'withdraw', by, async (tx, row) => {
    if (row.state !== 'published') return refused('roster-not-published')
    await tx`update rosters set state = 'draft', published_at = null, version = version + 1, updated_at = now()
      where id = ${id}`
    await tx`update swap_requests set state = 'withdrawn', decided_at = ${now}
      where roster_id = ${id} and state in ('asked', 'agreed')`
    return done(true)
  })

export const removeRoster = (sql: Sql, id: string, by: By): Promise<Outcome<RosterInfo>> =>
  act(sql, id, 'delete', by, async (tx, row) => {
    if (row.state === 'published') return refused('roster-published')
    await tx`delete from rosters where id = ${id}`
    return done(true)
  })

export const endOf = (row: Pick<RosterRow, 'fromDate' | 'days'>): string => addDays(row.fromDate, row.days)

// What an agent sees of the plan: the own published duties, leave and swaps, and colleagues' duties to swap with.
import type { PlanDate } from '../../protocol/planning.ts'
import type { Duty, MyRoster } from '../../protocol/roster.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { allowanceOf, leavesOf } from './leave.ts'
import { listSwaps } from './swaps.ts'
import { allShifts } from './world.ts'

/** Dates from `from` up to but not `to`; only what lies ahead of `today` may be swapped. */
export async function myRoster(
  sql: Queries,
  agentId: string,
  span: { from: PlanDate; to: PlanDate; today: PlanDate },
): Promise<MyRoster> {
  const rows = await sql<(Duty & { rosterId: string; name: string })[]>`
    select d.agent_id, d.date, d.shift_id, d.starts_at, d.ends_at, d.breaks, d.pinned, d.roster_id, a.name
    from roster_duties d join rosters r on r.id = d.roster_id and r.state = 'published'
      join agents a on a.id = d.agent_id
    where d.date >= ${span.from} and d.date < ${span.to}
      and (d.agent_id = ${agentId} or d.roster_id in (
        select roster_id from roster_duties where agent_id = ${agentId} and date >= ${span.from} and date < ${span.to}))
    order by a.number, d.date`
  const duties = rows.filter((row) => row.agentId === agentId).map(plain)
  const colleagues = new Map<string, MyRoster['colleagues'][number]>()
  for (const row of rows) {
    if (row.agentId === agentId || row.date < span.today) continue
    const known = colleagues.get(row.agentId) ?? { agentId: row.agentId, name: row.name, duties: [] }
    known.duties.push(plain(row))
    colleagues.set(row.agentId, known)
  }
  const used = new Set(rows.map((row) => row.shiftId))
  return {
    duties,
    shifts: (await allShifts(sql))
      .filter((shift) => used.has(shift.id))
      .map(({ id, name, color, startsAt, endsAt }) => ({ id, name, color, startsAt, endsAt })),
    leave: await ownLeave(sql, agentId, span),
    leaves: await leavesOf(sql, agentId, span.today),
    allowance: (await allowanceOf(sql, agentId, span.today.slice(0, 4))) ?? null,
    swaps: await listSwaps(sql, agentId),
    colleagues: [...colleagues.values()],
  }
}

const plain = ({ agentId, date, shiftId, startsAt, endsAt, breaks, pinned }: Duty): Duty => ({
  agentId,
  date,
  shiftId,
  startsAt,
  endsAt,
  breaks,
  pinned,
})

async function ownLeave(
  sql: Queries,
  agentId: string,
  span: { from: PlanDate; to: PlanDate },
): Promise<MyRoster['leave']> {
  const rows = await sql<MyRoster['leave'][number][]>`
    select day::date as date, l.reason, l.state
    from leave l, generate_series(greatest(l.from_date, ${span.from}::date), least(l.to_date, ${span.to}::date - 1),
      interval '1 day') day
    where l.agent_id = ${agentId} and l.state in ('asked', 'approved') order by 1`
  return [...rows]
}

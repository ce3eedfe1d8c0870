// Swaps of duties between two agents: asking, answering, and the planner's approval, which changes the roster.

import type { Label } from '../../protocol/fields.ts'
import type { RosterFault, SwapRequest } from '../../protocol/roster.ts'
import type { AuditAct } from '../../protocol/words/records.ts'
import { joined } from '../../protocol/words/word.ts'
import { audit, type By } from '../../records/record/audit.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Sql, Tx } from '../../records/store/postgres.ts'
import { consequencesOf } from '../core/consequences.ts'
import { decideSwap, type SwapCommand, type SwapPart, swapped } from '../core/swap.ts'
import { grown } from './changes.ts'
import { lockRoster, overlapping, type RosterRow, readDuties, removeDuties, writeDuties } from './roster-rows.ts'
import { worldOf } from './world.ts'

type SwapRow = Omit<SwapRequest, 'decidedAt'> & { decidedAt: number | null }

const head = (sql: Queries) => sql`
  select s.id, s.roster_id, s.from_agent_id, f.name as from_name, s.from_date, s.to_agent_id, t.name as to_name, s.to_date,
    s.state, s.note, s.asked_at, s.decided_at
  from swap_requests s join agents f on f.id = s.from_agent_id join agents t on t.id = s.to_agent_id`

const swapOf = ({ decidedAt, ...row }: SwapRow): SwapRequest => ({
  ...row,
  ...(decidedAt === null ? {} : { decidedAt }),
})

/** Newest first; of one agent, or all. */
export async function listSwaps(sql: Queries, agentId?: string): Promise<SwapRequest[]> {
  const own = agentId === undefined ? sql`` : sql`where s.from_agent_id = ${agentId} or s.to_agent_id = ${agentId}`
  const rows = await sql<SwapRow[]>`${head(sql)} ${own} order by s.asked_at desc, s.id limit 200`
  return rows.map(swapOf)
}

async function findSwap(sql: Queries, id: string): Promise<SwapRequest | undefined> {
  const [row] = await sql<SwapRow[]>`${head(sql)} where s.id = ${id}`
  return row && swapOf(row)
}

export interface SwapAsk {
  fromAgentId: string
  fromDate: string
  toAgentId: string
  toDate: string
  note: string
  at: number
  /** local date: what is past cannot be swapped */
  today: string
}

export const askSwap = (sql: Sql, ask: SwapAsk, by: By): Promise<Outcome<SwapRequest>> =>
  sql.begin(async (tx) => {
    const [found] = await tx<{ rosterId: string }[]>`
      select g.roster_id from roster_duties g join rosters r on r.id = g.roster_id and r.state = 'published'
        join roster_duties t on t.roster_id = g.roster_id and t.agent_id = ${ask.toAgentId} and t.date = ${ask.toDate}
      where g.agent_id = ${ask.fromAgentId} and g.date = ${ask.fromDate} limit 1`
    if (!found || ask.fromDate < ask.today || ask.toDate < ask.today) return refused('swap-outdated')
    const after = swapped(ask, await readDuties(tx, found.rosterId))
    if (!after.ok) return refused(after.refusal)
    const id = newId('swap')
    await tx`insert into swap_requests (id, roster_id, from_agent_id, from_date, to_agent_id, to_date, note, asked_at)
      values (${id}, ${found.rosterId}, ${ask.fromAgentId}, ${ask.fromDate}, ${ask.toAgentId}, ${ask.toDate},
        ${ask.note}, ${ask.at})`
    return told(tx, id, 'ask', by)
  })

export interface SwapDecision {
  id: string
  command: SwapCommand
  agentId: string | undefined
  isPlanner: boolean
  at: number
}

export const decide = (sql: Sql, { id, command, agentId, isPlanner, at }: SwapDecision, by: By) =>
  sql.begin(async (tx): Promise<Outcome<SwapRequest>> => {
    await tx`select 1 from swap_requests where id = ${id} for update`
    const swap = await findSwap(tx, id)
    if (!swap) return refused('not-found')
    const parts: SwapPart[] = [
      ...(agentId === swap.fromAgentId ? (['asking'] as const) : []),
      ...(agentId === swap.toAgentId ? (['asked'] as const) : []),
      ...(isPlanner ? (['planner'] as const) : []),
    ]
    const decided = decideSwap(swap.state, command, parts)
    if (!decided.ok) return refused(decided.refusal)
    if (decided.state === 'approved') {
      const carried = await carryOut(tx, swap)
      if (!carried.ok) return carried
    }
    const decidedAt = decided.state === 'agreed' ? null : at
    await tx`update swap_requests set state = ${decided.state}, decided_at = ${decidedAt} where id = ${id}`
    return told(tx, id, command, by, swap)
  })

async function told(tx: Tx, id: string, action: AuditAct, by: By, before?: SwapRequest): Promise<Outcome<SwapRequest>> {
  const swap = await findSwap(tx, id)
  if (!swap) throw new Error('the swap that was just written is not there')
  const title = `${swap.fromName} ${swap.fromDate} ↔ ${swap.toName} ${swap.toDate}`
  await audit(tx, by, { action, kind: 'swaps', recordId: id, title, ...(before ? { before } : {}), after: swap })
  return done(swap)
}

/** Both agents' rules are checked as the roster is now: what the swap newly breaks refuses it. */
async function carryOut(tx: Tx, swap: SwapRequest): Promise<Outcome<true>> {
  const row = await lockRoster(tx, swap.rosterId)
  if (row?.state !== 'published') return refused('swap-outdated')
  const before = await readDuties(tx, row.id)
  const after = swapped(swap, before)
  if (!after.ok) return refused(after.refusal)
  const world = await worldOf(tx, row, before)
  const known = new Set(faultsFor(swap, consequencesOf(world, before).faults).map(({ en }) => en))
  const consequences = consequencesOf(world, after.duties)
  const broken = faultsFor(swap, consequences.faults).filter(({ en }) => !known.has(en))
  if (broken.length > 0) return refused('swap-breaks-rules', { say: joined(broken) })
  return keepSwap(tx, row, swap, after.duties, consequences.costs.total)
}

async function keepSwap(
  tx: Tx,
  row: RosterRow,
  swap: SwapRequest,
  duties: Awaited<ReturnType<typeof readDuties>>,
  cost: number,
): Promise<Outcome<true>> {
  const given = { agentId: swap.toAgentId, date: swap.fromDate }
  const taken = { agentId: swap.fromAgentId, date: swap.toDate }
  const overlaps = await overlapping(tx, row.id, [given, taken])
  if (overlaps.length > 0) return refused('roster-overlaps', { say: joined(overlaps) })
  await removeDuties(tx, row.id, [
    { agentId: swap.fromAgentId, date: swap.fromDate },
    { agentId: swap.toAgentId, date: swap.toDate },
  ])
  const isOf = (cell: typeof given) => (duty: typeof given) => duty.agentId === cell.agentId && duty.date === cell.date
  await writeDuties(tx, row.id, [...duties.filter(isOf(given)), ...duties.filter(isOf(taken))])
  await grown(tx, row, cost)
  return done(true)
}

/** In words, so that the same fault before and after is the same. */
const faultsFor = (swap: SwapRequest, faults: readonly RosterFault[]): Label[] =>
  faults
    .filter(({ agentId }) => agentId === swap.fromAgentId || agentId === swap.toAgentId)
    .map(({ agentId, date, text }) => {
      const name = agentId === swap.fromAgentId ? swap.fromName : swap.toName
      return { zh: `${name} ${date}：${text.zh}`, en: `${name} ${date}: ${text.en}` }
    })

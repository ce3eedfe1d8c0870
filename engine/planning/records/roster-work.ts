// Long work for a roster: what was asked, how it stands, and its result stored once as duties.

import type { Label } from '../../protocol/fields.ts'
import type { JobResult } from '../../protocol/plan-ask.ts'
import type { PlanJob } from '../../protocol/planning.ts'
import type { Duty } from '../../protocol/roster.ts'
import { audit, type By } from '../../records/record/audit.ts'
import type { Queries, Sql, Tx } from '../../records/store/postgres.ts'
import { checkedOf, checkedWords } from '../core/checked.ts'
import { consequencesOf } from '../core/consequences.ts'
import { dutiesOf, type SolvePlan } from '../core/solved.ts'
import { grown } from './changes.ts'
import { lockRoster, readDuties, removeDuties, writeDuties } from './roster-rows.ts'
import { worldOf } from './world.ts'

export interface RosterJob {
  id: string
  type: 'roster' | 'replan'
  title: string
  rosterId: string
  plan: SolvePlan
  /** what the planner should know of it */
  say?: Label
}

type RosterResult = Extract<JobResult, { duties: unknown }>

interface JobRow {
  id: string
  title: string
  rosterId: string
  state: PlanJob['state']
  progress: number
  cost: number | null
  bound: number | null
  gap: number | null
  detail: string | null
  say: Label | null
  startedAt: number
  endedAt: number | null
}

const columns = (sql: Queries) =>
  sql`id, title, roster_id, state, progress, cost, bound, gap, detail, say, started_at, ended_at`

const jsonOf = (label: Label | undefined): string | null => (label === undefined ? null : JSON.stringify(label))

const jobOf = (row: JobRow): PlanJob => ({
  id: row.id,
  type: 'roster',
  title: row.title,
  state: row.state,
  progress: row.progress,
  startedAt: row.startedAt,
  ...(row.endedAt === null ? {} : { endedAt: row.endedAt }),
  ...(row.cost === null ? {} : { cost: row.cost }),
  ...(row.bound === null ? {} : { bound: row.bound }),
  ...(row.gap === null ? {} : { gap: row.gap }),
  resultId: row.rosterId,
  ...(row.detail === null ? {} : { detail: row.detail }),
  ...(row.say === null ? {} : { say: row.say }),
})

export async function keepJob(sql: Sql, job: RosterJob, begun: PlanJob, by: By): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`insert into plan_jobs (id, type, title, roster_id, plan, say, state, account_id, account, started_at)
      values (${job.id}, ${job.type}, ${job.title}, ${job.rosterId}, ${JSON.stringify(job.plan)}::text::jsonb,
        ${jsonOf(job.say)}::text::jsonb,
        ${begun.state === 'waiting' ? 'waiting' : 'running'}, ${by.accountId}, ${by.account}, ${begun.startedAt})`
    const action = job.type === 'roster' ? 'generate' : 'replan'
    await audit(tx, by, { action, kind: 'rosters', recordId: job.rosterId, title: job.title, after: { job: job.id } })
  })
}

export async function listJobs(sql: Queries): Promise<PlanJob[]> {
  const rows = await sql<JobRow[]>`select ${columns(sql)} from plan_jobs order by started_at desc limit 100`
  return rows.map(jobOf)
}

export async function findJob(sql: Queries, id: string): Promise<PlanJob | undefined> {
  const [row] = await sql<JobRow[]>`select ${columns(sql)} from plan_jobs where id = ${id}`
  return row && jobOf(row)
}

export async function openJobs(sql: Queries): Promise<PlanJob[]> {
  const rows = await sql<JobRow[]>`select ${columns(sql)} from plan_jobs where state in ('waiting', 'running')`
  return rows.map(jobOf)
}

export async function isBeingSolved(sql: Queries, rosterId: string): Promise<boolean> {
  const rows = await sql`select 1 from plan_jobs where roster_id = ${rosterId} and state in ('waiting', 'running')`
  return rows.length > 0
}

/** How it goes on; an ended job stays as it ended. */
export async function noteProgress(sql: Queries, job: PlanJob): Promise<void> {
  const state = job.state === 'waiting' ? 'waiting' : 'running'
  await sql`update plan_jobs set state = ${state}, progress = ${job.progress}, cost = ${job.cost ?? null},
      bound = ${job.bound ?? null}, gap = ${job.gap ?? null}, detail = coalesce(${job.detail ?? null}, detail)
    where id = ${job.id} and state in ('waiting', 'running')`
}

export interface Ending {
  id: string
  state: 'done' | 'cancelled' | 'failed'
  at: number
  detail?: string
  say?: Label
  result?: RosterResult
}

/** True when this call ended it: the result is stored once, whoever else follows the job. */
export const endJob = (sql: Sql, ending: Ending): Promise<boolean> =>
  sql.begin(async (tx) => {
    const [job] = await tx<(RosterJob & { accountId: string; account: string })[]>`
      select id, type, title, roster_id, plan, account_id, account from plan_jobs
      where id = ${ending.id} and state in ('waiting', 'running') for update`
    if (!job) return false
    const { result } = ending
    await tx`update plan_jobs set state = ${ending.state}, ended_at = ${ending.at},
        detail = coalesce(${ending.detail ?? null}, detail), say = coalesce(${jsonOf(ending.say)}::text::jsonb, say),
        progress = case when ${ending.state} = 'done' then 1 else progress end,
        cost = coalesce(${result?.cost ?? null}, cost), bound = coalesce(${result?.bound ?? null}, bound),
        gap = coalesce(${result?.gap ?? null}, gap)
      where id = ${ending.id}`
    const by = { accountId: job.accountId, account: job.account, ip: '' }
    const said = result && (await storeResult(tx, job, result, by))
    if (said) await sayToo(tx, ending.id, said)
    return true
  })

/** After what was said when it began. */
async function sayToo(tx: Tx, id: string, more: Label): Promise<void> {
  const [row] = await tx<{ say: Label | null }[]>`select say from plan_jobs where id = ${id}`
  const say = row?.say ? { zh: `${row.say.zh}${more.zh}`, en: `${row.say.en} ${more.en}` } : more
  await tx`update plan_jobs set say = ${jsonOf(say)}::text::jsonb where id = ${id}`
}

/** Answers what the check of the answer has to say. */
async function storeResult(tx: Tx, job: RosterJob, result: RosterResult, by: By): Promise<Label | undefined> {
  const row = await lockRoster(tx, job.rosterId)
  if (!row) return undefined
  const before = await readDuties(tx, row.id)
  const { kept, replaced } = split(before, job.plan)
  const held = new Set(kept.map(keyOf))
  const answer = dutiesOf(job.plan, result.duties).filter((duty) => !held.has(keyOf(duty)))
  const checked = checkedOf(await worldOf(tx, row, [...kept, ...answer]), kept, answer)
  const { made } = checked
  await removeDuties(tx, row.id, replaced)
  await writeDuties(tx, row.id, made)
  const after = await readDuties(tx, row.id)
  const { costs } = consequencesOf(await worldOf(tx, row, after), after)
  await grown(tx, row, costs.total)
  await tx`update rosters set bound = ${boundOf(job.plan, result, costs.total)} where id = ${row.id}`
  await audit(tx, by, {
    action: 'store-solution',
    kind: 'rosters',
    recordId: row.id,
    title: row.name,
    after: { job: job.id, duties: made.length, cost: costs.total, version: row.version + 1 },
  })
  const names = new Map(
    (await tx<{ id: string; name: string }[]>`select id, name from agents`).map((one) => [one.id, one.name]),
  )
  const { only } = job.plan
  const unmet = checked.unmet.filter(({ date }) => only === undefined || date === only)
  return checkedWords({ broken: checked.broken, unmet }, (id) => names.get(id) ?? id)
}

const keyOf = ({ agentId, date }: Duty): string => `${agentId} ${date}`

/** What the answer replaces; duties set by hand stay, but an absent agent has none. */
function split(duties: readonly Duty[], plan: SolvePlan): { kept: Duty[]; replaced: Duty[] } {
  const planned = new Set(plan.agentIds)
  const absent = new Set(plan.absent)
  const isReplaced = (duty: Duty): boolean => {
    if (plan.only !== undefined && duty.date !== plan.only) return false
    return absent.has(duty.agentId) || (planned.has(duty.agentId) && !duty.pinned)
  }
  return { kept: duties.filter((duty) => !isReplaced(duty)), replaced: duties.filter(isReplaced) }
}

/**
 * The bound is of the problem's own count. Where meetings or hand-made duties make that count
 * differ from the roster's, it bounds nothing here and none is kept.
 */
function boundOf(plan: SolvePlan, result: RosterResult, total: number): number | null {
  if (plan.only !== undefined || Math.abs(result.cost - total) > 0.01) return null
  return Math.min(total, Math.round(result.bound * 1_000) / 1_000)
}

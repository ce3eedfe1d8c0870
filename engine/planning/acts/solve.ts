// Has a roster computed: the need asked anew, the problem built from the records, the work begun in the analytics role.

import type { Services } from '../../gateway/http/services.ts'
import type { Label } from '../../protocol/fields.ts'
import type { JobAsk } from '../../protocol/plan-ask.ts'
import type { PlanJob } from '../../protocol/planning.ts'
import type { By } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { daysBetween } from '../core/clock.ts'
import { problemOf, type SolveAsk } from '../core/problem.ts'
import { findRoster, type RosterRow, readDuties } from '../records/roster-rows.ts'
import { isBeingSolved, keepJob, type RosterJob } from '../records/roster-work.ts'
import { endOf, keepNeed } from '../records/rosters.ts'
import { worldOf } from '../records/world.ts'
import { askPlan } from './ask.ts'
import { needOf } from './need.ts'

/** One day anew is wanted while somebody waits: within two seconds, with the way there and back. */
const REPLAN_MS = 1_500
const MOST_NAMES = 10

export async function generate(
  services: Services,
  id: string,
  budgetSeconds: number,
  by: By,
): Promise<Outcome<PlanJob>> {
  const { sql } = services
  const roster = await findRoster(sql, id)
  if (!roster) return refused('not-found')
  if (roster.state === 'published') return refused('roster-published')
  if (await isBeingSolved(sql, id)) return refused('roster-being-solved')
  const need = await needOf(services, roster.series, roster.fromDate, roster.days)
  if (!need.ok) return need
  if (need.value.need === null) return refused('roster-no-need')
  await keepNeed(sql, id, need.value)
  const renewed = { ...roster, ...need.value }
  const solve = await problemFor(services, renewed)
  if (!solve.ok) return refused(solve.refusal, solve.detail === undefined ? {} : { detail: solve.detail })
  const { problem, held: fixed, plan } = solve
  const job: JobAsk = { type: 'roster', problem, fixed, budgetMs: budgetSeconds * 1_000, seed: roster.version }
  return begin(
    services,
    roster,
    { type: 'roster', title: roster.name, plan, ...(await toldOf(services, solve.leftAlone)) },
    job,
    by,
  )
}

export async function replan(
  services: Services,
  id: string,
  { date, absent }: { date: string; absent: string[] },
  by: By,
): Promise<Outcome<PlanJob>> {
  const roster = await findRoster(services.sql, id)
  if (!roster) return refused('not-found')
  if (date < roster.fromDate || date >= endOf(roster)) {
    return refused('bad-input', { fields: [{ path: 'date', message: 'is not a date of this roster' }] })
  }
  if (roster.need === null) return refused('roster-no-need')
  if (await isBeingSolved(services.sql, id)) return refused('roster-being-solved')
  const solve = await problemFor(services, roster, { date, absent })
  if (!solve.ok) return refused(solve.refusal, solve.detail === undefined ? {} : { detail: solve.detail })
  const { problem, held: current, plan } = solve
  const day = daysBetween(roster.fromDate, date)
  // those absent are no part of the problem any more
  const job: JobAsk = { type: 'replan', problem, current, day, absent: [], budgetMs: REPLAN_MS }
  return begin(services, roster, { type: 'replan', title: `${roster.name} ${date}`, plan }, job, by)
}

async function problemFor({ sql }: Services, roster: RosterRow, day?: SolveAsk['replan']) {
  const duties = await readDuties(sql, roster.id)
  const world = await worldOf(sql, roster, duties)
  return problemOf({ name: roster.name, world, duties, ...(day ? { replan: day } : {}) })
}

async function toldOf({ sql }: Services, leftAlone: readonly string[]): Promise<{ say?: Label }> {
  if (leftAlone.length === 0) return {}
  const rows = await sql<{ name: string }[]>`
    select name from agents where id = any(${leftAlone}::text[]) order by number limit ${MOST_NAMES}`
  const names = rows.map((row) => row.name).join(', ') + (leftAlone.length > rows.length ? ' …' : '')
  const count = leftAlone.length
  return {
    say: {
      zh: `${count} 名坐席的手工班次、规则与请假排不出班表，保持不变：${names}`,
      en: `Left as they are, as duties by hand, rules and leave allow no roster (${count}): ${names}`,
    },
  }
}

async function begin(
  services: Services,
  roster: RosterRow,
  work: Omit<RosterJob, 'id' | 'rosterId'>,
  job: JobAsk,
  by: By,
): Promise<Outcome<PlanJob>> {
  const id = services.newId()
  const begun = await askPlan(services, { type: 'job-start', id, title: work.title, job })
  if (!begun.ok) return begun
  await keepJob(services.sql, { id, rosterId: roster.id, ...work }, begun.value, by)
  services.planJobs.follow()
  const told = work.say === undefined ? {} : { say: work.say }
  return done({ ...begun.value, ...told, resultId: roster.id })
}

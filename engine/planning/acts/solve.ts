// Has a roster computed: the need asked anew, the problem built from the records, the work begun in the analytics role.

import type { Services } from '../../gateway/http/services.ts'
import type { Label } from '../../protocol/fields.ts'
import type { JobAsk } from '../../protocol/plan-ask.ts'
import type { PlanJob } from '../../protocol/planning.ts'
import type { Unplanned } from '../../protocol/roster.ts'
import { UNPLANNED } from '../../protocol/words/planning.ts'
import { joined } from '../../protocol/words/word.ts'
import type { By } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { daysBetween } from '../core/clock.ts'
import { problemOf, type SolveAsk } from '../core/problem.ts'
import { unplannedOf } from '../core/rules.ts'
import { findRoster, type RosterRow, readDuties } from '../records/roster-rows.ts'
import { isBeingSolved, keepJob, type RosterJob } from '../records/roster-work.ts'
import { endOf, keepNeed } from '../records/rosters.ts'
import { worldOf } from '../records/world.ts'
import { askPlan } from './ask.ts'
import { needOf } from './need.ts'

/** One day anew is wanted while somebody waits: within two seconds, with the way there and back. */
const REPLAN_MS = 1_500
const MOST_NAMES = 10
const LEFT_ALONE: Label = {
  zh: '手工班次、规则与请假排不出班表，保持不变',
  en: 'Left as they are, as duties by hand, rules and leave allow no roster',
}

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
    { type: 'roster', title: roster.name, plan, ...(await toldOf(services, renewed, solve.leftAlone)) },
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

/** Who has no part in a computed roster, by name, and why. */
async function toldOf({ sql }: Services, roster: RosterRow, leftAlone: readonly string[]): Promise<{ say?: Label }> {
  const { agents, shifts } = await worldOf(sql, roster, [])
  const reasons = agents.map(({ agentId, name, rule }) => ({
    name,
    why: leftAlone.includes(agentId) ? LEFT_ALONE : wordFor(unplannedOf(rule, shifts)),
  }))
  const said = [LEFT_ALONE, ...Object.values(UNPLANNED)].flatMap((why) => {
    const names = reasons.filter((each) => each.why === why).map(({ name }) => name)
    return names.length === 0 ? [] : [namesUnder(why, names)]
  })
  return said.length === 0 ? {} : { say: joined(said) }
}

const wordFor = (why: Unplanned | undefined): Label | undefined => why && UNPLANNED[why]

function namesUnder({ zh, en }: Label, names: readonly string[]): Label {
  const most = names.slice(0, MOST_NAMES)
  const more = names.length > most.length ? ' …' : ''
  return {
    zh: `${zh}（${names.length} 名坐席）：${most.join('、')}${more}`,
    en: `${en} (${names.length}): ${most.join(', ')}${more}`,
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

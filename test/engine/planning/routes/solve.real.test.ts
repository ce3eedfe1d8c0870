// From the button to the stored roster with the real solver: gateway, PostgreSQL, the analytics role's long work.
import t from 'tap'
import { refusalOf } from '#analytics/planning/answer.ts'
import { planAskSchema } from '#analytics/planning/ask.ts'
import type { Desk } from '#analytics/planning/desk.ts'
import { jobsOf } from '#analytics/planning/long-work.ts'
import { PlanRefusal } from '#analytics/planning/plain.ts'
import { runJob } from '#analytics/planning/run-job.ts'
import type { PlanAsk } from '#engine/protocol/plan-ask.ts'
import type { Duty, RosterView } from '#engine/protocol/roster.ts'
import { waitFor } from '#test/kit/wait.ts'
import { day, MONDAY, plannedGateway } from '../planned.ts'

const { started, played, planner } = await plannedGateway()
// a roster's work needs neither ClickHouse nor clock of the desk
const jobs = jobsOf((job, hooks) => runJob(job, hooks, {} as Desk), Date.now)
t.teardown(async () => {
  await jobs.stop()
  await started.stop()
})
played.work = (ask) => {
  try {
    return { ok: true, value: answer(planAskSchema.parse(ask) as PlanAsk) }
  } catch (error) {
    if (error instanceof PlanRefusal) return refusalOf(error)
    return { ok: false, refusal: 'bad-input', detail: String(error) }
  }
}
function answer(ask: PlanAsk): unknown {
  if (ask.type === 'job-start') return jobs.start(ask.id, ask.title, ask.job)
  if (ask.type === 'job-list') return jobs.list()
  if (ask.type === 'job') return jobs.find(ask.id)
  if (ask.type === 'job-cancel') return jobs.cancel(ask.id)
  return ask.type === 'job-result' ? jobs.result(ask.id) : undefined
}

/** Six more agents, so that there is something to choose. */
for (let n = 3; n <= 8; n++)
  await started.sql`insert into agents (id, number, name, group_id)
    values (${`agent-${n}`}, ${`100${n}`}, ${`坐席${n}`}, 'group-1')`
const rule = (await planner.get('/api/config/work-rules')).body.rows[0]
const agentIds = Array.from({ length: 8 }, (_, n) => `agent-${n + 1}`)
await planner.put(`/api/config/work-rules/${rule.id}`, { ...rule, agentIds })

const made = await planner.post('/api/plan/rosters', { name: '真实', from: MONDAY, weeks: 2, series: 'all' })
const path = `/api/plan/rosters/${made.body.id}`
const view = async (): Promise<RosterView> => (await planner.get(path)).body
const ended = async (id: string) => {
  await waitFor(async () => !['waiting', 'running'].includes((await planner.get(`/api/plan/jobs/${id}`)).body.state), {
    timeoutMs: 120_000,
    what: 'the job has ended',
  })
  return (await planner.get(`/api/plan/jobs/${id}`)).body
}

t.test('a generated roster breaks no rule, keeps what was set by hand, and states cost and bound', async (t) => {
  const shifts = (await view()).shifts
  const late = shifts.find((shift) => shift.name === '晚班')?.id
  const pinned = [0, 1, 2, 3, 4].map((n) => ({ agentId: 'agent-3', date: day(n), shiftId: late }))
  await planner.post(`${path}/changes`, { version: 1, changes: pinned })
  const leave = { agentId: 'agent-4', fromDate: day(0), toDate: day(6), reason: '年假' }
  await planner.post('/api/config/leave', leave)
  const before = await view()
  const begun = await planner.post(`${path}/generate`, { budgetSeconds: 2 })
  t.equal(begun.status, 200, JSON.stringify(begun.body))
  const job = await ended(begun.body.id)
  t.match(job, { state: 'done', progress: 1, cost: Number, bound: Number, gap: Number })
  t.ok(job.bound <= job.cost, `bound ${job.bound}, cost ${job.cost}`)
  const roster = await view()
  t.same(roster.faults, [])
  t.ok(roster.costs.total < before.costs.total / 2, `${before.costs.total} → ${roster.costs.total}`)
  t.equal(roster.cost, roster.costs.total)
  t.ok(roster.bound !== null && roster.bound > 0 && roster.bound <= roster.costs.total, `bound ${roster.bound}`)
  t.same(
    roster.duties.filter((duty) => duty.pinned).map((duty) => [duty.agentId, duty.date, duty.shiftId]),
    pinned.map((duty) => [duty.agentId, duty.date, duty.shiftId]),
  )
  t.notOk(roster.duties.some((duty) => duty.agentId === 'agent-4' && duty.date < day(7)))
  t.equal(roster.duties.filter((duty) => duty.agentId === 'agent-1').length, 10)
})

t.test('after absences the day is planned anew and no other day is touched', async (t) => {
  const before = await view()
  const absent = before.duties.filter((duty) => duty.date === day(8) && !duty.pinned).slice(0, 2)
  const begun = await planner.post(`${path}/replan`, { date: day(8), absent: absent.map((duty) => duty.agentId) })
  t.equal(begun.status, 200, JSON.stringify(begun.body))
  t.match(await ended(begun.body.id), { state: 'done' })
  const after = await view()
  const others = (duties: Duty[]) => duties.filter((duty) => duty.date !== day(8))
  t.same(others(after.duties), others(before.duties))
  const there = (duties: Duty[]) => duties.filter((duty) => duty.date === day(8)).map((duty) => duty.agentId)
  t.same(
    there(after.duties),
    there(before.duties).filter((id) => !absent.some((duty) => duty.agentId === id)),
  )
  t.same(
    after.faults.filter((fault) => fault.rule !== 'too-few-days-in-week'),
    [],
    'who was absent lacks a day, nothing else',
  )
})

t.test('a long search that is cancelled leaves its best roster', async (t) => {
  const { version } = await view()
  const { body } = await planner.post(`${path}/generate`, { budgetSeconds: 600 })
  await waitFor(async () => (await planner.get(`/api/plan/jobs/${body.id}`)).body.cost !== undefined, {
    timeoutMs: 120_000,
    what: 'a first roster was found',
  })
  await planner.post(`/api/plan/jobs/${body.id}/cancel`)
  t.match(await ended(body.id), { state: 'cancelled', cost: Number })
  const roster = await view()
  t.equal(roster.version, version + 1)
  t.same(roster.faults, [])
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

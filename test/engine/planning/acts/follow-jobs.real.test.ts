// A gateway that starts again goes on with what was under way: the result is stored, what analytics lost has failed.
import t from 'tap'
import { memoryBroker } from '#engine/bus/memory.ts'
import { followJobs } from '#engine/planning/acts/follow-jobs.ts'
import { readDuties } from '#engine/planning/records/roster-rows.ts'
import { keepJob, listJobs, type RosterJob } from '#engine/planning/records/roster-work.ts'
import type { PlanAsk } from '#engine/protocol/plan-ask.ts'
import type { PlanJob } from '#engine/protocol/planning.ts'
import { startStore } from '#test/kit/postgres.ts'
import { waitFor } from '#test/kit/wait.ts'

const { sql, stop } = await startStore()
t.teardown(() => stop())
await sql`insert into groups (id, name) values ('g', 'g')`
await sql`insert into agents (id, number, name, group_id) values ('agent-1', '1001', '张三', 'g')`
await sql`insert into shifts (id, name, color, starts_at, ends_at) values ('early', '早班', '#000000', '08:00', '16:00')`
const grid = { slotMinutes: 15 as const, opensAt: 480, closesAt: 1_200 }
const roster = async (id: string) =>
  sql`insert into rosters (id, name, from_date, days, series, grid) values (${id}, ${id}, '2026-12-07', 7, 'all',
    ${JSON.stringify(grid)}::text::jsonb)`
const shift = {
  id: 'early',
  shiftId: 'early',
  name: '',
  color: '',
  startsAt: 480,
  endsAt: 960,
  breaks: [],
  enabled: true,
}
const job = (id: string, rosterId: string): RosterJob => ({
  id,
  type: 'roster',
  title: rosterId,
  rosterId,
  plan: { from: '2026-12-07', grid, opensAt: 480, shifts: [shift], agentIds: ['agent-1'] },
})
const by = { accountId: 'a', account: 'planner', ip: '' }
const running = (id: string): PlanJob => ({
  id,
  type: 'roster',
  title: id,
  state: 'running',
  progress: 0,
  startedAt: 1,
})

const broker = memoryBroker()
const analytics = broker.connect()
let there = false
const jobs = new Map<string, PlanJob>()
const ok = (value: unknown) => ({ ok: true, value })
await analytics.subscribe('ask.plan', (value, _subject, answer) => {
  const ask = value as PlanAsk
  if (!there) answer?.({ ok: false, refusal: 'unavailable' })
  else if (ask.type === 'job-list') answer?.(ok([...jobs.values()]))
  else if (ask.type === 'job-result') {
    const duties = [{ agent: 'agent-1', day: 2, shift: 'early', breaks: [[32, 16]] }]
    answer?.(ok({ type: 'roster', duties, cost: 10, bound: 5, gap: 0.5 }))
  }
})

const parts = (failed: (error: unknown) => void) => ({
  sql,
  bus: broker.connect(),
  now: () => 5_000,
  failed,
  everyMs: 20,
})
const states = async () => Object.fromEntries((await listJobs(sql)).map((each) => [each.id, each.state]))

t.test('begun before the restart: one is done and stored once by two gateways, one is lost, one goes on', async (t) => {
  for (const id of ['done', 'lost', 'going']) {
    await roster(`r-${id}`)
    await keepJob(sql, job(id, `r-${id}`), running(id), by)
  }
  const bugs: unknown[] = []
  const followers = [followJobs(parts((error) => bugs.push(error))), followJobs(parts((error) => bugs.push(error)))]
  t.teardown(() => Promise.all(followers.map((each) => each.stop())))
  jobs.set('done', { ...running('done'), state: 'done', endedAt: 4_000 })
  jobs.set('going', { ...running('going'), progress: 0.5 })
  t.same(await states(), { done: 'running', lost: 'running', going: 'running' }, 'nothing is known while it is away')
  there = true
  await waitFor(async () => (await states()).lost === 'failed' && (await states()).done === 'done', {
    timeoutMs: 30_000,
    what: 'both are settled',
  })
  const lost = (await listJobs(sql)).find((each) => each.id === 'lost')
  t.match(lost, { state: 'failed', say: { zh: /重启/ }, endedAt: 5_000 })
  t.match(await readDuties(sql, 'r-done'), [
    { agentId: 'agent-1', date: '2026-12-09', shiftId: 'early', startsAt: 480, endsAt: 960, pinned: false },
  ])
  const [stored] = await sql<{ version: number }[]>`select version from rosters where id = 'r-done'`
  t.equal(stored?.version, 2, 'stored once')
  await waitFor(async () => (await listJobs(sql)).some((each) => each.id === 'going' && each.progress === 0.5), {
    timeoutMs: 30_000,
    what: 'the progress is noted',
  })
  t.same(bugs, [])
})

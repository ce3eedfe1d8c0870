// Rosters computed: what is asked of analytics, and its answers stored once, done, cancelled or lost.
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { day, plannedGateway, rostersOf } from '../planned.ts'

const { started, played, planner } = await plannedGateway()
t.teardown(() => started.stop())
const shifts = (await planner.get('/api/config/shifts?sort=startsAt')).body.rows
const [early, late] = shifts.map((shift: { id: string }) => shift.id)
const { make, view, change } = rostersOf(planner)

const jobIs = async (id: string, state: string) => {
  await waitFor(async () => (await planner.get(`/api/plan/jobs/${id}`)).body.state === state, {
    timeoutMs: 30_000,
    what: `the job is ${state}`,
  })
}
const solution = (id: string, cost: number) => {
  const known = played.jobs.get(id)!
  if (known.ask.type !== 'roster' && known.ask.type !== 'replan') throw new Error(known.ask.type)
  const shift = known.ask.problem.shifts[0]!
  const duties = known.ask.problem.agents.flatMap((each) =>
    [0, 1].map((n) => ({ agent: each.id, day: n, shift: shift.id, breaks: shift.breaks[1]! })),
  )
  known.result = { type: known.ask.type, duties, cost, bound: cost / 2, gap: 1 }
}

t.test('generate sends need and rules, keeps duties set by hand, stores the result as a new version', async (t) => {
  const id = await make('计算')
  await change(id, [
    { agentId: 'agent-1', date: day(0), shiftId: late },
    { agentId: 'agent-2', date: day(4), shiftId: early, pinned: false },
  ])
  played.need = 1
  const begun = await planner.post(`/api/plan/rosters/${id}/generate`, { budgetSeconds: 30 })
  played.need = 2
  t.match(begun.body, { type: 'roster', state: 'running', title: '计算', resultId: id })
  t.match(await planner.post(`/api/plan/rosters/${id}/generate`, { budgetSeconds: 30 }), {
    status: 409,
    body: { refusal: 'roster-being-solved' },
  })
  t.match(await planner.post(`/api/plan/rosters/${id}/publish`), { body: { refusal: 'roster-being-solved' } })
  t.match(await planner.remove(`/api/plan/rosters/${id}`), { body: { refusal: 'roster-being-solved' } })
  const known = played.jobs.get(begun.body.id)!
  t.match(known.ask, {
    type: 'roster',
    budgetMs: 30_000,
    fixed: [{ agent: 'agent-1', day: 0, shift: late }],
    problem: { slotMinutes: 15, slotsPerDay: 48, days: 7, agents: [{ id: 'agent-1', minRestSlots: 52 }, {}] },
  })
  t.same(known.ask.type === 'roster' && known.ask.problem.demand[3], new Array(48).fill(1), 'the need asked anew')

  known.job = { ...known.job, progress: 0.4, cost: 900, bound: 300, gap: 2 }
  t.match((await planner.get('/api/plan/jobs')).body[0], { id: begun.body.id, progress: 0.4, cost: 900, bound: 300 })
  t.equal((await view(id)).version, 2, 'nothing is stored before the end')

  solution(begun.body.id, 400)
  known.job = { ...known.job, state: 'done', progress: 1, endedAt: 2_000 }
  await jobIs(begun.body.id, 'done')
  const roster = await view(id)
  t.equal(roster.version, 3)
  t.same(
    roster.duties.map((duty: { agentId: string; date: string; shiftId: string; pinned: boolean }) => [
      duty.agentId,
      duty.date,
      duty.shiftId,
      duty.pinned,
    ]),
    [
      ['agent-1', day(0), late, true],
      ['agent-2', day(0), early, false],
      ['agent-2', day(1), early, false],
    ],
  )
  t.equal(roster.duties[1].breaks[0].at, 675, 'the second of its starts')
  t.equal(roster.cost, roster.costs.total)
  const { say } = (await planner.get(`/api/plan/jobs/${begun.body.id}`)).body
  t.match(say.zh, /不合规则、已去掉的班次（1）：张三.*仅休 12 小时/, 'early after the late shift set by hand')
  t.equal((await view(id)).version, 3, 'stored once')
})

t.test('whose duties by hand break a rule keeps them, and the planner is told so', async (t) => {
  const id = await make('手工冲突')
  const broken = [
    { agentId: 'agent-1', date: day(0), shiftId: late },
    { agentId: 'agent-1', date: day(1), shiftId: early },
  ]
  await change(id, broken)
  const { body } = await planner.post(`/api/plan/rosters/${id}/generate`, {})
  t.match(body, { state: 'running', say: { zh: /保持不变（1 名坐席）：张三/, en: /\(1\): 张三/ } })
  t.match(played.jobs.get(body.id)?.ask, { fixed: [], problem: { agents: [{ id: 'agent-2' }] } })
  solution(body.id, 100)
  played.jobs.get(body.id)!.job = { ...played.jobs.get(body.id)!.job, state: 'done' }
  await jobIs(body.id, 'done')
  t.match((await planner.get(`/api/plan/jobs/${body.id}`)).body.say.zh, /保持不变（1 名坐席）：张三/)
  const roster = await view(id)
  t.match(roster.duties.slice(0, 2), broken)
  t.equal(roster.duties.length, 4)
  t.equal(roster.bound, null, 'a bound of another problem bounds nothing here')
})

t.test('a cancelled job keeps the best found; without any the roster stays as it was', async (t) => {
  const id = await make('取消')
  const start = async () => (await planner.post(`/api/plan/rosters/${id}/generate`, {})).body.id as string
  const first = await start()
  t.match((await planner.post(`/api/plan/jobs/${first}/cancel`)).body, { id: first, state: 'cancelled' })
  t.match(await view(id), { version: 1, duties: [] })
  const second = await start()
  solution(second, 100)
  t.match((await planner.post(`/api/plan/jobs/${second}/cancel`)).body, { state: 'cancelled' })
  const roster = await view(id)
  t.match([roster.version, roster.duties.length], [2, 4])
})

t.test('one day anew: the absent lose that day, all other days stay', async (t) => {
  const id = await make('重排')
  const duty = (agentId: string, n: number, pinned = false) => ({ agentId, date: day(n), shiftId: early, pinned })
  await change(
    id,
    [0, 1, 2, 3, 4].flatMap((n) => [duty('agent-1', n), duty('agent-2', n)]),
  )
  t.match(await planner.post(`/api/plan/rosters/${id}/replan`, { date: day(9), absent: [] }), { status: 400 })
  const { body } = await planner.post(`/api/plan/rosters/${id}/replan`, { date: day(4), absent: ['agent-1'] })
  const known = played.jobs.get(body.id)!
  t.match(known.ask, { type: 'replan', day: 4, current: { length: 5 }, problem: { agents: { length: 1 } } })
  const lateShift =
    known.ask.type === 'replan' ? known.ask.problem.shifts.find((shift) => shift.id === late)! : undefined
  known.result = {
    type: 'replan',
    duties: [{ agent: 'agent-2', day: 4, shift: late, breaks: lateShift!.breaks[0]! }],
    cost: 1,
    bound: 1,
    gap: 0,
  }
  known.job = { ...known.job, state: 'done' }
  await jobIs(body.id, 'done')
  const { duties } = await view(id)
  const of = (n: number) =>
    duties
      .filter((each: { date: string }) => each.date === day(n))
      .map((each: { agentId: string; shiftId: string }) => [each.agentId, each.shiftId])
  t.same(of(4), [['agent-2', late]])
  t.same(of(2), [
    ['agent-1', early],
    ['agent-2', early],
  ])
})

t.test('a job that analytics no longer knows has failed, in words; the roster may be computed again', async (t) => {
  const id = await make('丢失')
  const first = (await planner.post(`/api/plan/rosters/${id}/generate`, {})).body.id as string
  played.jobs.delete(first)
  await jobIs(first, 'failed')
  t.match((await planner.get(`/api/plan/jobs/${first}`)).body.say.en, /start it again/)
  t.equal((await planner.post(`/api/plan/rosters/${id}/generate`, {})).status, 200)
})

t.test('who asked for it and what was stored stand in the audit log', async (t) => {
  const rows = await started.sql<{ action: string }[]>`
    select distinct action from audit_log where kind = 'rosters' and account = 'planner' order by 1`
  t.same(
    rows.map((row) => row.action),
    ['change', 'create', 'generate', 'replan', 'store-solution'],
  )
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

// Rosters by the API on a real PostgreSQL: made, changed with consequences, published, computed, withdrawn.
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { day, MONDAY, plannedGateway } from './planned.ts'

const { started, played, planner, agent } = await plannedGateway()
t.teardown(() => started.stop())
const shifts = (await planner.get('/api/config/shifts?sort=startsAt')).body.rows
const [early, late] = shifts.map((shift: { id: string }) => shift.id)

const make = async (name: string, from = MONDAY) =>
  (await planner.post('/api/plan/rosters', { name, from, weeks: 1, series: 'all' })).body.id as string
const view = async (id: string) => (await planner.get(`/api/plan/rosters/${id}`)).body
const change = async (id: string, changes: object[], query = '') =>
  planner.post(`/api/plan/rosters/${id}/changes${query}`, { version: (await view(id)).version, changes })

t.test('a new roster is empty, knows its need and whom it may plan, and begins on a Monday', async (t) => {
  played.need = 1.6
  const id = await make('第50周')
  played.need = 2
  const roster = await view(id)
  t.match(roster, {
    name: '第50周',
    from: MONDAY,
    days: 7,
    state: 'draft',
    version: 1,
    cost: null,
    duties: [],
    grid: { slotMinutes: 60, opensAt: 480, closesAt: 1_200 },
    costs: { under: 7 * 12 * 2, over: 0, total: 7 * 12 * 8 },
  })
  t.same(roster.coverage[6], { date: day(6), need: new Array(12).fill(2), cover: new Array(12).fill(0) })
  t.match(roster.agents, [
    { agentId: 'agent-1', number: '1001', ruleName: '全日', weekHours: 45 },
    { agentId: 'agent-2' },
  ])
  t.match(await planner.post('/api/plan/rosters', { name: 'x', from: day(1), weeks: 1 }), {
    status: 400,
    body: { refusal: 'roster-not-monday' },
  })
  t.match((await planner.get('/api/plan/rosters')).body, [{ id, name: '第50周' }])
})

t.test('a roster can be made by hand while analytics is away or has no history', async (t) => {
  played.need = null
  const roster = await view(await make('无历史'))
  t.same(roster.coverage[0].need, new Array(12).fill(0))
  t.match(await planner.post(`/api/plan/rosters/${roster.id}/generate`, { budgetSeconds: 5 }), {
    status: 409,
    body: { refusal: 'roster-no-need' },
  })
  played.need = 2
  t.equal((await planner.remove(`/api/plan/rosters/${roster.id}`)).status, 200)
})

t.test('a dry run tells the consequences and keeps nothing; the change keeps them and makes a version', async (t) => {
  const id = await make('手工')
  const changes = [
    { agentId: 'agent-1', date: day(0), shiftId: late },
    { agentId: 'agent-1', date: day(1), shiftId: early },
  ]
  const dry = await change(id, changes, '?dryRun=true')
  t.match(dry.body, {
    version: 1,
    duties: [{ agentId: 'agent-1', date: day(0), shiftId: late, startsAt: 660, endsAt: 1_200, pinned: true }, {}],
    costs: { under: 168 - 17, total: 4 * 151 },
  })
  t.match(
    dry.body.faults.filter((fault: { agentId: string }) => fault.agentId === 'agent-1'),
    [{ date: day(1), rule: 'rest-too-short', text: { zh: /12 小时/, en: /12 h/ } }, { rule: 'too-few-days-in-week' }],
  )
  t.same((await view(id)).duties, [])
  const kept = await change(id, changes)
  t.match(kept.body, { version: 2, duties: dry.body.duties, faults: dry.body.faults })
  t.match(await view(id), { version: 2, cost: 604, duties: dry.body.duties })
  const usual = kept.body.duties[1].breaks
  t.same(usual, [{ at: 690, minutes: 60, paid: false }], 'the meal in the middle of its time')

  const back = await change(id, [
    { agentId: 'agent-1', date: day(0), shiftId: null },
    { agentId: 'agent-1', date: day(1), shiftId: early, breaks: [], pinned: false },
  ])
  t.match(back.body.duties, [{ date: day(1), breaks: [], pinned: false }])
  t.equal(back.body.duties.length, 1)
})

t.test('who changes an older version is refused; so are other dates, unknown shifts and breaks outside', async (t) => {
  const id = await make('冲突')
  const duty = { agentId: 'agent-1', date: day(0), shiftId: early }
  await change(id, [duty])
  const old = await planner.post(`/api/plan/rosters/${id}/changes`, { version: 1, changes: [duty] })
  t.match(old, { status: 409, body: { refusal: 'changed-meanwhile' } })
  const wrong = await change(id, [
    { ...duty, date: day(7) },
    { ...duty, agentId: 'agent-9' },
    { ...duty, shiftId: 'shift-none' },
    { ...duty, breaks: [{ at: 1_000, minutes: 60, paid: true }] },
  ])
  t.same(
    wrong.body.fields.map((field: { path: string }) => field.path),
    ['changes.0.date', 'changes.1.agentId', 'changes.2.shiftId', 'changes.3.breaks'],
  )
  t.equal((await view(id)).version, 2)
})

t.test('a published roster is seen, is not deleted, and no other may give the same agent the same date', async (t) => {
  const [id, other] = [await make('发布'), await make('另一张')]
  await change(id, [{ agentId: 'agent-1', date: day(2), shiftId: early }])
  await change(other, [{ agentId: 'agent-1', date: day(2), shiftId: late }])
  t.same((await agent.get(`/api/plan/my-roster?from=${MONDAY}&to=${day(7)}`)).body.duties, [])
  t.match((await planner.post(`/api/plan/rosters/${id}/publish`)).body, { state: 'published', publishedAt: Number })
  t.match((await agent.get(`/api/plan/my-roster?from=${MONDAY}&to=${day(7)}`)).body.duties, [{ date: day(2) }])
  t.match(await planner.post(`/api/plan/rosters/${id}/publish`), { body: { refusal: 'roster-published' } })
  t.match(await planner.remove(`/api/plan/rosters/${id}`), { status: 409, body: { refusal: 'roster-published' } })
  t.match(await planner.post(`/api/plan/rosters/${other}/publish`), {
    status: 409,
    body: { refusal: 'roster-overlaps', detail: /张三.*发布/ },
  })
  await change(other, [{ agentId: 'agent-1', date: day(2), shiftId: null }])
  t.equal((await planner.post(`/api/plan/rosters/${other}/publish`)).status, 200)
  t.match(await change(other, [{ agentId: 'agent-1', date: day(2), shiftId: late }]), {
    body: { refusal: 'roster-overlaps' },
  })
  t.match((await planner.post(`/api/plan/rosters/${other}/withdraw`)).body, { state: 'draft' })
  t.equal((await planner.remove(`/api/plan/rosters/${other}`)).status, 200)
  t.equal((await planner.post(`/api/plan/rosters/${id}/withdraw`)).status, 200)
  t.match(await planner.post(`/api/plan/rosters/${id}/withdraw`), { body: { refusal: 'roster-not-published' } })
})

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
      ['agent-1', day(1), early, false],
      ['agent-2', day(0), early, false],
      ['agent-2', day(1), early, false],
    ],
  )
  t.equal(roster.duties[1].breaks[0].at, 675, 'the second of its starts')
  t.equal(roster.cost, roster.costs.total)
  await planner.get(`/api/plan/jobs/${begun.body.id}`)
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
  t.match(body, { state: 'running', detail: /保持不变：1 名.*rule: 1/ })
  t.match(played.jobs.get(body.id)?.ask, { fixed: [], problem: { agents: [{ id: 'agent-2' }] } })
  solution(body.id, 100)
  played.jobs.get(body.id)!.job = { ...played.jobs.get(body.id)!.job, state: 'done' }
  await jobIs(body.id, 'done')
  t.match((await planner.get(`/api/plan/jobs/${body.id}`)).body.detail, /保持不变：1 名/)
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
  const { body } = await planner.post(`/api/plan/rosters/${id}/replan`, { date: day(1), absent: ['agent-1'] })
  const known = played.jobs.get(body.id)!
  t.match(known.ask, { type: 'replan', day: 1, current: { length: 5 }, problem: { agents: { length: 1 } } })
  const lateShift =
    known.ask.type === 'replan' ? known.ask.problem.shifts.find((shift) => shift.id === late)! : undefined
  known.result = {
    type: 'replan',
    duties: [{ agent: 'agent-2', day: 1, shift: late, breaks: lateShift!.breaks[0]! }],
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
  t.same(of(1), [['agent-2', late]])
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
  t.match((await planner.get(`/api/plan/jobs/${first}`)).body.detail, /重启.*start it again/)
  t.equal((await planner.post(`/api/plan/rosters/${id}/generate`, {})).status, 200)
})

t.test('a shift that a roster uses is not deleted', async (t) => {
  t.match(await planner.remove(`/api/config/shifts/${early}`), { status: 409, body: { refusal: 'in-use' } })
})

t.test('agents write nothing here and read no roster; a supervisor reads', async (t) => {
  const id = await make('权限')
  const supervisor = await started.signIn('supervisor')
  t.equal((await supervisor.get(`/api/plan/rosters/${id}`)).status, 200)
  for (const path of ['', '/changes', '/publish', '/withdraw', '/generate', '/replan'])
    for (const who of [agent, supervisor])
      t.match(
        await who.post(path === '' ? '/api/plan/rosters' : `/api/plan/rosters/${id}${path}`),
        { status: 403 },
        path,
      )
  t.equal((await agent.get('/api/plan/rosters')).status, 403)
  t.equal((await agent.get(`/api/plan/rosters/${id}`)).status, 403)
  t.equal((await agent.get('/api/plan/jobs')).status, 403)
  t.equal((await agent.remove(`/api/plan/rosters/${id}`)).status, 403)
})

t.test('every change stands in the audit log', async (t) => {
  const { sql } = started
  const rows = await sql<{ action: string; count: number }[]>`
    select action, count(*) as count from audit_log where kind = 'rosters' and account = 'planner' group by action`
  t.same(
    new Set(rows.map((row) => row.action)),
    new Set(['create', 'change', 'publish', 'withdraw', 'delete', 'generate', 'replan', 'store-solution']),
  )
  const [change] = await sql`select before, after from audit_log where action = 'change' order by id limit 1`
  t.match(change, { before: { duties: [] }, after: { duties: [{ agentId: 'agent-1' }, {}] } })
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

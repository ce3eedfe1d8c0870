// Rosters by the API on a real PostgreSQL: made, changed with consequences, published, computed, withdrawn.
import t from 'tap'
import { day, MONDAY, plannedGateway, rostersOf } from '../planned.ts'

const { started, played, planner, agent } = await plannedGateway()
t.teardown(() => started.stop())
const shifts = (await planner.get('/api/config/shifts?sort=startsAt')).body.rows
const [early, late] = shifts.map((shift: { id: string }) => shift.id)

const { make, view, change } = rostersOf(planner)

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
    body: { refusal: 'roster-overlaps', say: { zh: /张三.*发布/ } },
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
  t.same(new Set(rows.map((row) => row.action)), new Set(['create', 'change', 'publish', 'withdraw', 'delete']))
  const [change] = await sql`select before, after from audit_log where action = 'change' order by id limit 1`
  t.match(change, { before: { duties: [] }, after: { duties: [{ agentId: 'agent-1' }, {}] } })
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

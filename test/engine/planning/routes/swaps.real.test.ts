// What agents do with the plan: swaps that a colleague agrees to and a planner approves, leave, attendance.
import t from 'tap'
import { addDays } from '#engine/planning/core/clock.ts'
import { PASSWORD } from '../../gateway/started.ts'
import { day, MONDAY, plannedGateway } from '../planned.ts'

// early on the Sunday before, in Shanghai
const { started, played, planner, agent } = await plannedGateway(Date.parse(`${day(-1)}T06:00:00+08:00`))
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
await admin.post('/api/config/accounts', {
  account: 'second',
  name: '李四',
  role: 'agent',
  agentId: 'agent-2',
  password: PASSWORD,
})
const [second, supervisor] = [await started.signIn('second'), await started.signIn('supervisor')]
// the clock is turned by days below
await started.sql`update sessions set expires_at = '2100-01-01'`
const shifts = (await planner.get('/api/config/shifts?sort=startsAt')).body.rows
const [early, late] = shifts.map((shift: { id: string }) => shift.id)

const made = await planner.post('/api/plan/rosters', { name: '班表', from: MONDAY, weeks: 1, series: 'all' })
const id = made.body.id as string
const duty = (agentId: string, n: number, shiftId: string) => ({ agentId, date: day(n), shiftId })
await planner.post(`/api/plan/rosters/${id}/changes`, {
  version: 1,
  changes: [...[0, 1, 2].map((n) => duty('agent-1', n, early)), ...[0, 4, 5].map((n) => duty('agent-2', n, late))],
})
const ask = (body: object) => {
  // newest first: no two at the same moment
  started.clock.now += 1_000
  return agent.post('/api/plan/swaps', { toAgentId: 'agent-2', ...body })
}
const of = async (agentId: string) =>
  (await planner.get(`/api/plan/rosters/${id}`)).body.duties
    .filter((each: { agentId: string }) => each.agentId === agentId)
    .map((each: { date: string; shiftId: string; pinned: boolean }) => [each.date, each.shiftId])

t.test('a duty of a draft cannot be swapped; of a published roster only what lies ahead', async (t) => {
  t.match(await ask({ fromDate: day(2), toDate: day(4) }), { status: 409, body: { refusal: 'swap-outdated' } })
  t.equal((await planner.post(`/api/plan/rosters/${id}/publish`)).status, 200)
  const now = started.clock.now
  started.clock.now = Date.parse(`${day(3)}T00:00:01+08:00`)
  t.match(await ask({ fromDate: day(2), toDate: day(4) }), { body: { refusal: 'swap-outdated' } })
  started.clock.now = now
  t.match(await ask({ fromDate: day(3), toDate: day(4) }), { body: { refusal: 'swap-outdated' } }, 'has no such duty')
  t.match(await ask({ fromDate: day(2), toDate: day(0) }), { body: { refusal: 'swap-day-taken' } })
})

t.test('asked, agreed by the colleague, approved by a planner: each works the other date', async (t) => {
  const asked = await ask({ fromDate: day(2), toDate: day(4), note: '看病' })
  t.match(asked.body, {
    rosterId: id,
    fromName: '张三',
    toName: '李四',
    fromDate: day(2),
    toDate: day(4),
    state: 'asked',
    note: '看病',
  })
  const path = `/api/plan/swaps/${asked.body.id}`
  t.match(await planner.post(`${path}/approve`), { status: 409, body: { refusal: 'swap-not-open' } }, 'not agreed yet')
  t.match(await agent.post(`${path}/agree`), { status: 403 }, 'nobody agrees to the own asking')
  t.match(await supervisor.post(`${path}/agree`), { status: 403 })
  t.match((await second.get(`/api/plan/my-roster?from=${MONDAY}&to=${day(7)}`)).body, {
    duties: { length: 3 },
    swaps: [{ id: asked.body.id, state: 'asked' }],
    colleagues: [{ agentId: 'agent-1', name: '张三', duties: { length: 3 } }],
    shifts: { length: 2 },
  })
  t.match((await second.post(`${path}/agree`)).body, { state: 'agreed' })
  t.match(await agent.post(`${path}/approve`), { status: 403 })
  t.match((await planner.post(`${path}/approve`)).body, { state: 'approved', decidedAt: started.clock.now })
  t.same(await of('agent-1'), [
    [day(0), early],
    [day(1), early],
    [day(4), late],
  ])
  t.same(await of('agent-2'), [
    [day(0), late],
    [day(2), early],
    [day(5), late],
  ])
  t.equal((await planner.get(`/api/plan/rosters/${id}`)).body.version, 4)
  t.match(await agent.post(`${path}/withdraw`), { status: 409, body: { refusal: 'swap-not-open' } })
})

t.test(
  'a swap that breaks a rule of either agent is refused at approval with the words, and changes nothing',
  async (t) => {
    const before = [await of('agent-1'), await of('agent-2')]
    // late on Monday, then early on Tuesday
    const asked = await ask({ fromDate: day(0), toDate: day(0) })
    const path = `/api/plan/swaps/${asked.body.id}`
    await second.post(`${path}/agree`)
    const refused = await planner.post(`${path}/approve`)
    t.match(refused, { status: 409, body: { refusal: 'swap-breaks-rules', say: { zh: /张三.*12 小时/ } } })
    t.same([await of('agent-1'), await of('agent-2')], before)
    t.match((await planner.get('/api/plan/swaps')).body[0], { state: 'agreed' })
    t.match((await planner.post(`${path}/refuse`)).body, { state: 'refused' })
  },
)

t.test(
  'a swap whose duty has changed meanwhile is outdated; withdrawing the roster ends those that wait',
  async (t) => {
    const asked = await ask({ fromDate: day(1), toDate: day(5) })
    const path = `/api/plan/swaps/${asked.body.id}`
    await second.post(`${path}/agree`)
    const { version } = (await planner.get(`/api/plan/rosters/${id}`)).body
    const gone = { version, changes: [{ agentId: 'agent-2', date: day(5), shiftId: null }] }
    t.equal((await planner.post(`/api/plan/rosters/${id}/changes`, gone)).status, 200)
    t.match(await planner.post(`${path}/approve`), { status: 409, body: { refusal: 'swap-outdated' } })
    await planner.post(`/api/plan/rosters/${id}/withdraw`)
    t.match((await agent.get('/api/plan/swaps')).body[0], { id: asked.body.id, state: 'withdrawn' })
    await planner.post(`/api/plan/rosters/${id}/publish`)
  },
)

t.test('an agent sees the own swaps only, a supervisor all', async (t) => {
  t.equal((await supervisor.get('/api/plan/swaps')).body.length, 3)
  t.equal((await second.get('/api/plan/swaps')).body.length, 3)
  await started.sql`update swap_requests set to_agent_id = 'agent-1' where state = 'refused'`
  t.equal((await second.get('/api/plan/swaps')).body.length, 2)
})

t.test('an agent asks for leave; it counts once a planner approved it', async (t) => {
  const asked = await agent.post('/api/plan/my-leave', { from: day(4), to: day(5), reason: '事假' })
  t.match(asked.body, { agentId: 'agent-1', fromDate: day(4), toDate: day(5), state: 'asked' })
  t.match(await agent.post('/api/plan/my-leave', { from: day(5), to: day(5) }), { status: 400 })
  t.match((await agent.get(`/api/plan/my-roster?from=${day(5)}&to=${day(7)}`)).body.leave, [
    { date: day(5), reason: '事假', state: 'asked' },
  ])
  const view = async () => (await planner.get(`/api/plan/rosters/${id}`)).body
  t.same((await view()).leave, [])
  const { id: leaveId, ...values } = asked.body
  t.equal((await planner.put(`/api/config/leave/${leaveId}`, { ...values, state: 'approved' })).status, 200)
  const after = await view()
  t.match(after.leave, [{ agentId: 'agent-1', date: day(4), reason: '事假' }, { date: day(5) }])
  t.match(
    after.faults.filter((fault: { rule: string }) => fault.rule === 'on-leave'),
    [{ agentId: 'agent-1', date: day(4) }],
  )
  const refused = await supervisor.post('/api/plan/my-leave', { from: day(5), to: day(5) })
  t.match(refused, { status: 404, body: { refusal: 'agent-unknown' } }, 'who is no agent has no leave')
})

t.test('leave that its rule lets pass approves itself, is counted, and is taken back before it begins', async (t) => {
  const far = (n: number): string => addDays(day(0), 70 + n)
  await started.sql`update work_rules set leave_days = 5, leave_at_once = 1
    where id in (select rule_id from work_rule_agents where agent_id = 'agent-1')`
  const mine = async () => (await agent.get(`/api/plan/my-roster?from=${day(0)}&to=${day(1)}`)).body
  const { allowance } = await mine()
  t.match(allowance, { days: 5 })
  const made = (await agent.post('/api/plan/my-leave', { from: far(0), to: far(1), reason: '年假' })).body
  t.match(made, { state: 'approved' })
  const year = far(0).slice(0, 4)
  const counted = year === day(0).slice(0, 4) ? allowance.taken + 2 : allowance.taken
  t.equal((await mine()).allowance.taken, counted)
  const path = `/api/plan/my-leave/${made.id}/withdraw`
  t.equal((await second.post(path)).status, 404, "a colleague's leave is nobody else's")
  t.match((await agent.post(path)).body, { state: 'withdrawn' })
  t.equal((await agent.post(path)).status, 409, 'once')
  t.equal((await mine()).allowance.taken, allowance.taken)
  t.match((await agent.post('/api/plan/my-leave', { from: far(0), to: far(9) })).body, { state: 'asked' }, 'too many')
  t.match(
    await agent.post('/api/plan/my-leave', { from: '2100-01-01', to: '9999-12-31' }),
    { status: 400, body: { fields: [{ path: 'toDate' }] } },
    'nobody counts eight thousand years',
  )
})

t.test('two who ask for the same day at the same moment are not both let go where one may be away', async (t) => {
  for (let n = 0; n < 6; n++) {
    const date = addDays(day(0), 84 + 7 * n)
    const both = await Promise.all(
      [agent, second].map((who) => who.post('/api/plan/my-leave', { from: date, to: date })),
    )
    t.same(both.map(({ body }) => body.state).sort(), ['approved', 'asked'], date)
    for (const [at, { body }] of both.entries())
      await [agent, second][at]?.post(`/api/plan/my-leave/${body.id}/withdraw`)
  }
})

t.test('attendance compares published duties with what analytics knows of the agents', async (t) => {
  const at = (n: number, time: string) => Date.parse(`${day(n)}T${time}:00+08:00`)
  const now = started.clock.now
  started.clock.now = at(1, '12:00')
  const agentId = 'agent-1'
  played.presence = [
    { agentId, mode: 'signed-in', reason: '', from: at(0, '08:05'), to: at(0, '17:00') },
    { agentId, mode: 'break', reason: 'meal', from: at(0, '11:30'), to: at(0, '12:30') },
  ]
  const { body } = await supervisor.get(`/api/plan/attendance?from=${day(0)}&to=${day(2)}`)
  t.match(body, [
    {
      agentId,
      number: '1001',
      date: day(0),
      plannedStart: 480,
      workedStart: 485,
      lateMs: 300_000,
      state: 'late',
      adherence: 0.9907,
    },
    { agentId, date: day(1), state: 'absent', workedStart: null },
    { agentId: 'agent-2', date: day(0), state: 'absent', plannedStart: 660 },
  ])
  t.equal(body.length, 3)
  const asked = played.asked.filter((each) => each.type === 'presence').at(-1)
  t.same(asked?.type === 'presence' && [asked.from, asked.to], [at(-1, '00:00'), at(1, '12:00')])
  const lenient = await supervisor.get(`/api/plan/attendance?from=${day(0)}&to=${day(1)}&graceSeconds=600`)
  t.match(lenient.body[0], { state: 'present', lateMs: 0 })
  const one = await supervisor.get(`/api/plan/attendance?from=${day(0)}&to=${day(1)}&agentId=agent-2`)
  t.match(one.body, [{ agentId: 'agent-2' }])
  const long = await supervisor.get(`/api/plan/attendance?from=${day(0)}&to=${addDays(day(0), 32)}`)
  t.match(long, { status: 400, body: { fields: [{ path: 'to' }] } })
  t.equal((await agent.get(`/api/plan/attendance?from=${day(0)}&to=${day(1)}`)).status, 403)
  // in the afternoon of the second day nobody has signed in
  started.clock.now = at(1, '14:00')
  const { body: present } = await supervisor.get('/api/plan/adherence')
  t.match(present, [{ agentId, planned: 'working', mode: 'signed-out', deviation: 'not-there' }])
  t.equal(present.length, 1)
  t.equal((await agent.get('/api/plan/adherence')).status, 403)
  started.clock.now = now
})

t.test('the audit log tells each step of a swap', async (t) => {
  const rows = await started.sql<{ action: string; account: string }[]>`
    select action, account from audit_log where kind = 'swaps' order by id limit 3`
  t.same(
    [...rows],
    [
      { action: 'ask', account: 'agent' },
      { action: 'agree', account: 'second' },
      { action: 'approve', account: 'planner' },
    ],
  )
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

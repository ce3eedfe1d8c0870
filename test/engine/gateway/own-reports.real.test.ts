// Reports of what only the database knows: adherence and area alarms are listed, run, cut to what one may see, and are files.
import { read } from '@e965/xlsx'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const { sql, clock, bus } = started
const HOUR = 3_600_000
/** midnight of a Monday in Shanghai */
const MONDAY = Date.parse('2026-11-22T16:00:00Z')
clock.now = MONDAY + 48 * HOUR
const shift = { name: '早班', startsAt: '09:00', endsAt: '17:00' }
const admin = await started.signIn('administrator')
const shifted = await admin.post('/api/config/shifts', shift)
await sql`insert into rosters (id, name, from_date, days, state, series, grid)
  values ('r1', 'r1', '2026-11-23', 7, 'published', 'all', '{}')`
for (const agent of ['agent-1', 'agent-2'])
  await sql`insert into roster_duties (roster_id, agent_id, date, shift_id, starts_at, ends_at)
    values ('r1', ${agent}, '2026-11-23', ${shifted.body.id}, 540, 1020)`
await bus.subscribe(subjects.plan, (_value, _subject, answer) => {
  // half an hour late
  const span = { agentId: 'agent-1', mode: 'signed-in', reason: '', from: MONDAY + 9.5 * HOUR, to: MONDAY + 17 * HOUR }
  answer?.({ ok: true, value: [span] })
})
await bus.subscribe(subjects.report, (_value, _subject, answer) => answer?.({ ok: true, value: [] }))
await sql`insert into area_alarms (area, level, calls, raised_at, last_at)
  values ('010', 2, 12, ${MONDAY + HOUR}, ${MONDAY + 2 * HOUR}), ('021', 3, 5, ${MONDAY - HOUR}, ${MONDAY - HOUR})`
const DAY = `from=${MONDAY}&to=${MONDAY + 24 * HOUR}`

t.test('adherence: planned beside worked, a row for each agent, and all as one', async (t) => {
  t.match((await admin.get('/api/reports')).body, [
    { name: 'adherence' },
    { name: 'area-alarms' },
    { name: 'hotline-behaviour' },
  ])
  const { rows, total, keys } = (await admin.get(`/api/reports/adherence?${DAY}`)).body
  t.match(rows, [
    {
      start: MONDAY,
      agent: '张三',
      state: 'late',
      plannedMs: 8 * HOUR,
      workedMs: 7.5 * HOUR,
      lateMs: HOUR / 2,
      adherence: 7.5 / 8,
    },
    { start: MONDAY, agent: '李四', state: 'absent', workedMs: 0, adherence: 0 },
  ])
  t.match(total, { plannedMs: 16 * HOUR, adherence: 7.5 / 16 })
  t.match(keys, [{ agent: 'agent-1' }, { agent: 'agent-2' }])
  const one = await admin.get(`/api/reports/adherence?${DAY}&agents=agent-2`)
  t.match(one.body.rows, [{ agent: '李四' }])
  t.equal(one.body.rows.length, 1)
  const long = await admin.get(`/api/reports/adherence?from=${MONDAY}&to=${MONDAY + 40 * 24 * HOUR}`)
  t.equal(long.status, 400)
  t.match(long.body.say ?? long.body, /31|./, 'said in words')
})

t.test('who may see a part sees that part', async (t) => {
  await sql`update roles set grants = '[{"right": "reports", "scope": "groups", "groupIds": ["group-1"], "queueIds": []}]'
    where id = 'supervisor'`
  await sql`insert into groups (id, name) values ('group-2', '二组')`
  await sql`update agents set group_id = 'group-2' where id = 'agent-2'`
  const supervisor = await started.signIn('supervisor')
  t.match(
    (await supervisor.get(`/api/reports/adherence?${DAY}`)).body.rows.map((row: { agent: string }) => row.agent),
    ['张三'],
  )
  t.same((await supervisor.get(`/api/reports/area-alarms?${DAY}`)).body.rows, [], 'an area is nobody’s group')
})

t.test('area alarms of the days asked for, as a file too', async (t) => {
  const { rows } = (await admin.get(`/api/reports/area-alarms?${DAY}`)).body
  t.same(rows, [{ raisedAt: MONDAY + HOUR, area: '010', level: '2', calls: 12, lastedMs: HOUR }])
  const job = (await admin.post(`/api/exports/reports/area-alarms?${DAY}&format=xlsx&lang=zh`)).body
  t.equal(job.state, 'done')
  const file = await admin.get(`/api/exports/${job.id}/file`)
  const sheet = read(file.bytes).Sheets.Tinglan ?? {}
  t.match((sheet.C2 as { v?: string }).v, '二级')
})

t.test('hotline behaviour: what each customer turned to us for, and complaints answered in time', async (t) => {
  const at = (hours: number): number => MONDAY + hours * HOUR
  await sql`insert into biz_customers (id, data) values ('c1', '{"name": "陈静"}'), ('c2', '{"name": "赵磊"}')`
  const ticket = (id: string, customer: string | null, type: string, made: number, due: number | null, owner: string) =>
    sql`insert into biz_tickets (id, customer_id, call_id, data, created_at, due_at, owner_id) values (${id}, ${customer},
      ${type === 'inquiry' ? 'call-1' : null}, ${JSON.stringify({ type })}::text::jsonb, ${at(made)},
      ${due === null ? null : at(due)}, ${owner})`
  const closed = (id: string, hours: number) =>
    sql`insert into business_moves (kind, record_id, at, from_state, to_state, after_ms, account)
      values ('tickets', ${id}, ${at(hours)}, 'in-progress', 'closed', 0, 'a')`
  await ticket('t1', 'c1', 'complaint', 1, 10, 'agent-1')
  await ticket('t2', 'c1', 'complaint', 2, 10, 'agent-1')
  await ticket('t3', 'c1', 'inquiry', 3, null, 'agent-2')
  // open beyond its deadline, and open within it
  await ticket('t4', 'c2', 'complaint', 4, 20, 'agent-2')
  await ticket('t5', 'c2', 'complaint', 5, 100, 'agent-2')
  await ticket('t6', null, 'suggestion', 6, null, 'agent-2')
  await ticket('t7', 'c1', 'complaint', 30, null, 'agent-1')
  await closed('t1', 3)
  await closed('t2', 12)
  // returned and closed again: answered at the first time
  await closed('t1', 40)
  const { rows, total } = (await admin.get(`/api/reports/hotline-behaviour?${DAY}`)).body
  const none = { inquiries: 0, complaints: 0, suggestions: 0, others: 0, ofCalls: 0, answered: 0, inTime: 0, late: 0 }
  t.same(rows, [
    {
      ...{ ...none, customer: '陈静', tickets: 3, ofCalls: 1, inquiries: 1, complaints: 2, answered: 2 },
      ...{ inTime: 1, late: 1, timely: 0.5, meanReplyMs: 6 * HOUR },
    },
    { ...none, customer: '赵磊', tickets: 2, complaints: 2, late: 1, timely: 0, meanReplyMs: null },
    { ...none, customer: '', tickets: 1, suggestions: 1, timely: null, meanReplyMs: null },
  ])
  t.match(total, { tickets: 6, complaints: 4, answered: 2, inTime: 1, late: 2, timely: 1 / 3, meanReplyMs: 6 * HOUR })
  const supervisor = await started.signIn('supervisor')
  t.match((await supervisor.get(`/api/reports/hotline-behaviour?${DAY}`)).body.rows, [{ customer: '陈静', tickets: 2 }])
})

t.test('nothing answered against its schema', async (t) => t.same(started.wrong, []))

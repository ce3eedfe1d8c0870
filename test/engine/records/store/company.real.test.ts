// The store against a real PostgreSQL: migrations, and the company as the engine reads it.
import t from 'tap'
import { companyFrom } from '#engine/records/store/company.ts'
import { migrate } from '#engine/records/store/migrate.ts'
import type { Sql } from '#engine/records/store/postgres.ts'
import { startStore } from '#test/kit/postgres.ts'
import { CHINA } from '../../../kit/home.ts'

const store = await startStore()
t.teardown(() => store.stop())

async function seed(sql: Sql): Promise<void> {
  await sql`insert into groups (id, name) values ('g1', '一组')`
  await sql`insert into flows (id, name, lang, start_node_id, nodes)
    values ('f1', '主流程', 'zh', 'n1', ${sql.json([{ id: 'n1', type: 'hang-up', name: '挂断', settings: {}, next: {} }])})`
  await sql`insert into agents (id, number, name, region, level, group_id) values ('a1', '1001', '张三', '010', 9, 'g1')`
  await sql`insert into queues (id, name, lang, strategy, ring_ms, missed_agent, max_wait_ms, on_max_wait,
      nobody_wait_ms, on_nobody, max_waiting, on_full)
    values ('q1', '查询', 'zh', 'longest-idle', 15000, 'stays-ready', 60000,
      ${sql.json({ type: 'voicemail' })}, 10000, ${sql.json({ type: 'flow', flowId: 'f1' })}, 50,
      ${sql.json({ type: 'hang-up' })})`
  await sql`insert into queue_members values ('q1', 'a1')`
  await sql`insert into numbers (id, number, name, lang, flow_id) values ('n1', '95588', '总机', 'zh', 'f1')`
  await sql`insert into holidays (id, date) values ('h1', '2026-10-01')`
}

t.test('migrating twice applies nothing the second time', async (t) => {
  t.same(await migrate(store.sql), [])
})

t.test('the engine reads the whole company in its own words', async (t) => {
  const company = companyFrom(store.sql, 'Asia/Shanghai', CHINA)
  const before = await company.snapshot()
  await seed(store.sql)
  const after = await company.snapshot()
  t.ok(after.revision > before.revision, 'every change raises the revision')
  t.match(after.agents, [{ id: 'a1', number: '1001', name: '张三', region: '北京', level: 9, queueIds: ['q1'] }])
  t.match(after.queues, [{ id: 'q1', ringMs: 15000, onNobody: { type: 'flow', flowId: 'f1' }, preferences: [] }])
  t.match(after.numbers, [{ number: '95588', flowId: 'f1', hours: [] }])
  t.notOk('offHoursFlowId' in (after.numbers[0] ?? {}), 'a missing flow is absent, not null')
  t.match(after.flows, [{ id: 'f1', version: 1, startNodeId: 'n1' }])
  t.same(after.calendar, [{ date: '2026-10-01', type: 'holiday' }])
  const marked = await company.revision()
  await store.sql`insert into calendar_marks (id, date, type, weekday) values
    ('m1', '2026-10-01', 'closed', null), ('m2', '2026-10-10', 'as-weekday', 0), ('m3', '2026-11-11', 'promotion', null)`
  await store.sql`insert into calendar_marks (id, date, type, queue_id) values ('m4', '2026-12-01', 'closed', 'q1')`
  t.ok((await company.revision()) > marked, 'a mark of planning raises it too')
  t.same(
    (await company.snapshot()).calendar,
    [
      { date: '2026-10-01', type: 'closed' },
      { date: '2026-10-10', type: 'as-weekday', weekday: 7 },
    ],
    'a mark stands over a holiday; one of a single queue is no matter of numbers',
  )
})

t.test('a known caller comes with name, VIP mark, last agent and recent calls, newest first', async (t) => {
  const { sql } = store
  const company = companyFrom(sql, 'Asia/Shanghai', CHINA)
  const known = { name: '李四', region: '', vip: true, vipQueueIds: ['q1'] }
  await sql`insert into biz_customers (id, data, keys)
    values ('c1', ${sql.json(known)}, array['tel:010600', 'tel:' || number_key('13800000001')])`
  for (const [id, at, outcome, agents] of [
    ['x1', 1_000, 'answered', ['a1']],
    ['x2', 2_000, 'abandoned-in-queue', []],
  ] as const) {
    await sql`insert into calls values (${id}, ${id}, 'in', '13800000001', '95588', '95588', ${at}, null, null,
      ${at + 500}, ${outcome}, 'caller', 0, 0, 0, '', false, null, null, ${['q1']}, ${[...agents]}, '[]', '[]', '[]', '{}')`
  }
  const caller = await company.caller('13800000001')
  t.match(caller, { name: '李四', vipQueueIds: ['q1'], customerId: 'c1', lastAgentId: 'a1' })
  t.equal(caller.vip, false, 'VIP in this queue and in no other')
  for (const form of ['+8613800000001', '008613800000001', '8613800000001', '013800000001', '138-0000 0001'])
    t.match(await company.caller(form), { customerId: 'c1', lastAgentId: 'a1' }, form)
  await sql`update biz_customers set data = ${sql.json({ ...known, vipQueueIds: [] })}`
  t.match(await company.caller('13800000001'), { vip: true, vipQueueIds: [] }, 'without queues: in every one')
  t.same(caller.recent, [
    { at: 2_000, queue: '查询', agent: '', outcome: 'abandoned-in-queue' },
    { at: 1_000, queue: '查询', agent: '张三', outcome: 'answered' },
  ])
  await sql`insert into calls values ('x3', 'x3', 'in', 'anonymous', '95588', '95588', ${3_000}, null, null,
    ${3_500}, 'answered', 'caller', 0, 0, 0, '', false, null, null, ${['q1']}, ${['a1']}, '[]', '[]', '[]', '{}')`
  t.match(await company.caller('anonymous'), { name: '', lastAgentId: undefined, recent: [] }, 'nobody by that number')
  t.match(await company.caller('02155556666'), { name: '', vip: false, region: '上海', recent: [] })
})

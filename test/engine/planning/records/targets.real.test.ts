// What planning knows of a series, and who is planned, from real records.
import t from 'tap'
import { scheduledOf } from '#engine/planning/records/scheduled.ts'
import { planningOf } from '#engine/planning/records/targets.ts'
import { recordsOf } from '#engine/records/record/configure.ts'
import { loadKinds } from '#engine/records/record/kinds.ts'
import { transactions } from '#engine/records/store/postgres.ts'
import { startStore } from '#test/kit/postgres.ts'
import { CHINA } from '../../../kit/home.ts'

const { sql, stop } = await startStore()
t.teardown(() => stop())
const kinds = await loadKinds()
const records = recordsOf({
  transaction: transactions(sql),
  kinds,
  realm: 'test.local',
  home: CHINA,
  hashPassword: async () => '',
  isCommonPassword: async () => false,
  phonePassword: (id) => `phone-${id}`,
  checkFlow: async () => [],
  announce: () => undefined,
})
const by = { accountId: 'system', account: 'system', ip: '' }
const make = async (kind: string, values: object, id?: string) =>
  records.create(kinds.get(kind)!, values, by, id === undefined ? {} : { id })
const made = async (kind: string, values: object, id?: string) => {
  const outcome = await make(kind, values, id)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome.value
}

await made('groups', { name: '一组' }, 'group-1')
await made('queues', { name: '查询', strategy: 'random' }, 'queue-1')
await made('queues', { name: '投诉', strategy: 'random' }, 'queue-2')
await made('agents', { number: '1001', name: '张三', groupId: 'group-1', queueIds: ['queue-1'] }, 'agent-1')
await made('agents', { number: '1002', name: '李四', groupId: 'group-1', queueIds: ['queue-1', 'queue-2'] }, 'agent-2')
await made('agents', { number: '1003', name: '王五', groupId: 'group-1', enabled: false }, 'agent-3')
await made('shifts', { name: '早班', startsAt: '08:00', endsAt: '16:00' }, 'shift-early')

t.test('a centre whose planner has set nothing is planned by the defaults, round the clock', async (t) => {
  const all = await planningOf(sql, 'all')
  t.same(all.grid, { slotMinutes: 15, opensAt: 0, closesAt: 1_440 })
  t.match(all.target, { serviceLevel: 0.8, withinSeconds: 20, patienceSeconds: 180, maxOccupancy: 0.85 })
  t.same(all.agentIds, ['agent-1', 'agent-2'], 'an agent who is switched off is not planned')
})

t.test('a queue has its own target, everything else the default; percent become shares', async (t) => {
  await made('staffing-targets', { name: '默认', serviceLevel: 90, opensAt: '08:00', closesAt: '20:00' })
  await made('staffing-targets', {
    name: '投诉',
    queueId: 'queue-2',
    slotMinutes: '30',
    opensAt: '09:00',
    closesAt: '00:00',
    patienceSeconds: 0,
    maxAbandon: 0,
    maxOccupancy: 100,
    shrinkage: [
      { reason: '病假', share: 10 },
      { reason: '病假', share: 10 },
      { reason: '培训', share: 5 },
    ],
  })
  const own = await planningOf(sql, 'queue:queue-2')
  t.same(own.grid, { slotMinutes: 30, opensAt: 540, closesAt: 1_440 })
  t.same(Object.keys(own.target).sort(), [
    'ahtSeconds',
    'ivrSeconds',
    'lineBlocking',
    'serviceLevel',
    'shrinkage',
    'withinSeconds',
  ])
  t.ok(Math.abs((own.target.shrinkage.病假 ?? 0) - 0.19) < 1e-9)
  t.same(own.agentIds, ['agent-2'])
  for (const series of ['all', 'queue:queue-1', 'number:number-1']) {
    const { grid, target } = await planningOf(sql, series)
    t.same([grid.opensAt, grid.closesAt, target.serviceLevel], [480, 1_200, 0.9], series)
  }
})

t.test('one default and one target a queue; a day of service that ends before it begins is refused', async (t) => {
  t.match(await make('staffing-targets', { name: '又一个默认' }), {
    ok: false,
    refusal: 'already-exists',
    fields: [{ path: 'queueId' }],
  })
  t.match(await make('staffing-targets', { name: 'x', queueId: 'queue-1', opensAt: '20:00', closesAt: '08:00' }), {
    ok: false,
    fields: [{ path: 'closesAt' }],
  })
  t.match(await make('staffing-targets', { name: 'x', queueId: 'queue-1', opensAt: '08:10' }), {
    ok: false,
    fields: [{ path: 'opensAt' }],
  })
})

t.test("a mark of the queue comes before one for all, and any mark before the access numbers' holiday", async (t) => {
  await made('holidays', { date: '2027-01-01', name: '元旦' })
  await made('holidays', { date: '2027-02-17', name: '春节' })
  await made('calendar-marks', { date: '2027-01-01', type: 'promotion', lift: 1.5, name: '开年' })
  await made('calendar-marks', { date: '2027-01-01', type: 'closed', queueId: 'queue-2' })
  await made('calendar-marks', { date: '2027-01-02', type: 'as-weekday', weekday: '1', lift: 3 })
  const holiday = { date: '2027-02-17', type: 'holiday', name: '春节' }
  const workday = { date: '2027-01-02', type: 'as-weekday', weekday: 1 }
  t.same((await planningOf(sql, 'queue:queue-1')).marks, [
    { date: '2027-01-01', type: 'promotion', name: '开年', lift: 1.5 },
    workday,
    holiday,
  ])
  t.same((await planningOf(sql, 'queue:queue-2')).marks[0], {
    date: '2027-01-01',
    type: 'closed',
    series: 'queue:queue-2',
  })
  t.match(await make('calendar-marks', { date: '2027-01-03', type: 'as-weekday' }), {
    ok: false,
    fields: [{ path: 'weekday' }],
  })
})

t.test('an agent works by one rule; a second one is refused by name', async (t) => {
  await made('work-rules', { name: '全日', agentIds: ['agent-1', 'agent-2'] }, 'rule-full')
  t.match(await make('work-rules', { name: '半日', weekHours: 20, agentIds: ['agent-2'] }), {
    ok: false,
    refusal: 'bad-input',
    fields: [{ path: 'agentIds', message: /李四.*全日/ }],
  })
})

t.test('a shift whose breaks would meet or end after it is refused', async (t) => {
  const shift = (breaks: object[]) => make('shifts', { name: 'x', startsAt: '22:00', endsAt: '06:00', breaks })
  const meal = { name: '夜餐', earliest: '01:00', latest: '02:00', minutes: 30 }
  t.match(await shift([meal, { ...meal, earliest: '02:15', latest: '03:00' }]), {
    ok: false,
    fields: [{ path: 'breaks.1.earliest' }],
  })
  t.match(await shift([{ ...meal, latest: '05:45' }]), { ok: false, fields: [{ path: 'breaks.0.latest' }] })
  t.match(await shift([{ ...meal, minutes: 7 }]), { ok: false, fields: [{ path: 'breaks.0.minutes' }] })
  t.match(await shift([meal]), { ok: true })
})

t.test('overlapping leave of one agent is refused', async (t) => {
  await made('leave', { agentId: 'agent-1', fromDate: '2026-12-07', toDate: '2026-12-09' })
  const again = await make('leave', { agentId: 'agent-1', fromDate: '2026-12-09', toDate: '2026-12-10' })
  t.match(again, { ok: false, fields: [{ path: 'fromDate' }] })
})

t.test('scheduled agents are those of published rosters, on duty, neither on break nor in a meeting', async (t) => {
  const duties = [
    { agentId: 'agent-1', date: '2026-12-01' },
    { agentId: 'agent-2', date: '2026-12-01' },
  ]
  const breaks = JSON.stringify([{ at: 12 * 60, minutes: 60, paid: false }])
  for (const [id, state] of [
    ['roster-1', 'published'],
    ['roster-2', 'draft'],
  ] as const) {
    await sql`insert into rosters (id, name, from_date, days, state, series, grid)
      values (${id}, ${id}, '2026-11-30', 7, ${state}, 'all', ${'{}'}::text::jsonb)`
    for (const { agentId, date } of duties)
      await sql`insert into roster_duties (roster_id, agent_id, date, shift_id, starts_at, ends_at, breaks)
        values (${id}, ${agentId}, ${date}, 'shift-early', 480, 960, ${breaks}::text::jsonb)`
  }
  await made('meetings', { name: '晨会', date: '2026-12-01', startsAt: '08:30', minutes: 30, agentIds: ['agent-2'] })
  const all = await scheduledOf(sql, 'all', '2026-11-29', '2026-12-03')
  t.same(
    all.map((day) => day.date),
    ['2026-11-30', '2026-12-01', '2026-12-02'],
    'a date without a published roster is left out',
  )
  const tuesday = all[1]!.agents
  t.equal(tuesday.length, 48)
  // 08:00, 08:30 (meeting), 09:00, 12:00 (meal), 13:00, 16:00
  t.same(
    [0, 2, 4, 16, 20, 32].map((slot) => tuesday[slot]),
    [2, 1, 2, 0, 2, 0],
  )
  t.ok(all[0]!.agents.every((agents) => agents === 0))
  const queue = await scheduledOf(sql, 'queue:queue-2', '2026-12-01', '2026-12-02')
  t.equal(queue[0]!.agents.length, 30, "by the queue's own grid of half hours from nine to midnight")
  t.equal(queue[0]!.agents[0], 1)
})

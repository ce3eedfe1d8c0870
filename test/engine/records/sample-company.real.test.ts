// The sample company in a real database, and what the SIP edge sees of it.
import { createHash } from 'node:crypto'
import postgres from 'postgres'
import t from 'tap'
import { problemOf } from '#engine/planning/core/problem.ts'
import { findRoster } from '#engine/planning/records/roster-rows.ts'
import { planningOf } from '#engine/planning/records/targets.ts'
import { worldOf } from '#engine/planning/records/world.ts'
import { hashPassword } from '#engine/records/accounts/passwords.ts'
import { flowCheckOf } from '#engine/records/record/flow-check.ts'
import { loadSampleCompany, sampleAccounts } from '#engine/records/sample-company.ts'
import { companyFrom } from '#engine/records/store/company.ts'
import { edgeUrl, openEdge } from '#engine/records/store/edge.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'
import { startStore } from '#test/kit/postgres.ts'
import { CHINA } from '../../kit/home.ts'

const store = await startStore()
t.teardown(() => store.stop())
const parts = { realm: 'tinglan.test', home: CHINA, hashPassword, checkFlow: flowCheckOf(await loadNodes()) }

t.test('the sample company fits the forms and loads into an empty database, once', async (t) => {
  t.ok((await loadSampleCompany(store.sql, parts)) > 20)
  t.equal(await loadSampleCompany(store.sql, parts), 0, 'a database with a company is left alone')
  const company = await companyFrom(store.sql, 'Asia/Shanghai', CHINA).snapshot()
  t.match(
    company.agents.map((agent) => agent.number),
    ['1001', '1002', '1003', '1004', '1005', '1006', '1007', '1008'],
  )
  t.ok(company.numbers.some((number) => number.number === '95588'))
  t.ok(company.queues.some((queue) => queue.name === '投诉'))
  for (const number of company.numbers)
    t.ok(
      company.flows.some((flow) => flow.id === number.flowId),
      number.number,
    )
  const accounts = await sampleAccounts()
  t.same(new Set(accounts.map((each) => each.role)), new Set(['administrator', 'supervisor', 'planner', 'agent']))
})

t.test('the sample company has something to plan with: every agent works by a rule that its shifts fit', async (t) => {
  for (const series of ['all', 'queue:queue-enquiry', 'queue:queue-complaint', 'queue:queue-vip']) {
    const { grid, target, agentIds } = await planningOf(store.sql, series)
    t.same(grid, { slotMinutes: 15, opensAt: 480, closesAt: 1_200 }, series)
    t.ok(target.patienceSeconds && target.maxOccupancy && agentIds.length > 0, series)
  }
  const { sql } = store
  await sql`insert into rosters (id, name, from_date, days, series, grid)
    values ('roster-1', '', '2026-11-30', 14, 'all', ${'{"slotMinutes":15,"opensAt":480,"closesAt":1200}'}::text::jsonb)`
  const roster = await findRoster(sql, 'roster-1')
  const world = await worldOf(sql, roster!, [])
  const solve = problemOf({ name: '', duties: [], world })
  t.match(solve, { ok: true, problem: { agents: { length: 8 }, shifts: { length: 4 }, slotsPerDay: 48 } })
  t.ok(solve.ok && solve.problem.agents.every((agent) => agent.maxDaysWeek === 5))
})

t.test('the edge reads phones, trunks and numbers, and nothing else', async (t) => {
  await openEdge(store.sql, { password: 'edge-password', domain: 'tinglan.test' })
  await openEdge(store.sql, { password: 'edge-password', domain: 'tinglan.test' })
  const edge = postgres(edgeUrl(store.url, 'edge-password'), { max: 1 })
  t.teardown(() => edge.end({ timeout: 5 }))
  const ha1 = createHash('md5').update('8001:tinglan.test:phone-8001').digest('hex')
  t.same([...(await edge`select * from subscriber where username = '8001'`)], [{ username: '8001', ha1 }])
  t.same(
    [...(await edge`select * from address`)],
    [{ id: 1, grp: 1, ip_addr: '127.0.0.60', mask: 32, port: 0, tag: 'trunk-simulated' }],
  )
  t.same(
    [...(await edge`select * from trunk_setting`)],
    [
      { key_name: 'trunk-simulated::uri', key_value: 'sip:127.0.0.60:5060;transport=udp' },
      { key_name: 'trunk-simulated::identity', key_value: 'trusted' },
    ],
  )
  t.ok((await edge`select * from access_number`).some((row) => row.number === '95588'))
  await t.rejects(edge`select * from public.accounts`, /permission denied/)
  await t.rejects(edge`insert into version values ('x', 1)`, /permission denied/)
})

t.test('a trunk by registration tells the edge where and how to register', async (t) => {
  await store.sql`insert into trunks (id, name, kind, host, transport, username, password, caller_number)
    values ('trunk-c', '运营商', 'registration', 'sip.carrier.example:5080', 'tcp', 'u123', 'secret', '02188886666')`
  const [row] = await store.sql`select * from kamailio.uacreg`
  t.match(row, {
    lUuid: /^trunk-c\.[0-9a-f]{32}$/,
    lUsername: '02188886666',
    lDomain: 'tinglan.test',
    rUsername: 'u123',
    rDomain: 'sip.carrier.example:5080',
    authUsername: 'u123',
    authPassword: 'secret',
    authProxy: 'sip:sip.carrier.example:5080;transport=tcp',
  })
  const settings = await store.sql`select * from kamailio.trunk_setting where key_name like 'trunk-c::%' order by 1`
  t.same(
    settings.map((each) => [each.keyName, each.keyValue]),
    [
      ['trunk-c::password', 'secret'],
      ['trunk-c::uri', 'sip:sip.carrier.example:5080;transport=tcp'],
      ['trunk-c::username', 'u123'],
    ],
  )
  const source = async () =>
    (await companyFrom(store.sql, 'Asia/Shanghai', CHINA).snapshot()).trunks.find(({ id }) => id === 'trunk-c')
      ?.strictSource
  const sound = () => store.sql`select key_value from kamailio.trunk_setting where key_name = 'trunk-c::sound'`
  t.same([await source(), [...(await sound())]], [true, []], 'its sound comes from where it says')
  await store.sql`update trunks set strict_source = false where id = 'trunk-c'`
  t.same([await source(), [...(await sound())]], [false, [{ keyValue: 'learnt' }]], 'unless it is set up otherwise')
  const identity = () => store.sql`select key_value from kamailio.trunk_setting where key_name = 'trunk-c::identity'`
  t.same([...(await identity())], [], 'nobody is believed')
  await store.sql`update trunks set trust_identity = true where id = 'trunk-c'`
  t.same([...(await identity())], [{ keyValue: 'trusted' }], 'unless the trunk is set so')
  const company = await companyFrom(store.sql, 'Asia/Shanghai', CHINA).snapshot()
  t.notMatch(JSON.stringify(company.trunks), /secret/, 'the engine never sees the password')
})

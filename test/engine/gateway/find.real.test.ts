// The palette's search against PostgreSQL: who finds whom, in every row, by any spelling, and never more than a handful.
import t from 'tap'
import { fillSpellings as fillBusiness } from '#engine/business/keep.ts'
import { loadBusinessKinds } from '#engine/business/record/kinds.ts'
import { fillSpellings, findAgents } from '#engine/records/find.ts'
import { companyFrom } from '#engine/records/store/company.ts'
import { CHINA } from '../../kit/home.ts'
import { startedGateway } from './started.ts'

const FILE = { 'content-type': 'application/octet-stream' }

const started = await startedGateway()
const { sql } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
const find = async (q: string, who = admin) => (await who.get(`/api/find?q=${encodeURIComponent(q)}`)).body
const names = (people: { name: string }[]): string[] => people.map(({ name }) => name)

t.test(
  'whoever a form wrote is found by name, pinyin and any spelling of the number; a new name at once',
  async (t) => {
    const { body: made } = await admin.post('/api/business/customers', {
      phones: [{ type: 'mobile', number: '13900139000' }],
      name: '曾小贤',
      region: '上海',
    })
    for (const q of [
      '曾小贤',
      '小贤',
      'zengxiaoxian',
      'zxx',
      'zengxx',
      'xiao x',
      '9000',
      '139 0013-9000',
      '+86 139-0013-9000',
      '008613900139000',
    ])
      t.same(names((await find(q)).customers), ['曾小贤'], q)
    for (const q of ['小曾', 'engx', '99', '\\', "'", '%', '_', ':*', 'a & !b'])
      t.same((await find(q)).customers, [], q)
    const changed = await admin.put(`/api/business/customers/${made.id}`, { ...made, name: "O'Hara" })
    t.match(changed, { status: 200, body: { name: "O'Hara", phones: [{ number: '139****9000' }] } })
    t.same((await find('zxx')).customers, [], 'no longer')
    t.same(names((await find("o'h")).customers), ["O'Hara"])
    t.same(names((await find('zhang')).agents), ['张三'])
    t.same(names((await find('10')).agents), ['张三', '李四'], 'a short number too')
    t.match(await find('1001'), { agents: [{ id: 'agent-1', number: '1001' }] })
  },
)

t.test('a person finds only who may be seen', async (t) => {
  const [lead, agent, planner] = await Promise.all(['supervisor', 'agent', 'planner'].map((who) => started.signIn(who)))
  for (const who of [lead!, agent!, planner!])
    t.match(await find('1', who), { agents: [{ name: '张三' }, { name: '李四' }] })
  t.same(names((await find('9000', lead!)).customers), ["O'Hara"])
  for (const who of [agent!, planner!])
    t.same((await find('9000', who)).customers, [], 'a customer of nobody is no agent’s')
  t.equal((await started.guest.get('/api/find?q=1')).status, 401)
  await sql`update agents set enabled = false where id = 'agent-2'`
  t.same(names((await find('10')).agents), ['张三'], 'nobody who has left')
  await sql`update agents set enabled = true where id = 'agent-2'`
})

t.test('a question has its bounds', async (t) => {
  t.equal((await admin.get('/api/find?q=')).status, 400)
  t.equal((await admin.get(`/api/find?q=${'x'.repeat(41)}`)).status, 400)
  t.equal((await admin.get('/api/find?q=%00')).status, 400)
  t.match((await admin.get(`/api/find?q=${'x'.repeat(40)}`)).body, { agents: [], customers: [] })
})

t.test('rows from before the search get their spelling, and the last of 6,000 is found by index', async (t) => {
  await sql`update agents set spelling = null`
  await sql`insert into biz_customers (id, data, keys)
    select 'c-' || n, jsonb_build_object('name', '客户' || n,
      'phones', jsonb_build_array(jsonb_build_object('number', '137' || to_char(n, 'FM00000000')))), '{}'
    from generate_series(1, 6000) n`
  const last = { name: '欧阳娜娜', phones: [{ type: 'home', number: '010-62345678' }] }
  await sql`insert into biz_customers (id, data) values ('a-last', ${sql.json(last)})`
  t.equal(await fillSpellings(sql), 2)
  t.equal(await fillBusiness(sql, await loadBusinessKinds()), 6_001)
  t.equal(await fillSpellings(sql), 0, 'once')
  for (const q of ['oynn', 'ouyang', '娜娜', '62345678', '5678', '+86 10 6234 5678'])
    t.ok(names((await find(q)).customers).includes('欧阳娜娜'), q)
  t.equal((await find('kehu')).customers.length, 8, 'never more than a handful')
  await sql`select gin_clean_pending_list('biz_customers_spelling')`
  await sql`analyze biz_customers`
  const plan = await sql`explain select id from biz_customers where spelling @@ ${"'oynn':*"}::tsquery`
  t.match(JSON.stringify(plan), /biz_customers_spelling/)
})

t.test('a mobile caller is from where the uploaded table says; a landline needs none', async (t) => {
  const company = companyFrom(sql, 'Asia/Shanghai', CHINA)
  t.match(await company.caller('+8613800131234'), { region: '' }, 'no table yet')
  const load = (text: string) => admin.post('/api/mobile-regions', Buffer.from(text), FILE)
  t.equal((await load('甲,乙\n1380013,北京\n')).status, 400, 'a head of other words')
  t.equal((await load('号段,城市\n王芳,北京\n')).status, 400, 'no prefix in it')
  t.match((await load('号段,省份,城市\n1380013,北京,北京市\n139 0013,广东,深圳市\n95588,,\n1370013,海南,\n')).body, {
    ...{ taken: 3, left: 1, firstLeft: 4 },
  })
  t.same((await load('prefix,region\n1390013,广东 广州\n')).body, { taken: 1, left: 0 })
  t.same((await admin.get('/api/mobile-regions')).body, { prefixes: 3, regions: 3 })
  for (const form of ['13800131234', '+8613800131234', '008613800131234', '013800131234'])
    t.match(await company.caller(form), { region: '北京' }, form)
  t.match(await company.caller('13900139999'), { region: '广州' }, 'the later file')
  t.match(await company.caller('01062345678'), { region: '北京' })
  t.same((await admin.get(`/api/mobile-regions/${encodeURIComponent('+86 137-0013-0000')}`)).body, { region: '海南' })
  const agent = await started.signIn('agent')
  t.equal((await agent.post('/api/mobile-regions', Buffer.from('号段,城市\n1380013,上海\n'), FILE)).status, 403)
  t.equal((await admin.remove('/api/mobile-regions')).status, 200)
  t.match(await company.caller('13800131234'), { region: '' })
})

t.test('a search that waits for a locked table gives up in words of the database', async (t) => {
  const held = sql.begin(async (tx) => {
    await tx`lock table agents in access exclusive mode`
    await t.rejects(findAgents(sql, 'oynn'), { code: '57014' })
  })
  await held
  t.same(started.wrong, [])
})

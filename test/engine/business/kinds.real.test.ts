// The kinds of the customer's side by their routes: tickets, orders, products, questionnaires, blacklist, what belongs to a customer,
// files in and out, and the pop.
import t from 'tap'
import { sweepBusiness } from '#engine/business/keep.ts'
import { isBlocked } from '#engine/business/record/blocked.ts'
import { loadBusinessKinds } from '#engine/business/record/kinds.ts'
import { subjects } from '#engine/protocol/actors.ts'
import { companyFrom } from '#engine/records/store/company.ts'
import { folderStorage } from '#engine/storage/folder.ts'
import { CHINA } from '../../kit/home.ts'
import { waitFor } from '../../kit/wait.ts'
import { agentView, callView } from '../gateway/fixtures.ts'
import { type Client, startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
const { sql, bus, clock } = started
t.teardown(() => started.stop())
const lead = await started.signIn('supervisor')
const agent = await started.signIn('agent')
await sql`insert into departments (id, name) values ('department-1', '维修部')`
await sql`insert into accounts (id, account, name, role, agent_id, department_id, password_hash)
  select 'account-agent-2', 'agent-2', '李四', 'agent', 'agent-2', 'department-1', password_hash from accounts where account = 'agent'`
const other = await started.signIn('agent-2')

const make = async (who: Client, kind: string, values: object) => {
  const { status, body } = await who.post(`/api/business/${kind}`, values)
  if (status !== 200) throw new Error(`${kind}: ${JSON.stringify(body)} ${started.wrong.at(-1)?.slice(0, 300)}`)
  return body as { id: string; version: number; code: string } & Record<string, unknown>
}
const list = async (who: Client, kind: string, query = '') => (await who.get(`/api/business/${kind}?${query}`)).body
const move = (who: Client, kind: string, id: string, to: string, more: object = {}) =>
  who.post(`/api/business-acts/${kind}`, { those: { ids: [id] }, act: { act: 'move', to, ...more } })
const customer = await make(agent, 'customers', { name: '王一', phones: [{ type: 'mobile', number: '13700000001' }] })

t.test(
  'a ticket goes its way: numbered, dispatched to a department, returned with a reason, closed; each step is counted',
  async (t) => {
    const ticket = await make(agent, 'tickets', { title: '漏水', customerId: customer.id, type: 'repair' })
    t.match(ticket.code, /^GD\d{8}-0001$/)
    t.type(ticket.dueAt, 'number', 'the usual time is given')
    t.equal((await list(other, 'tickets')).total, 0)
    t.equal((await move(agent, 'tickets', ticket.id, 'closed')).status, 409, 'no way leads there')
    t.equal((await move(agent, 'tickets', ticket.id, 'dispatched', { departmentId: 'department-1' })).status, 200)
    t.equal((await list(other, 'tickets')).total, 1, 'whoever is in the department sees it')
    t.match(await move(other, 'tickets', ticket.id, 'returned'), {
      status: 400,
      body: { fields: [{ path: 'reason' }] },
    })
    t.equal((await move(other, 'tickets', ticket.id, 'returned', { reason: '地址不详' })).status, 200)
    t.equal((await move(agent, 'tickets', ticket.id, 'in-progress', { ownerId: 'agent-2' })).status, 200)
    t.equal((await move(other, 'tickets', ticket.id, 'closed')).status, 200)
    const history = (await agent.get(`/api/business-history/tickets/${ticket.id}`)).body
    t.same(history.map((line: { after: { state?: string } | null }) => line.after?.state).filter(Boolean), [
      'closed',
      'in-progress',
      'returned',
      'dispatched',
    ])
    t.match((await lead.get('/api/business-steps/tickets')).body, [{ count: 1, meanMs: Number }])
    t.equal((await lead.get('/api/business-states/tickets')).body.closed, 1)
    const late = await make(agent, 'tickets', { title: '晚了', dueAt: 1_000 })
    await sweepBusiness(sql, folderStorage(started.dir), await loadBusinessKinds())
    t.same(
      (await list(agent, 'tickets', 'overdue=true')).rows.map(({ id }: { id: string }) => id),
      [late.id],
    )
    t.type((await list(agent, 'tickets', 'overdue=true')).rows[0].escalatedAt, 'number')
  },
)

t.test(
  'an order sums its lines, is reviewed, and may not go where no way leads; products are the managers’',
  async (t) => {
    t.equal((await agent.post('/api/business/products', { name: '宽带' })).status, 403)
    const product = await make(lead, 'products', { name: '宽带', sku: 'KD-1', price: 99.5 })
    t.equal((await list(agent, 'products')).total, 1, 'and read by all who take orders')
    const lines = [{ productId: product.id, count: 3, price: 99.5 }]
    const order = await make(agent, 'orders', { customerId: customer.id, lines })
    t.match(order, { total: 298.5, state: 'new' })
    t.equal((await move(agent, 'orders', order.id, 'confirmed')).status, 409)
    for (const to of ['review', 'rejected', 'review', 'confirmed'])
      t.equal((await move(agent, 'orders', order.id, to, { reason: '核对' })).status, 200, to)
    t.match((await agent.post('/api/business/orders', { lines })).body, { fields: [{ path: 'customerId' }] })
  },
)

t.test('a questionnaire is asked, its answers counted; a disabled one is not offered', async (t) => {
  const questions = [
    { text: '满意吗', type: 'choice', options: '满意\n不满意', required: true },
    { text: '打分', type: 'scale', options: '' },
    { text: '建议', type: 'text', options: '' },
  ]
  const one = [{ text: '?', type: 'choice', options: '一' }]
  t.equal((await lead.post('/api/business/questionnaires', { name: 'x', questions: one })).status, 400)
  const survey = await make(lead, 'questionnaires', { name: '回访', questions })
  t.same(
    (survey.questions as { key: string }[]).map(({ key }) => key),
    ['q1', 'q2', 'q3'],
  )
  const answer = (answers: object) =>
    agent.post('/api/business/samples', { questionnaireId: survey.id, customerId: customer.id, answers })
  t.equal((await answer({ q1: '满意', q2: 8, q3: '再快些' })).status, 200)
  t.equal((await answer({ q1: '不满意', q2: 4 })).status, 200)
  t.match(await answer({ q2: 8 }), { status: 400, body: { fields: [{ path: 'answers.q1' }] } })
  t.match(await answer({ q1: '一般' }), { status: 400 })
  t.match((await lead.get(`/api/questionnaires/${survey.id}/answers`)).body, {
    samples: 2,
    questions: [
      {
        counts: [
          { option: '满意', count: 1 },
          { option: '不满意', count: 1 },
        ],
      },
      { mean: 6 },
      { texts: ['再快些'] },
    ],
  })
  const branch = { text: '为什么', type: 'text', options: '', required: true, onlyAfter: 1, onlyIf: '不满意' }
  t.equal((await lead.post('/api/business/questionnaires', { name: 'y', questions: [branch] })).status, 400)
  const branched = await make(lead, 'questionnaires', { name: '追问', questions: [questions[0], branch] })
  const asks = (answers: object) => agent.post('/api/business/samples', { questionnaireId: branched.id, answers })
  t.equal((await asks({ q1: '满意' })).status, 200, 'a required question that is not put')
  t.equal((await asks({ q1: '不满意' })).status, 400)
  const off = await lead.put(`/api/business/questionnaires/${survey.id}`, { ...survey, enabled: false })
  t.equal(off.status, 200)
  t.match(await answer({ q1: '满意' }), { status: 400, body: { fields: [{ path: 'questionnaireId' }] } })
})

t.test('what belongs to a customer is seen with it and goes with it, and comes back with it', async (t) => {
  await make(agent, 'follow-ups', { customerId: customer.id, text: '下周再打' })
  await make(agent, 'appointments', { customerId: customer.id, topic: '上门', at: clock.now + 3_600_000 })
  await make(agent, 'service-records', { customerId: customer.id, topic: '咨询账单', way: 'hand' })
  await lead.post('/api/business-acts/customers', {
    those: { ids: [customer.id] },
    act: { act: 'share', agentIds: ['agent-2'] },
  })
  for (const kind of ['follow-ups', 'appointments', 'service-records', 'orders', 'samples'])
    t.ok((await list(other, kind, `customerId=${customer.id}`)).total >= 1, `${kind} of a customer that is shared`)
  t.equal((await list(other, 'follow-ups')).total, 0, 'not without it')
  const { undo } = (
    await lead.post('/api/business-acts/customers', { those: { ids: [customer.id] }, act: { act: 'delete' } })
  ).body
  t.equal((await list(agent, 'follow-ups')).total, 0)
  t.match((await lead.post(`/api/business-undo/${undo}`)).body, { left: 0 })
  t.equal((await list(agent, 'follow-ups')).total, 1)
})

t.test('who is blacklisted: a number, a range, until a date; calls in and out ask the same', async (t) => {
  const black = (values: object) => lead.post('/api/business/blacklist', values)
  t.equal((await black({ type: 'number', value: '13911112222' })).status, 200)
  t.equal((await black({ type: 'range', value: '13800000000-13800000999' })).status, 200)
  t.equal((await black({ type: 'number', value: '13933334444', until: '2020-01-01' })).status, 200)
  for (const [type, value] of Object.entries({ range: '139-138', number: '无', 'id-card': '123' }))
    t.equal((await black({ type, value })).status, 400)
  t.equal((await agent.post('/api/business/blacklist', { type: 'number', value: '10086' })).status, 403)
  const company = companyFrom(sql, 'Asia/Shanghai', CHINA)
  for (const [number, is] of [
    ['13911112222', true],
    ['+8613911112222', true],
    ['13800000500', true],
    ['13800001000', false],
    ['13933334444', false],
    ['1380000050', false],
  ] as const) {
    t.equal(await isBlocked(sql, number), is, number)
    t.equal((await company.caller(number)).blocked === true, is, `a call with ${number}`)
  }
})

t.test(
  'a file is taken in as a package, with wrong rows to mend, merged where asked, and taken back as one',
  async (t) => {
    const csv = [
      '姓名,电话,单位,VIP',
      '赵六,13600000001,甲厂,是',
      '钱七,13600000002;010-62340000,,否',
      '王一,13700000001,乙厂,',
      '坏行,13600000003,,也许',
      '黑,13800000500,,',
    ].join('\r\n')
    const upload = async (text: string | Buffer) =>
      (await lead.post('/api/business-import/customers/file', new Uint8Array(Buffer.from(text)))).body
    const look = await upload(csv)
    t.match(look, { rows: 5, mapping: { 姓名: 'name', 电话: 'phones', 单位: 'company', VIP: 'vip' } })
    const run = async (ask: object) => {
      const { body } = await lead.post('/api/business-import/customers', ask)
      const packageNow = async () =>
        (await lead.get('/api/business-packages/customers')).body.find(({ id }: { id: string }) => id === body.id)
      await waitFor(async () => (await packageNow())?.state !== 'running', { what: 'the package is taken in' })
      return packageNow()
    }
    const first = await run({ file: look.file, name: '名单一', mapping: look.mapping, twice: 'merge' })
    t.match(first, { state: 'done', added: 2, merged: 1, skipped: 0, wrong: 2 })
    t.match((await list(agent, 'customers')).rows[0], { name: '王一', company: '乙厂' })
    const errors = (await lead.get(`/api/business-packages/customers/${first.id}/errors`)).bytes.toString()
    t.match(errors, /坏行/)
    t.match(errors, /blacklisted/)
    t.equal((await list(lead, 'customers', 'search=62340000')).total, 1, 'several numbers in one cell')
    const again = await upload(csv)
    t.match(await run({ file: again.file, name: '名单二', mapping: look.mapping, twice: 'skip' }), {
      added: 0,
      skipped: 3,
    })
    t.match((await lead.post(`/api/business-packages/customers/${first.id}/undo`)).body, { state: 'undone' })
    t.same(
      (await list(lead, 'customers')).rows.map(({ name, company }: { name: string; company: string }) => [
        name,
        company,
      ]),
      [['王一', '']],
    )
    t.match((await upload(Buffer.from([0x50, 0x4b, 3, 4, 9, 9]))).refusal, 'bad-input')
    t.equal((await agent.get('/api/business-packages/customers')).status, 403)
    t.ok((await lead.get('/api/business-import/customers/template?lang=zh')).bytes.length > 500)
    const gbk = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x0a, 0xd5, 0xc5])
    t.same((await upload(gbk)).heads, ['姓名'], 'GB18030')
  },
)

t.test(
  'a file of a list holds what the list shows, masked for who may not see numbers, formulas harmless',
  async (t) => {
    await make(lead, 'customers', { name: '=1+1', phones: [{ type: 'mobile', number: '13500000009' }] })
    const made = await lead.post('/api/exports/business/customers?format=csv&lang=zh&sort=name', { ids: [] })
    t.match(made, { status: 200, body: { state: 'done' } })
    const text = (await lead.get(`/api/exports/${made.body.id}/file`)).bytes.toString()
    t.equal(text.trim().split('\r\n').length, 3)
    t.match(text, /13500000009/)
    t.notMatch(text, /(^|,)=1/m)
    t.equal((await agent.post('/api/exports/business/customers?format=csv', { ids: [] })).status, 403)
  },
)

t.test('the card opens by any number for who serves the call, with what the agent before typed', async (t) => {
  const stranger = await make(lead, 'customers', {
    name: '周八',
    phones: [
      { type: 'home', number: '021-62345678' },
      { type: 'mobile', number: '13512345678' },
    ],
  })
  const pop = async (who: Client, number: string, callId = '') =>
    (await who.get(`/api/pop?number=${encodeURIComponent(number)}&callId=${callId}`)).body
  t.same((await pop(agent, '13512345678')).customers, [], 'nobody’s customer without a call')
  const says = (agentId: string, callId: string) => {
    const card = { ...callView('c').card, number: '+862162345678' }
    const call = { callId, legId: 'l', direction: 'in' as const, card, ringingSince: 0, held: false }
    clock.now += 1
    bus.publish(subjects.live({ kind: 'agent', id: agentId }), {
      node: 'engine-1',
      at: clock.now,
      view: agentView(agentId, 'talking', { call }),
    })
  }
  says('agent-1', 'call-9')
  await waitFor(async () => (await pop(agent, '02162345678', 'call-9')).customers.length === 1, {
    what: 'the card is there',
  })
  t.equal((await agent.put('/api/pop-draft/call-9', { values: { note: '想退货' } })).status, 200)
  t.equal((await other.put('/api/pop-draft/call-9', { values: {} })).status, 404, 'not of a call of others')
  t.equal((await pop(other, '02162345678', 'call-9')).draft, undefined)
  says('agent-2', 'call-9')
  await waitFor(async () => (await pop(other, '02162345678', 'call-9')).draft !== undefined, {
    what: 'it came with the call',
  })
  t.match(await pop(other, '02162345678', 'call-9'), { draft: { note: '想退货' }, customers: [{ id: stranger.id }] })
  t.same((await pop(other, '13999999999')).customers, [])
  t.match((await agent.get(`/api/business-calls/${stranger.id}`)).body, [])
  t.ok((await agent.get('/api/business-people')).body.agents.length >= 2)
})

t.test(
  'files stand with a record: what they are is told by their bytes, and who sees the record sees them',
  async (t) => {
    const [row] = (await list(agent, 'customers')).rows
    const path = `/api/business-files/customers/${row.id}`
    const pdf = Buffer.from('%PDF-1.7 contract')
    t.match((await agent.post(`${path}?name=合同.pdf`, new Uint8Array(pdf))).body, [
      { name: '合同.pdf', bytes: pdf.length },
    ])
    const [file] = (await agent.get(path)).body
    t.same((await agent.get(`${path}/${file.id}`)).bytes, pdf)
    t.match((await agent.post(`${path}?name=x.pdf`, new Uint8Array(Buffer.from('<script>')))).body, {
      refusal: 'bad-input',
    })
    t.match((await agent.post(`${path}?name=x.html`, new Uint8Array(pdf))).body, { refusal: 'bad-input' })
    const hidden = await make(lead, 'customers', { name: '别人的' })
    t.equal((await agent.get(`/api/business-files/customers/${hidden.id}`)).status, 404)
    t.equal((await agent.get(`/api/business-files/customers/${hidden.id}/${file.id}`)).status, 404)
    t.same((await agent.remove(`${path}/${file.id}`)).body, [])
  },
)

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

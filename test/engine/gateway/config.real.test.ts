// Configuration over real HTTP: forms, checks, versions, references, audit, announcements.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { companyFrom } from '#engine/records/store/company.ts'
import { waitFor } from '#test/kit/wait.ts'
import { CHINA } from '../../kit/home.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, bus } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')

const heard: { subject: string; value: unknown }[] = []
for (const subject of [subjects.configChanged, 'edge.reload']) {
  await bus.subscribe(subject, (value) => void heard.push({ subject, value }))
}
const announced = (subject: string, pick: (value: Record<string, unknown>) => boolean) =>
  waitFor(() => heard.some((each) => each.subject === subject && pick(each.value as Record<string, unknown>)), {
    what: `${subject} is announced`,
  })

const QUEUE = { name: '查询', strategy: 'longest-idle', agentIds: ['agent-1'] }
const FLOW = {
  name: '主流程',
  lang: 'zh',
  startNodeId: 'n1',
  nodes: [{ id: 'n1', type: 'hang-up', name: '挂断', settings: {}, next: {} }],
}

t.test('every kind describes its fields, and no password field ever comes back', async (t) => {
  const { body } = await admin.get('/api/config-kinds')
  t.same(
    body.map((kind: { kind: string }) => kind.kind),
    [
      ...['accounts', 'agent-states', 'agents', 'boards', 'calendar-marks', 'call-limits'],
      ...[
        'customer-lookups',
        'departments',
        'desk-phones',
        'dispositions',
        'extensions',
        'flow-drafts',
        'flow-tests',
        'flows',
      ],
      ...['groups', 'holidays', 'kiosks', 'leave', 'meetings', 'numbers', 'outbound-routes', 'outside-pages'],
      ...[
        'park-places',
        'phone-codes',
        'prompts',
        'queues',
        'ring-groups',
        'roles',
        'shifts',
        'skills',
        'staffing-targets',
      ],
      ...['standard-answers', 'stored-numbers', 'time-groups', 'trunks', 'vip-sources', 'wishes', 'work-rules'],
    ],
  )
  const accounts = await admin.get('/api/config/accounts')
  t.equal(accounts.body.total, 4)
  t.notMatch(JSON.stringify(accounts.body), /argon2|"password/i)
})

t.test(
  'a record is created with the defaults of its form, listed, changed, deleted; the engine is told each time',
  async (t) => {
    const made = await admin.post('/api/config/queues', QUEUE)
    t.equal(made.status, 200)
    t.match(made.body, {
      version: 1,
      ringMs: 20_000,
      onMaxWait: { type: 'hang-up' },
      preferences: [],
      agentIds: ['agent-1'],
      music: '',
      enabled: true,
    })
    await announced(subjects.configChanged, (value) => value.change === 'created' && value.id === made.body.id)
    t.match(
      (await admin.get('/api/config/agents/agent-1')).body,
      { queueIds: [made.body.id] },
      'membership shows on both sides',
    )

    const { id, version, ...values } = made.body
    const changed = await admin.put(`/api/config/queues/${id}`, {
      ...values,
      version,
      name: '业务查询',
      ringMs: 15_000,
    })
    t.match(changed.body, { version: 2, name: '业务查询', ringMs: 15_000 })
    t.match((await admin.get('/api/config/queues?search=业务')).body, { total: 1 })
    t.match((await admin.get('/api/config/queues?search=投诉')).body, { total: 0, rows: [] })

    t.match(await admin.remove(`/api/config/queues/${id}`), { status: 409, body: { say: { zh: '坐席：张三' } } })
    await admin.put(`/api/config/queues/${id}`, { ...changed.body, agentIds: [] })
    t.equal((await admin.remove(`/api/config/queues/${id}`)).status, 200)
    await announced(subjects.configChanged, (value) => value.change === 'deleted' && value.id === id)
    t.equal((await admin.get(`/api/config/queues/${id}`)).status, 404)
  },
)

t.test('a list filters by any field, sorts and pages', async (t) => {
  const dated = await admin.get('/api/config/agents?sort=inForceAt')
  const since: number[] = dated.body.rows.map((row: { inForceAt: number }) => row.inForceAt)
  t.same([since.length > 1, since], [true, since.toSorted()], 'by when they came into force')
  const page = await admin.get('/api/config/agents?sort=number&descending=true&pageSize=1&groupId=group-1')
  t.match(page.body, { total: 2, rows: [{ number: '1002' }], page: 1, pageSize: 1 })
  t.match((await admin.get('/api/config/agents?search=张')).body, { total: 1, rows: [{ name: '张三' }] })
  t.match((await admin.get('/api/config/agents?groupId=other')).body, { total: 0 })
  t.match(
    (await admin.get("/api/config/agents?search=%25' or true --")).body,
    { total: 0 },
    'a search is text, not SQL',
  )
})

t.test(
  'a level outside 0 to 9, no group and a group that is not there are refused by field (AGT-03, ACD-03)',
  async (t) => {
    const agent = { number: '1009', name: '王五', groupId: 'group-1' }
    const faults = async (values: object) => {
      const answer = await admin.post('/api/config/agents', values)
      return [answer.status, answer.body.refusal, ...answer.body.fields.map((field: { path: string }) => field.path)]
    }
    t.same(await faults({ ...agent, level: 10 }), [400, 'bad-input', 'level'])
    t.same(await faults({ ...agent, level: -1 }), [400, 'bad-input', 'level'])
    t.same(await faults({ number: '1009', name: '王五' }), [400, 'bad-input', 'groupId'])
    t.same(await faults({ ...agent, groupId: ['group-1', 'group-2'] }), [400, 'bad-input', 'groupId'])
    t.same(await faults({ ...agent, groupId: 'group-9' }), [400, 'bad-input', 'groupId'])
    t.same(await faults({ ...agent, number: '12ab' }), [400, 'bad-input', 'number'])
    t.same(await faults({ ...agent, surprise: 1 }), [400, 'bad-input', ''])
  },
)

t.test('a queue with no strategy, or two, is refused (ACD-04)', async (t) => {
  for (const strategy of [undefined, ['random', 'longest-idle'], 'fastest']) {
    const answer = await admin.post('/api/config/queues', { ...QUEUE, strategy })
    t.match(answer, { status: 400, body: { fields: [{ path: 'strategy' }] } })
  }
})

t.test('a number belongs to one thing only: agent, extension or access number', async (t) => {
  const taken = await admin.post('/api/config/extensions', { number: '1001', name: 'x', password: 'phone-password' })
  t.match(taken, { status: 400, body: { fields: [{ path: 'number' }] } })
  const twice = await admin.post('/api/config/groups', { name: '一组' })
  t.match(twice, { status: 409, body: { refusal: 'already-exists', fields: [{ path: 'name' }] } })
})

t.test('who changes an older version is told that somebody was faster', async (t) => {
  const { body } = await admin.get('/api/config/agents/agent-2')
  const { id: _, ...values } = body
  t.equal((await admin.put('/api/config/agents/agent-2', { ...values, level: 7 })).status, 200)
  const late = await admin.put('/api/config/agents/agent-2', { ...values, level: 3 })
  t.match(late, { status: 409, body: { refusal: 'changed-meanwhile' } })
  t.equal((await admin.get('/api/config/agents/agent-2')).body.level, 7)
})

t.test('what is in use cannot be deleted, and it is said where it is used', async (t) => {
  const group = await admin.remove('/api/config/groups/group-1')
  t.match(group, { status: 409, body: { refusal: 'in-use', say: { zh: /坐席：张三/, en: /Agents: 张三/ } } })
  const agent = await admin.remove('/api/config/agents/agent-1')
  t.match(agent, { status: 409, body: { say: { en: /Accounts: agent/ } } })
  const flow = (await admin.post('/api/config/flows', FLOW)).body
  const queue = await admin.post('/api/config/queues', {
    ...QUEUE,
    agentIds: [],
    name: 'q',
    onFull: { type: 'flow', flowId: flow.id },
  })
  t.match(await admin.remove(`/api/config/flows/${flow.id}`), { status: 409, body: { say: { zh: '队列：q' } } })
  t.match(await admin.remove(`/api/config/queues/${queue.body.id}`), { status: 200 })
  t.match(await admin.remove(`/api/config/flows/${flow.id}`), { status: 200 })
})

t.test('a flow with a mistake is refused with the node that has it; a good one keeps every version', async (t) => {
  const mistaken = [
    { id: 'n1', type: 'play', name: '欢迎', settings: { prompts: [{ type: 'text', text: '您好' }] }, next: {} },
    { id: 'n2', type: 'to-queue', name: '转队列', settings: { queueId: 'queue-none' }, next: {} },
  ]
  const beforehand = await admin.post('/api/flow-check', { startNodeId: 'n1', nodes: mistaken })
  t.equal(beforehand.body.filter((each: { level: string }) => each.level === 'error').length, 2)
  const refused = await admin.post('/api/config/flows', { ...FLOW, nodes: mistaken })
  t.match(refused, { status: 422, body: { refusal: 'flow-not-valid' } })
  t.match(
    refused.body.problems.filter((each: { level: string }) => each.level === 'error'),
    [
      { nodeId: 'n1', nodeName: '欢迎', problem: 'dead-end', message: { zh: /欢迎/, en: String } },
      { nodeId: 'n2', nodeName: '转队列', problem: 'unknown-queue' },
    ],
  )
  const wrongShape = await admin.post('/api/config/flows', { ...FLOW, nodes: [{ id: 'n1' }] })
  t.match(wrongShape, { status: 400, body: { fields: [{ path: 'nodes.0.type' }] } })
  const { id, ...flow } = (await admin.post('/api/config/flows', FLOW)).body
  await admin.put(`/api/config/flows/${id}`, { ...flow, name: '主流程 2' })
  const versions = await sql`select version, name from flow_versions where flow_id = ${id} order by version`
  t.same(
    [...versions],
    [
      { version: 1, name: '主流程' },
      { version: 2, name: '主流程 2' },
    ],
  )
})

t.test('a draft may be unfinished, never reaches the company, and knows the flow it is of', async (t) => {
  const { id, ...flow } = (await admin.post('/api/config/flows', { ...FLOW, name: '有草稿的流程' })).body
  const unfinished = [{ id: 'n1', type: 'play', name: '欢迎', settings: {}, next: { done: 'nowhere' } }]
  const draft = await admin.post('/api/config/flow-drafts', {
    name: '改到一半',
    flowId: id,
    startNodeId: '',
    nodes: unfinished,
  })
  t.match(draft, { status: 200, body: { version: 1, lang: 'zh', flowId: id } })
  const again = await admin.post('/api/config/flow-drafts', { name: '又一份', flowId: id, nodes: [] })
  t.match(again, { status: 409, body: { refusal: 'already-exists' } }, 'one draft a flow')
  t.match((await admin.get(`/api/config/flow-drafts?flowId=${id}`)).body, { total: 1, rows: [{ name: '改到一半' }] })
  const company = await companyFrom(sql, 'Asia/Shanghai', CHINA).snapshot()
  t.notMatch(JSON.stringify(company.flows), /改到一半|nowhere/, 'calls read what is published')
  t.match(
    await admin.put(`/api/config/flows/${id}`, { ...flow, nodes: unfinished }),
    { status: 422 },
    'publishing judges',
  )
  t.equal((await admin.remove(`/api/config/flow-drafts/${draft.body.id}`)).status, 200)
})

t.test('every published version of a flow can be had back, with who published it', async (t) => {
  const { id, ...flow } = (await admin.post('/api/config/flows', { ...FLOW, name: '第一版' })).body
  await admin.put(`/api/config/flows/${id}`, { ...flow, name: '第二版' })
  t.match((await admin.get(`/api/flows/${id}/versions`)).body, [
    { version: 2, name: '第二版', account: 'administrator', savedAt: Number },
    { version: 1, name: '第一版', account: 'administrator' },
  ])
  const first = await admin.get(`/api/flows/${id}/versions/1`)
  t.match(first.body, { version: 1, name: '第一版', lang: 'zh', startNodeId: 'n1', nodes: [{ id: 'n1' }] })
  const { version: _, ...content } = first.body
  t.match(await admin.put(`/api/config/flows/${id}`, { ...content, version: 2 }), {
    status: 200,
    body: { version: 3, name: '第一版' },
  })
  t.equal((await admin.get(`/api/flows/${id}/versions/9`)).status, 404)
  t.equal((await admin.get(`/api/flows/${id}/versions/x`)).status, 404)
})

t.test('working hours come and go in the words of the form', async (t) => {
  const flow = (await admin.post('/api/config/flows', { ...FLOW, name: 'f' })).body
  const hours = [{ days: ['1', '5'], from: '09:00', to: '18:00' }]
  const made = await admin.post('/api/config/numbers', { number: '95588', name: '总机', flowId: flow.id, hours })
  t.same(made.body.hours, hours)
  t.match(await sql`select hours from numbers`, [{ hours: [{ days: [1, 5] }] }])
  await announced('edge.reload', (value) => value.what === 'trunks')
  const wrong = await admin.post('/api/config/numbers', {
    number: '95589',
    name: 'x',
    flowId: flow.id,
    hours: [{ days: ['8'], from: '9', to: '25:00' }],
  })
  t.equal(wrong.status, 400)
})

t.test('the audit log tells who changed what, from what, to what', async (t) => {
  const { body } = await admin.get('/api/config/groups/group-1')
  const { id: _, ...group } = body
  await admin.put('/api/config/groups/group-1', { ...group, name: '客服一组' })
  const log = await admin.get('/api/audit?kind=groups&pageSize=1')
  t.match(log.body.rows, [
    {
      account: 'administrator',
      ip: '127.0.0.1',
      action: 'change',
      recordId: 'group-1',
      title: '客服一组',
      before: { name: '一组' },
      after: { name: '客服一组' },
    },
  ])
})

t.test('a body that is too large or no JSON is refused', async (t) => {
  const large = await admin.post('/api/config/groups', { name: 'x'.repeat(1_100_000) })
  t.match(large, { status: 400, body: { refusal: 'bad-input', say: { en: /larger/ } } })
  const response = await fetch(`${started.base}/api/config/groups`, {
    method: 'POST',
    headers: { cookie: admin.cookie },
    body: '{',
  })
  t.equal(response.status, 400)
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

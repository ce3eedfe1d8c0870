// One contract over every kind of configuration, of records and of planning: a new kind is held to it as soon as it has a sample.
import t from 'tap'
import { isSortable } from '#engine/protocol/fields.ts'
import type { Kind, Values } from '#engine/records/record/kind.ts'
import { loadKinds } from '#engine/records/record/kinds.ts'
import { startedGateway } from '../../gateway/started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
const planner = await started.signIn('planner')
const agent = await started.signIn('agent')

interface Sample {
  values: Values
  change: Values
  /** the field two records cannot share */
  unique?: string
}

const FLOW = {
  nodes: [{ id: 'bye', type: 'hang-up', name: '结束', settings: {}, next: {} }],
  startNodeId: 'bye',
}
const SAMPLES: Record<string, Sample> = {
  accounts: {
    values: { account: 'new-one', name: '新人', role: 'supervisor', password: 'long-enough-1' },
    change: { name: '改名' },
    unique: 'account',
  },
  'agent-states': {
    values: { name: '外出', nameEn: 'Out', colour: 'blue' },
    change: { counts: 'work' },
    unique: 'name',
  },
  agents: { values: { number: '7001', name: '王五', groupId: 'group-1' }, change: { level: 7 }, unique: 'number' },
  departments: { values: { name: '客服部' }, change: { name: '客户服务部' }, unique: 'name' },
  roles: {
    values: { name: '质检', grants: [{ right: 'recordings', scope: 'groups', groupIds: ['group-1'] }] },
    change: { nameEn: 'Quality' },
    unique: 'name',
  },
  dispositions: { values: { name: '咨询', nameEn: 'Question' }, change: { nameEn: 'Enquiry' }, unique: 'name' },
  extensions: {
    values: { number: '8101', name: '前台', password: 'long-enough-1' },
    change: { name: '大堂' },
    unique: 'number',
  },
  'flow-drafts': { values: { name: '草稿', nodes: [] }, change: { name: '草稿二' } },
  'flow-tests': {
    values: {
      ...{ name: '按 1', flowId: 'flow', inputs: [{ type: 'keys', digits: '1' }], words: ['欢迎'] },
      steps: [{ nodeId: 'menu', outlet: 'key-1' }],
    },
    change: { enabled: false },
    unique: 'name',
  },
  flows: { values: { name: '流程', ...FLOW }, change: { name: '流程二' }, unique: 'name' },
  groups: { values: { name: '二组' }, change: { name: '三组' }, unique: 'name' },
  holidays: { values: { date: '2027-01-01', name: '元旦' }, change: { name: '新年' }, unique: 'date' },
  numbers: { values: { number: '95599', name: '热线', flowId: 'flow' }, change: { vip: true }, unique: 'number' },
  boards: {
    values: { name: '大厅', tiles: [{ show: 'waiting', badAt: 9 }] },
    change: { seconds: 30 },
    unique: 'name',
  },
  'outside-pages': {
    values: { name: '订单系统', url: 'https://shop.example.test/orders' },
    change: { name: '订单查询' },
  },
  kiosks: { values: { name: '二楼屏' }, change: { showNumbers: true }, unique: 'name' },
  queues: { values: { name: '售前', strategy: 'longest-idle' }, change: { maxWaiting: 9 }, unique: 'name' },
  skills: { values: { name: '英语' }, change: { name: '英语口语' }, unique: 'name' },
  'ring-groups': {
    values: { number: '8199', name: '前台组', members: [{ extensionId: 'extension-1' }] },
    change: { way: 'in-turn' },
    unique: 'number',
  },
  'desk-phones': {
    values: { name: '前台', model: 'yealink', mac: '001565aabbcc', extensionId: 'extension-1' },
    change: { secure: true },
    unique: 'name',
  },
  'customer-lookups': {
    values: { name: '会员系统', url: 'https://crm.example.com/lookup' },
    change: { deadlineMs: 800 },
    unique: 'name',
  },
  'park-places': { values: { number: '701', name: '一号位' }, change: { recallMs: 60_000 }, unique: 'number' },
  'call-limits': { values: { name: '夜间', perHour: 5 }, change: { atOnce: 2 }, unique: 'name' },
  'outbound-routes': {
    values: { name: '长途', prefixes: '0', trunks: [{ trunkId: 'trunk-1' }] },
    change: { strip: 1 },
    unique: 'name',
  },
  'phone-codes': { values: { act: 'ready', code: '*91' }, change: { code: '*92' }, unique: 'code' },
  'standard-answers': {
    values: { name: '公司地址', promptId: 'prompt-1' },
    change: { place: 3 },
    unique: 'name',
  },
  'stored-numbers': { values: { name: '物流', number: '4008111111' }, change: { note: '夜间' } },
  'time-groups': {
    values: { name: '工作时间', hours: [{ days: ['1'], from: '09:00', to: '18:00' }] },
    change: { companyDays: false },
    unique: 'name',
  },
  'vip-sources': {
    values: { name: 'CRM', source: 'http', url: 'https://crm.example/vip' },
    change: { deadlineMs: 500 },
    unique: 'name',
  },
  trunks: {
    values: { name: '线路一', kind: 'address', host: '192.0.2.1' },
    change: { name: '线路二' },
    unique: 'name',
  },
  'calendar-marks': { values: { date: '2027-02-01', type: 'closed' }, change: { name: '盘点' }, unique: 'date' },
  leave: {
    values: { agentId: 'agent-1', fromDate: '2027-01-04', toDate: '2027-01-05' },
    change: { state: 'approved' },
  },
  meetings: {
    values: { name: '例会', date: '2027-01-04', startsAt: '09:00', minutes: 60, agentIds: ['agent-1'] },
    change: { minutes: 30 },
  },
  shifts: { values: { name: '早班', startsAt: '08:00', endsAt: '17:00' }, change: { endsAt: '16:00' }, unique: 'name' },
  'staffing-targets': { values: { name: '目标' }, change: { opensAt: '09:00' }, unique: 'name' },
  wishes: { values: { agentId: 'agent-1', date: '2027-01-06', wants: 'off' }, change: { date: '2027-01-07' } },
  'work-rules': { values: { name: '全日' }, change: { minRestHours: 13 }, unique: 'name' },
}

const kinds = await loadKinds()
const all = [...kinds.values()].filter((kind) => kind.createdBy !== 'upload')
const base = (kind: Kind): string => `/api/config/${kind.kind}`
const by = (kind: Kind) => (kind.right === 'plan' ? planner : admin)
const without = (values: Values, name: string): Values =>
  Object.fromEntries(Object.entries(values).filter(([field]) => field !== name))
/** as a form sends it back */
function formOf(kind: Kind, record: Values): Values {
  const form = Object.fromEntries(
    kind.fields.filter(({ type }) => type !== 'password').map(({ name }) => [name, record[name]]),
  )
  return { ...form, version: record.version }
}
const paths = (body: { fields?: { path: string }[] }): string[] => (body.fields ?? []).map(({ path }) => path)

/** What the samples refer to. */
await started.sql`insert into prompts (id, name, lang, file, format, bytes, sha256)
  values ('prompt-1', '地址', 'zh', 'a.wav', 'wav', 1, 'x')`
await started.sql`insert into trunks (id, name, kind, host, transport) values ('trunk-1', '备用', 'address', '192.0.2.7', 'udp')`
await started.sql`insert into extensions (id, number, name, realm, ha1) values ('extension-1', '8190', '前台', 'r', 'h')`
const flow = (await admin.post('/api/config/flows', { name: '给接入号', ...FLOW })).body
const sampleOf = (kind: Kind): Sample => {
  const sample = SAMPLES[kind.kind]
  if (!sample) throw new Error(`the kind ${kind.kind} has no sample in this contract`)
  const { values } = sample
  return values.flowId === 'flow' ? { ...sample, values: { ...values, flowId: flow.id } } : sample
}

for (const kind of all)
  t.test(`${kind.kind}: made, found, changed, deleted, each step written down`, async (t) => {
    const { values, change, unique } = sampleOf(kind)
    const who = by(kind)
    const made = await who.post(base(kind), values)
    t.equal(made.status, 200, JSON.stringify(made.body))
    const { id } = made.body
    t.match(id, new RegExp(`^${kind.idPrefix}-[a-z0-9]{10}$`))
    t.match(made.body, without(values, 'password'))
    t.notMatch(JSON.stringify(made.body), 'long-enough-1', 'a password is told to nobody')
    const { inForceAt, path: _path, ...found } = (await who.get(`${base(kind)}/${id}`)).body
    t.same(found, made.body)
    t.type(inForceAt, 'number', 'nobody is awaited: it is in force')
    const title = String(made.body[kind.title])
    const filter = `${kind.title}=${encodeURIComponent(title)}`
    t.ok(
      (await who.get(`${base(kind)}?${filter}`)).body.rows.some((row: Values) => row.id === id),
      'found by its title',
    )
    if (unique) {
      const again = await who.post(base(kind), values)
      t.ok([400, 409].includes(again.status), `a second one is refused, not ${again.status}`)
      t.match(paths(again.body)[0] ?? '', unique)
    }
    const form = formOf(kind, made.body)
    const changed = await who.put(`${base(kind)}/${id}`, { ...form, ...change })
    t.match(changed, { status: 200, body: { id, version: 2, ...change } })
    t.match(await who.put(`${base(kind)}/${id}`, { ...form, ...change }), {
      status: 409,
      body: { refusal: 'changed-meanwhile' },
    })
    const stale = await who.remove(`${base(kind)}/${id}?version=0`)
    t.match(
      stale,
      { status: 409, body: { refusal: 'changed-meanwhile' } },
      'what somebody changed since it was read stays',
    )
    t.equal((await who.remove(`${base(kind)}/${id}`)).status, 200)
    t.equal((await who.remove(`${base(kind)}/${id}`)).status, 404)
    t.equal((await who.get(`${base(kind)}/${id}`)).status, 404)
    t.equal((await who.put(`${base(kind)}/${id}`, form)).status, 404)
    const log = await admin.get(`/api/audit?kind=${kind.kind}&pageSize=500`)
    const own = log.body.rows.filter((row: { recordId: string }) => row.recordId === id)
    t.same(
      own.map((row: { action: string }) => row.action),
      ['delete', 'change', 'create'],
    )
    t.notMatch(JSON.stringify(own), 'long-enough-1', 'nor written down')
  })

for (const kind of all)
  t.test(`${kind.kind}: what does not fit is refused at its field, and nothing is kept`, async (t) => {
    const { values } = sampleOf(kind)
    const who = by(kind)
    const before = (await who.get(base(kind))).body.total
    const refusedAt = async (input: unknown, path: string, what: string): Promise<void> => {
      const { status, body } = await who.post(base(kind), input)
      t.equal(status, 400, `${path}: ${what}`)
      t.ok(
        paths(body).some((each) => each === path || each.startsWith(`${path}.`)),
        `${path}: ${what} → ${paths(body)}`,
      )
    }
    for (const field of kind.fields) {
      if (field.required && field.default === undefined)
        await refusedAt(without(values, field.name), field.name, 'missing')
      if (field.type === 'text')
        await refusedAt({ ...values, [field.name]: 'x'.repeat(100_000) }, field.name, 'too long')
      if (field.type === 'number') await refusedAt({ ...values, [field.name]: 'many' }, field.name, 'no number')
      if (field.type === 'choice') await refusedAt({ ...values, [field.name]: 'nothing' }, field.name, 'no choice')
      if (field.type === 'date') await refusedAt({ ...values, [field.name]: '2027-02-30' }, field.name, 'no date')
      if (field.type === 'reference') {
        const gone = field.many ? ['not-there'] : 'not-there'
        await refusedAt({ ...values, [field.name]: gone }, field.name, 'leads nowhere')
      }
    }
    for (const input of [{ ...values, surprise: 1 }, [], 'text', null])
      t.equal((await who.post(base(kind), input)).status, 400, JSON.stringify(input)?.slice(0, 40))
    t.equal((await agent.post(base(kind), values)).status, 403, 'an agent makes none')
    t.equal((await started.guest.post(base(kind), values)).status, 401)
    t.equal((await who.get(base(kind))).body.total, before)
  })

t.test('a field of an earlier version is heard and means nothing', async (t) => {
  const made = await admin.post('/api/config/queues', { ...SAMPLES.queues!.values, afterMissed: 'next-agent' })
  t.equal(made.status, 200, JSON.stringify(made.body))
  t.notOk('afterMissed' in made.body)
  t.equal((await admin.remove(`/api/config/queues/${made.body.id}`)).status, 200)
})

t.test('what another record needs is not deleted: it says who needs it', async (t) => {
  const needed = all.flatMap((kind) =>
    kind.fields.flatMap((field) =>
      field.type === 'reference' && field.required && !field.many ? [{ kind, field: field.name, to: field.to }] : [],
    ),
  )
  t.ok(needed.length >= 4)
  for (const { kind, field, to } of needed) {
    const made = (await by(kind).post(base(kind), sampleOf(kind).values)).body
    const target = kinds.get(to)
    if (!target) throw new Error(to)
    const refused = await by(target).remove(`${base(target)}/${made[field]}`)
    t.match(refused, { status: 409, body: { refusal: 'in-use' } }, `${to} of ${kind.kind}`)
    t.equal((await by(kind).remove(`${base(kind)}/${made.id}`)).status, 200)
  }
})

t.test('every list is sorted by each of its columns, both ways', async (t) => {
  for (const kind of all)
    for (const field of kind.fields.filter(isSortable))
      for (const descending of [false, true]) {
        const { status, body } = await by(kind).get(`${base(kind)}?sort=${field.name}&descending=${descending}`)
        t.equal(status, 200, `${kind.kind} by ${field.name}: ${JSON.stringify(body).slice(0, 100)}`)
      }
})

t.test('names are sorted by pinyin, a reference by the name of what it names', async (t) => {
  const groups: Record<string, string> = {}
  for (const name of ['张组', '白组', '组10', '组9'])
    groups[name] = (await admin.post('/api/config/groups', { name })).body.id
  const names = async (path: string) =>
    (await admin.get(`/api/config/${path}`)).body.rows.map((row: { name: string }) => row.name)
  const sorted = await names('groups?sort=name&search=组')
  t.same(
    sorted.filter((name: string) => name in groups),
    ['白组', '张组', '组9', '组10'],
  )
  await admin.post('/api/config/agents', { number: '7101', name: '甲', groupId: groups.张组 })
  await admin.post('/api/config/agents', { number: '7102', name: '乙', groupId: groups.白组 })
  t.same(
    (await names('agents?sort=groupId')).filter((name: string) => ['甲', '乙'].includes(name)),
    ['乙', '甲'],
  )
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

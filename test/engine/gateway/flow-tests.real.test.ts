// Over real HTTP and PostgreSQL: a publication that breaks a kept test is refused by its name; one time group for two numbers;
// the sources of VIPs.
import t from 'tap'
import { companyFrom } from '#engine/records/store/company.ts'
import { CHINA } from '../../kit/home.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
const company = () => companyFrom(started.sql, 'Asia/Shanghai', CHINA).snapshot()

const flow = (words: string) => ({
  ...{ name: '总机', lang: 'zh', startNodeId: 'hello' },
  nodes: [
    {
      ...{ id: 'hello', type: 'play', name: '欢迎', next: { done: 'bye' }, note: '法务审过的话' },
      settings: { prompts: [{ type: 'text', text: words }] },
    },
    { id: 'bye', type: 'hang-up', name: '再见', settings: {}, next: {} },
  ],
})

t.test('what a kept test says must still be so when the flow is published', async (t) => {
  const made = await admin.post('/api/config/flows', flow('您好，这里是听澜。'))
  t.match(made, { status: 200, body: { nodes: [{ note: '法务审过的话' }, {}] } })
  const { id, version } = made.body
  const steps = [
    { nodeId: 'hello', outlet: 'done' },
    { nodeId: 'bye', outlet: 'end' },
  ]
  const kept = { name: '自报家门', flowId: id, inputs: [], steps, words: ['这里是听澜'] }
  t.equal((await admin.post('/api/config/flow-tests', kept)).status, 200)
  t.match(await admin.post('/api/config/flow-tests', { ...kept, steps: 'x', name: 'y' }), { status: 400 })
  const refused = await admin.put(`/api/config/flows/${id}`, { ...flow('您好。'), version })
  t.match(refused, {
    status: 422,
    body: { problems: [{ problem: 'failed-test', message: { zh: /自报家门.*没有播放/ } }] },
  })
  const fine = await admin.put(`/api/config/flows/${id}`, { ...flow('这里是听澜，您好。'), version })
  t.match(fine, { status: 200, body: { version: version + 1 } })
  t.match(await admin.get(`/api/config/flows/${id}/used`), { status: 200, body: [] })
  t.equal((await admin.remove(`/api/config/flows/${id}`)).status, 200, 'its tests go with it')
})

t.test('one time group for two numbers: changed once, changed for both; in use it stays', async (t) => {
  const { id: flowId } = (await admin.post('/api/config/flows', { ...flow('好'), name: '按时' })).body
  const dates = [{ name: '调休', from: '2026-11-21', to: '2026-11-21', type: 'as-weekday', weekday: '5' }]
  const values = { name: '工作时间', hours: [{ days: ['1', '5'], from: '09:00', to: '18:00' }], dates }
  const group = (await admin.post('/api/config/time-groups', values)).body
  for (const number of ['95700', '95701'])
    t.match(await admin.post('/api/config/numbers', { number, name: number, flowId, timeGroupId: group.id }), {
      status: 200,
    })
  const now = await company()
  t.match(now.timeGroups, [
    { hours: [{ days: [1, 5] }], dates: [{ type: 'as-weekday', weekday: 5 }], companyDays: true },
  ])
  t.same(
    now.numbers.flatMap(({ timeGroupId }) => timeGroupId ?? []),
    [group.id, group.id],
  )
  const { body } = await admin.get(`/api/config/time-groups/${group.id}/used`)
  t.same(
    body.map((each: { zh: string }) => each.zh),
    ['接入号：95700', '接入号：95701'],
  )
  t.match(await admin.remove(`/api/config/time-groups/${group.id}`), { status: 409 })
  const backwards = [{ from: '2026-11-22', to: '2026-11-21', type: 'closed' }]
  t.match(await admin.post('/api/config/time-groups', { name: 'x', dates: backwards }), {
    status: 400,
    body: { fields: [{ path: 'dates.0.to' }] },
  })
})

t.test(
  'customers and numbers are VIP sources from the beginning; each stands once, another system needs its address',
  async (t) => {
    t.match((await company()).vipSources, [
      { source: 'list', enabled: true },
      { source: 'number', enabled: true },
    ])
    const make = (values: object) => admin.post('/api/config/vip-sources', { name: 'CRM', ...values })
    t.match(await make({ source: 'list' }), { status: 400, body: { fields: [{ path: 'source' }] } })
    t.match(await make({ source: 'http' }), { status: 400, body: { fields: [{ path: 'url' }] } })
    t.equal((await make({ source: 'http', url: 'https://crm.example/vip' })).status, 200)
  },
)

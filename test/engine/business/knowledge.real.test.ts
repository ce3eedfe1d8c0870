// Knowledge and scripts by their routes: found by words in the text, kept to readers, marked, reported; a script that is
// followed, paused, handed on with its call and counted.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { waitFor } from '../../kit/wait.ts'
import { agentView, callView } from '../gateway/fixtures.ts'
import { type Client, startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
const { sql, bus, clock } = started
t.teardown(() => started.stop())
const lead = await started.signIn('supervisor')
const agent = await started.signIn('agent')
await sql`insert into accounts (id, account, name, role, agent_id, password_hash)
  select 'account-agent-2', 'agent-2', '李四', 'agent', 'agent-2', password_hash from accounts where account = 'agent'`
const other = await started.signIn('agent-2')
const make = async (who: Client, kind: string, values: object) => {
  const { status, body } = await who.post(`/api/business/${kind}`, values)
  if (status !== 200) throw new Error(`${kind}: ${JSON.stringify(body)}`)
  return body as { id: string; version: number } & Record<string, unknown>
}
const titles = async (who: Client, query: Record<string, string>) =>
  (await who.get(`/api/business/articles?${new URLSearchParams(query)}`)).body.rows.map(
    ({ title }: { title: string }) => title,
  )
const move = (who: Client, kind: string, id: string, to: string) =>
  who.post(`/api/business-acts/${kind}`, { those: { ids: [id] }, act: { act: 'move', to } })

t.test('an article is the managers’, found in its text, kept as a favourite, and said to have helped', async (t) => {
  t.equal((await agent.post('/api/business/articles', { title: 'x', body: 'y' })).status, 403)
  const body = '客户签收七天内可以无理由退货，运费由客户承担。'
  const article = await make(lead, 'articles', { title: '售后政策', category: '售后', keywords: 'return', body })
  await make(lead, 'articles', { title: '资费', body: '宽带每月 99 元' })
  t.same(await titles(agent, { search: '理由退货' }), ['售后政策'], 'words of the text')
  t.same(await titles(agent, { search: '运费 七天' }), ['售后政策'], 'several of them')
  t.same(await titles(agent, { search: '退货宽带' }), [], 'not of two texts')
  t.same(await titles(agent, { search: 'shzc' }), ['售后政策'], 'its title by pinyin')
  t.same(await titles(agent, { favourite: 'true' }), [])
  const marks = `/api/business-marks/articles/${article.id}`
  await agent.put(marks, { favourite: true })
  t.match(await agent.put(marks, { helpful: true }), { body: { favourite: true, helpful: true, helped: 1 } })
  t.match((await other.put(marks, { helpful: false })).body, { favourite: false, helped: 1, unhelped: 1 })
  t.same(await titles(agent, { favourite: 'true' }), ['售后政策'])
  t.equal((await move(lead, 'articles', article.id, 'draft')).status, 200)
  t.same(await titles(agent, { search: '退货' }), [], 'a draft is not for readers')
  t.equal((await agent.get(`/api/business/articles/${article.id}`)).status, 404)
  t.same(await titles(lead, { search: '退货' }), ['售后政策'])
})

function says(agentId: string, callId: string): void {
  clock.now += 1_000
  const call = { ...{ callId, legId: 'l', direction: 'in' as const, ringingSince: clock.now, held: false } }
  const view = agentView(agentId, 'talking', { call: { ...call, card: callView(callId).card } })
  bus.publish(subjects.live({ kind: 'agent', id: agentId }), { node: 'engine-1', at: clock.now, view })
}
const STEPS = [
  {
    ...{ key: 's1', title: '意向', text: '您愿意参加吗？', noted: false },
    answers: [
      { label: '愿意', to: 's3' },
      { label: '不愿意', to: '' },
    ],
  },
  { key: 's2', title: '原因', text: '方便说说原因吗？', noted: true, answers: [] },
  { key: 's3', title: '结束', text: '谢谢', noted: false, answers: [] },
]

t.test('a script is followed on a call, goes on where the call goes, and what it led to is counted', async (t) => {
  t.match((await lead.post('/api/business/scripts', { name: '坏', purpose: 'sales', steps: [] })).body, {
    fields: [{ path: 'steps' }],
  })
  const nowhere = [{ ...STEPS[0], answers: [{ label: 'a', to: 's9' }] }]
  t.match((await lead.post('/api/business/scripts', { name: '坏', purpose: 'sales', steps: nowhere })).body, {
    fields: [{ path: 'steps.0.answers.0.to' }],
  })
  const script = await make(lead, 'scripts', { name: '邀约', purpose: 'sales', queueIds: [], steps: STEPS })
  await make(lead, 'scripts', { name: '停用的', purpose: 'sales', queueIds: [], steps: STEPS, enabled: false })
  t.equal((await agent.put(`/api/business/scripts/${script.id}`, { ...script, name: 'x' })).status, 403, 'read only')
  t.equal((await agent.get('/api/script-run/call-1')).status, 404, 'of a call one does not serve')
  says('agent-1', 'call-1')
  await waitFor(async () => (await agent.get('/api/script-run/call-1')).status === 200, { what: 'the call is there' })
  const now = async (who: Client) => (await who.get('/api/script-run/call-1')).body
  t.match(await now(agent), { scripts: [{ name: '邀约' }] })
  t.equal((await now(agent)).scripts.length, 1, 'those that are in use')
  const run = { scriptId: script.id, state: 'paused', trail: ['s1', 's2'], answers: { s1: '不愿意' }, notes: {} }
  t.equal((await agent.put('/api/script-run/call-1', run)).status, 200)
  t.equal((await other.put('/api/script-run/call-1', run)).status, 404)
  says('agent-2', 'call-1')
  await waitFor(async () => (await now(other)).run !== undefined, { what: 'it came with the call' })
  t.match((await now(other)).run, { state: 'paused', trail: ['s1', 's2'], answers: { s1: '不愿意' } })
  const changed = STEPS.map((one) => (one.key === 's3' ? { ...one, text: '感谢接听' } : one))
  await lead.put(`/api/business/scripts/${script.id}`, { ...script, steps: changed })
  t.equal((await now(other)).scripts[0].steps[2].text, '感谢接听', 'what is saved is there with the next step')
  const ended = { ...run, state: 'done', trail: ['s1', 's2', 's3'], notes: { s2: '太贵了' } }
  t.equal((await other.put('/api/script-run/call-1', ended)).status, 200)
  const runs = async (who: Client) => (await who.get('/api/business/script-runs')).body.rows
  t.match(await runs(agent), [{ result: '意向：不愿意；原因：太贵了', state: 'done', ownerId: 'agent-2' }])
  t.equal((await runs(lead)).length, 1)
  await sql`insert into dispositions (id, name) values ('disposition-1', '未成交')`
  await sql`insert into call_dispositions (call_id, agent_id, fact_id, at, disposition_id, note, seq, epoch)
    values ('call-1', 'agent-2', 'f', now(), 'disposition-1', '', 1, 1)`
  t.match((await lead.get(`/api/scripts/${script.id}/answers`)).body, {
    ...{ runs: 1, finished: 1 },
    steps: [{ reached: 1, answers: [{ answer: '不愿意', count: 1, results: [{ name: '未成交', count: 1 }] }] }, {}, {}],
  })
  t.equal((await agent.get(`/api/scripts/${script.id}/answers`)).status, 403)
  await make(agent, 'content-reports', { text: '价格过时', scriptId: script.id, step: '意向' })
  t.match((await lead.get('/api/business/content-reports')).body.rows, [{ text: '价格过时', state: 'open' }])
  const file = Buffer.from('标题,话术,回答\r\n问候,您好,是;否\r\n')
  t.match((await lead.post('/api/script-file', file)).body, {
    steps: [{ title: '问候', answers: [{ label: '是' }, {}] }],
  })
})

t.test('no answer broke its schema', async (t) => t.strictSame(started.wrong, []))

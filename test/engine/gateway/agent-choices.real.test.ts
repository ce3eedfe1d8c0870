// States and dispositions as records of the company: chosen at the desk, told to the agent, on the call's record and in files.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { AgentReportFact } from '#engine/protocol/facts.ts'
import { forgetCalls } from '#engine/records/call-log/project-calls.ts'
import { reportNames } from '#engine/records/report-names.ts'
import { waitFor } from '#test/kit/wait.ts'
import { agentView, record, summary, talking } from './fixtures.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { bus, ledger, sql, clock } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
const agent = await started.signIn('agent')

const heard: AgentCommand[] = []
await bus.subscribe(subjects.actor({ kind: 'agent', id: 'agent-1' }), (value, _subject, answer) => {
  heard.push((value as { command: AgentCommand }).command)
  answer?.({ ok: true, value: agentView('agent-1', 'break') })
})

const made = async (kind: string, values: object): Promise<string> => {
  const { status, body } = await admin.post(`/api/config/${kind}`, values)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.id
}

t.test(
  'a new state appears at the desk and for every page, tells whether it is work, and is gone when switched off',
  async (t) => {
    const id = await made('agent-states', {
      name: '外出',
      nameEn: 'Out',
      colour: 'blue',
      counts: 'work',
      place: 5,
    })
    const { body } = await agent.get('/api/desk')
    t.match(body.breakReasons[0], { value: id, label: { zh: '外出', en: 'Out' }, colour: 'blue', working: true })
    t.match((await agent.get('/api/session')).body.agentStates[0], { value: id, enabled: true })
    await agent.post('/api/desk/break', { reason: id })
    t.strictSame(heard.at(-1), { type: 'take-break', reason: id, working: true })
    await agent.post('/api/desk/after-call', { mode: 'break', reason: 'meal' })
    t.strictSame(heard.at(-1), { type: 'after-call', after: { mode: 'break', reason: 'meal' } })
    await agent.post('/api/desk/after-call', { mode: 'usual' })
    t.strictSame(heard.at(-1), { type: 'after-call' })
    const record = (await admin.get('/api/config/agent-states')).body.rows.find((row: { id: string }) => row.id === id)
    t.equal((await admin.put(`/api/config/agent-states/${id}`, { ...record, enabled: false })).status, 200)
    t.equal((await agent.post('/api/desk/break', { reason: id })).status, 404)
    t.notOk((await agent.get('/api/desk')).body.breakReasons.some((one: { value: string }) => one.value === id))
    t.match((await agent.get('/api/session')).body.agentStates[0], { value: id, enabled: false }, 'people were in it')
    t.match(await admin.post('/api/config/agent-states', { name: '外出' }), { status: 409 }, 'a name is taken once')
  },
)

t.test('a call is disposed by a sub-type, by who had it, and then found by it', async (t) => {
  const ask = await made('dispositions', { name: '咨询', nameEn: 'Question' })
  const price = await made('dispositions', { name: '价格', nameEn: 'Price', parentId: ask })
  t.match(
    await admin.post('/api/config/dispositions', { name: '深', parentId: price }),
    { status: 400 },
    'two steps, no more',
  )
  const said = { callId: 'c1', dispositionId: price, note: '要报价单' }
  t.equal((await agent.post('/api/desk/dispose', said)).status, 403, 'not a call of this agent')
  bus.publish(subjects.live({ kind: 'agent', id: 'agent-1' }), { node: 'e', at: clock.now, view: talking('agent-1') })
  await waitFor(async () => (await agent.post('/api/desk/dispose', said)).status === 200, { what: 'the own call' })
  t.match(heard.at(-1), { type: 'dispose', ...said })
  t.equal(
    (await agent.post('/api/desk/dispose', { ...said, dispositionId: ask })).status,
    404,
    'a purpose with sub-types',
  )

  const fact: AgentReportFact = { type: 'call-disposed', queueId: 'queue-1', ...said }
  const own = { ...record('c1', []), id: 'said', kind: 'agent' as const, actor: 'agent-1', facts: [fact] }
  await ledger.append({ kind: 'agent', id: 'agent-1' }, { records: [own] }, 0)
  const call = { kind: 'call', id: 'c1' } as const
  await ledger.append(call, { records: [record('c1', [{ type: 'call-ended', summary: summary('c1') }])] }, 0)
  const look = async () => (await admin.get('/api/calls')).body.rows[0]
  const wanted = { id: price, zh: '咨询 / 价格', en: 'Question / Price', note: '要报价单' }
  await waitFor(async () => (await look())?.disposition, { what: 'the word on the call' })
  t.strictSame((await look()).disposition, wanted)
  for (const id of [ask, price]) t.equal((await admin.get(`/api/calls?dispositionId=${id}`)).body.total, 1)
  t.equal((await admin.get('/api/calls?dispositionId=other')).body.total, 0)
  const names = await reportNames(sql, 'dispositions', [price], 'en')
  t.equal(names.get(price), 'Question / Price')
  t.equal((await reportNames(sql, 'agent-states', ['meal', 'not-ready'], 'zh')).get('not-ready'), '未就绪')

  await forgetCalls(sql)
  const next = summary('c0', { arrivedAt: 0 })
  await ledger.append(
    { kind: 'call', id: 'c0' },
    { records: [record('c0', [{ type: 'call-ended', summary: next }])] },
    0,
  )
  await waitFor(async () => (await look())?.disposition, { what: 'filled again from the ledger' })
  t.equal(
    (await agent.post('/api/desk/dispose', { ...said, note: '改' })).status,
    200,
    'later too: the log says whose call it was',
  )
})

t.test('no answer was of another shape than its route says', async (t) => {
  t.strictSame(started.wrong, [])
})

// Address book, favourites, forwards and pick-up over HTTP: each agent's own, and what the engine is told of them.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import { agentDay } from '#engine/records/call-log/agent-day.ts'
import { companyFrom } from '#engine/records/store/company.ts'
import { CHINA } from '#test/kit/home.ts'
import { waitFor } from '#test/kit/wait.ts'
import { agentView, record, summary } from './fixtures.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { bus, sql, clock, ledger } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
const agent = await started.signIn('agent')

t.test('an address book is its agent’s own; numbers the company shares stand below', async (t) => {
  const chen = { name: '陈总', number: '13800001111', favourite: true }
  const made = await agent.post('/api/desk/contacts', chen)
  t.match(made, { status: 200, body: { ...chen, shared: false } })
  const { status } = await admin.post('/api/config/stored-numbers', { name: '物流', number: '4008111111' })
  t.equal(status, 200)
  const { body } = await agent.get('/api/desk/contacts')
  t.match(body, [{ name: '陈总' }, { name: '物流', shared: true }])
  t.equal((await admin.get('/api/desk/contacts')).status, 403, 'who is no agent has none')
  t.equal((await admin.put(`/api/desk/contacts/${made.body.id}`, chen)).status, 403, 'nor changes one')
  t.equal((await agent.put(`/api/desk/contacts/${made.body.id}`, { ...chen, name: '陈董' })).body.name, '陈董')
  t.equal((await agent.post('/api/desk/contacts', { ...chen, number: 'sip:x' })).status, 400)

  const call = summary('c1', { from: '+86 138 0000 1111' })
  await ledger.append(
    { kind: 'call', id: 'c1' },
    { records: [record('c1', [{ type: 'call-ended', summary: call }])] },
    0,
  )
  const day = () => agentDay(sql, 'agent-1', call.arrivedAt, 'Asia/Shanghai')
  await waitFor(async () => (await day()).calls[0]?.name === '陈董', { what: 'the call with its name' })
  t.equal((await agent.remove(`/api/desk/contacts/${made.body.id}`)).status, 200)
})

t.test('forwards are saved as part of the agent’s record, audited, and told to the engine', async (t) => {
  const nowhere = { always: '', noAnswer: '', busy: '', from: '', to: '' }
  t.strictSame((await agent.get('/api/desk/forward')).body, nowhere)
  const forward = { ...nowhere, busy: '13900000000', from: '18:00', to: '09:00' }
  t.strictSame((await agent.put('/api/desk/forward', forward)).body, forward)
  const company = companyFrom(sql, 'Asia/Shanghai', CHINA)
  const told = async () => (await company.snapshot()).agents.find(({ id }) => id === 'agent-1')?.forward
  t.strictSame(await told(), forward)
  const { rows } = (await admin.get('/api/config/agents')).body
  const listed = rows.find(({ id }: { id: string }) => id === 'agent-1')
  t.equal(listed?.forwardBusy, '13900000000', 'the list shows it')
  t.match((await admin.get('/api/audit')).body.rows[0], { action: 'change', account: 'agent', recordId: 'agent-1' })
  await agent.put('/api/desk/forward', nowhere)
  t.equal(await told(), undefined)
  t.equal((await agent.put('/api/desk/forward', { ...forward, from: '25:00' })).status, 400)
})

t.test('favourites come and go', async (t) => {
  t.strictSame((await agent.put('/api/desk/favourites/agent-7', { on: true })).body, ['agent-7'])
  t.strictSame((await agent.get('/api/desk/favourites')).body, ['agent-7'])
  t.strictSame((await agent.put('/api/desk/favourites/agent-7', { on: false })).body, [])
})

t.test('only who is ready picks up, and a ring that is over is told as such', async (t) => {
  const heard: AgentCommand[] = []
  await bus.subscribe(subjects.actor({ kind: 'agent', id: 'agent-2' }), (value, _subject, answer) => {
    heard.push((value as { command: AgentCommand }).command)
    answer?.(heard.length === 1 ? { ok: true, value: undefined } : { ok: false, refusal: 'stale-offer' })
  })
  const pick = () => agent.post('/api/desk/pick-up', { agentId: 'agent-2' })
  const stands = async (mode: 'break' | 'ready') => {
    clock.now += 1
    const view = agentView('agent-1', mode)
    bus.publish(subjects.live({ kind: 'agent', id: 'agent-1' }), { node: 'e', at: clock.now, view })
    await waitFor(async () => (await agent.get('/api/desk')).body.agent?.mode === mode, { what: mode })
  }
  await stands('break')
  t.match(await pick(), { status: 409, body: { refusal: 'agent-busy' } })
  await stands('ready')
  t.equal((await pick()).status, 200)
  t.strictSame(heard, [{ type: 'pick-up', by: 'agent-1' }])
  t.match(await pick(), { status: 409, body: { refusal: 'stale-offer' } })
})

t.test('a new message is told at once to who may hear it, and not again when the log is filled anew', async (t) => {
  const told: unknown[] = []
  await bus.subscribe('live.notice', (value) => told.push(value))
  const ref = { kind: 'call', id: 'fresh' } as const
  const fact: CallReportFact = { type: 'message-left', queueId: 'queue-1', recordingId: 'rf' }
  const fresh = { ...record('fresh', [fact]), at: clock.now }
  await ledger.append(ref, { records: [fresh] }, await ledger.lastSequence(ref))
  await waitFor(() => told.length === 1, { what: 'the notice' })
  t.match(told, [{ level: 'info', right: 'calls-all', zh: '新留言', en: 'New voicemail' }])
})

t.test('no answer was of another shape than its route says', async (t) => {
  t.strictSame(started.wrong, [])
})

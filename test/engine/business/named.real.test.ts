// What a business record names must be there, and be seen by who names it; what is no number, price or sum is refused at its field;
// what goes from hand to hand, comes and leaves by file, and is marked on a call.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { endStuck } from '#engine/business/files/import.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import { waitFor } from '../../kit/wait.ts'
import { record, summary } from '../gateway/fixtures.ts'
import { type Client, startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
const { sql } = started
t.teardown(() => started.stop())
const lead = await started.signIn('supervisor')
const agent = await started.signIn('agent')
await sql`insert into accounts (id, account, name, role, agent_id, password_hash)
  select 'account-agent-2', 'agent-2', '李四', 'agent', 'agent-2', password_hash from accounts where account = 'agent'`
const other = await started.signIn('agent-2')

const faults = async (who: Client, kind: string, values: object): Promise<string[]> => {
  const { body } = await who.post(`/api/business/${kind}`, values)
  return (body.fields ?? []).map(({ path }: { path: string }) => path)
}

t.test('of a colleague, unknown, negative, no number: each told at its field', async (t) => {
  const phones = [{ type: 'mobile', number: '13700000001' }]
  const { body: customer } = await agent.post('/api/business/customers', { name: '王一', phones })
  t.same(await faults(agent, 'tickets', { title: '自己的', customerId: customer.id }), [])
  t.same(await faults(other, 'tickets', { title: '别人的', customerId: customer.id }), ['customerId'])
  const lines = [{ productId: 'nope', count: 1, price: 1 }]
  t.same(await faults(agent, 'orders', { customerId: customer.id, lines }), ['lines.0.productId'])
  t.same(await faults(lead, 'products', { name: '负价', price: -5 }), ['price'])
  t.same(await faults(lead, 'blacklist', { type: 'number', value: 'abc' }), ['value'])
  t.same(await faults(agent, 'customers', { name: '张', phones: [{ type: 'mobile', number: 'abc' }] }), [
    'phones.0.number',
  ])
})

const act = (who: Client, id: string, one: object) =>
  who.post('/api/business-acts/customers', { those: { ids: [id] }, act: one })
const rowsOf = async (who: Client, kind: string, query: string) =>
  (await who.get(`/api/business/${kind}?${query}`)).body.rows

const taken = async (kind: string, text: string) => {
  const look = (await lead.post(`/api/business-import/${kind}/file`, new Uint8Array(Buffer.from(text)))).body
  const ask = { file: look.file, name: '一', mapping: look.mapping }
  const { id } = (await lead.post(`/api/business-import/${kind}`, ask)).body
  const now = async () =>
    (await lead.get(`/api/business-packages/${kind}`)).body.find((one: { id: string }) => one.id === id)
  await waitFor(async () => (await now()).state !== 'running', { what: 'it is taken in' })
  return now()
}

t.test('two numbers that look alike under the mask are both kept when the form comes back', async (t) => {
  const phones = ['13912340042', '13956780042'].map((number) => ({ type: 'mobile', number }))
  const { body: made } = await agent.post('/api/business/customers', { name: '双号', phones })
  t.match(made.phones, [{ number: '139****0042' }, { number: '139****0042' }])
  t.equal((await agent.put(`/api/business/customers/${made.id}`, { ...made, company: '甲' })).status, 200)
  t.match((await agent.post(`/api/business-reveal/customers/${made.id}`)).body, { phones })
  const { record } = (await agent.get(`/api/business/customers/${made.id}`)).body
  const without = { ...record, phones: record.phones.slice(1) }
  t.equal((await agent.put(`/api/business/customers/${made.id}`, without)).status, 200)
  t.same((await agent.post(`/api/business-reveal/customers/${made.id}`)).body.phones, phones.slice(1), 'the first went')
})

t.test('who handed a customer over, or gave it to the pool, sees it no longer', async (t) => {
  const { body: made } = await agent.post('/api/business/customers', { name: '交接250042' })
  t.same((await rowsOf(agent, 'customers', 'search=交接250042')).length, 1, 'by its name, not whose number has 0042')
  t.match((await act(lead, made.id, { act: 'assign', agentIds: ['agent-2'] })).body, { done: 1 })
  t.equal((await agent.get(`/api/business/customers/${made.id}`)).status, 404)
  t.same(await rowsOf(agent, 'customers', 'search=交接'), [])
  t.equal((await other.get(`/api/business/customers/${made.id}`)).status, 200)
  t.match((await act(other, made.id, { act: 'pool' })).body, { done: 1 })
  for (const who of [agent, other]) {
    t.same(await rowsOf(who, 'customers', 'search=交接'), [])
    t.match(await rowsOf(who, 'customers', 'search=交接&pool=true'), [{ name: '交接250042' }])
  }
})

t.test(
  'what comes by file late is overdue, what does not fit is told by its cell, who stopped is not at work',
  async (t) => {
    t.match(await taken('tickets', '标题,时限\n旧单,2020-01-02 10:00'), { added: 1 })
    t.match(await rowsOf(lead, 'tickets', 'overdue=true'), [{ title: '旧单' }])
    const { id, wrong } = await taken('customers', '姓名,电话\n非号,#\n')
    t.equal(wrong, 1)
    const errors = (await lead.get(`/api/business-packages/customers/${id}/errors`)).bytes.toString()
    t.match(errors, '电话: # (应为电话号码')
    const bad = await taken('customers', '姓名,性别,状态\n错项,男人,\n错态,,跟进完\n')
    const told = (await lead.get(`/api/business-packages/customers/${bad.id}/errors`)).bytes.toString()
    t.match(told, '性别: 男人 (可填：男、女 ')
    t.match(told, '状态: 跟进完 (可填：未跟进、跟进中、已成交、无意向')
    t.notMatch(errors, /Invalid|pattern/)
    await sql`insert into business_packages (id, kind, name, file, account_id, by_name, state, piece_at)
    values ('package-stuck', 'tickets', '断', '', 'x', 'x', 'running', now() - interval '1 hour')`
    t.equal(await endStuck(sql), 1)
  },
)

t.test('where the company says so, whoever entered an order may not confirm it', async (t) => {
  const { body: customer } = await agent.post('/api/business/customers', { name: '买家' })
  const setup = { version: 0, columns: [], states: [], layout: {}, rules: { otherConfirms: true } }
  t.equal((await lead.put('/api/business-setup/orders', setup)).status, 200)
  const { body: own } = await agent.post('/api/business/orders', { customerId: customer.id, total: 5 })
  const { body: second } = await agent.post('/api/business/orders', { customerId: customer.id, total: 6 })
  const moved = (who: Client, ids: string[], to: string) =>
    who.post('/api/business-acts/orders', { those: { ids }, act: { act: 'move', to, reason: '核对' } })
  t.match((await moved(agent, [own.id, second.id], 'review')).body, { done: 2 })
  for (const to of ['confirmed', 'rejected']) {
    const no = await moved(agent, [own.id], to)
    t.match([no.status, no.body.say], [403, { zh: /录入人不能审核/ }], to)
  }
  t.match((await moved(agent, [own.id, second.id], 'confirmed')).body, { done: 0, left: 2 })
  t.match((await moved(lead, [own.id, second.id], 'confirmed')).body, { done: 2 })
  const [line] = await sql`select after from audit_log where kind = 'business-setup' order by id desc limit 1`
  t.match(line, { after: { otherConfirms: true } }, 'the rule stands in the log')
})

t.test('a file that left comes back whole: with its state and its owner', async (t) => {
  const { body: made } = await agent.post('/api/business/customers', { name: '备份的人', company: '甲' })
  await act(lead, made.id, { act: 'move', to: 'following' })
  const columns = 'state,ownerId,name,company'
  const job = (
    await lead.post(`/api/exports/business/customers?format=csv&lang=zh&columns=${columns}`, { ids: [made.id] })
  ).body
  const { bytes } = await lead.get(`/api/exports/${job.id}/file`)
  t.match((await act(lead, made.id, { act: 'delete' })).body, { done: 1 })
  t.match(await taken('customers', bytes.toString()), { added: 1, wrong: 0 })
  const back = { name: '备份的人', company: '甲', state: 'following', ownerId: 'agent-1' }
  t.match(await rowsOf(agent, 'customers', 'search=备份的人'), [back])
})

t.test('samples leave as a file with a column a question', async (t) => {
  const questions = [
    { text: '满意吗', type: 'choices', options: '快\n好' },
    { text: '建议', type: 'text', options: '' },
  ]
  const { id } = (await lead.post('/api/business/questionnaires', { name: '回访', questions })).body
  await agent.post('/api/business/samples', { questionnaireId: id, answers: { q1: ['快', '好'], q2: '再快些' } })
  const job = (await lead.post('/api/exports/business/samples?format=csv&lang=zh', { ids: [] })).body
  const lines = (await lead.get(`/api/exports/${job.id}/file`)).bytes.toString().trim().split('\r\n')
  t.match(lines[0], /,满意吗,建议$/)
  t.match(lines[1], /,快; 好,再快些$/)
})

t.test('what was marked with *83 is a list of its own, and who had the call takes the mark away', async (t) => {
  const told = async (callId: string, more: object) => {
    const ref = { kind: 'call', id: callId } as const
    const ended: CallReportFact = { type: 'call-ended', summary: summary(callId, more) }
    await started.ledger.append(ref, { records: [record(callId, [ended])] }, await started.ledger.lastSequence(ref))
  }
  await told('marked', { flags: [{ at: started.clock.now, agentId: 'agent-1' }] })
  await told('plain', { agents: [] })
  const calls = async (query: string) => (await lead.get(`/api/calls?${query}`)).body
  await waitFor(async () => (await calls('')).total === 2, { what: 'both are in the call log' })
  t.match(await calls('flagged=true'), { total: 1, rows: [{ callId: 'marked', flags: [{ agentId: 'agent-1' }] }] })
  t.match(await calls('flagged=false'), { total: 1, rows: [{ callId: 'plain' }] })
  t.equal((await agent.remove('/api/calls/plain/flags')).status, 403)
  t.equal((await agent.remove('/api/calls/marked/flags')).body, true)
  t.equal((await calls('flagged=true')).total, 0)
  const [line] = await sql`select action, account from audit_log where record_id = 'marked'`
  t.match(line, { action: 'unflag', account: 'agent' })
})

t.test('a ticket is due after so many working hours', async (t) => {
  const work = { from: '09:00', to: '18:00', days: [1, 2, 3, 4, 5] }
  const setup = { version: 0, columns: [], states: [], layout: {}, rules: { dueHours: 4, work } }
  t.equal(
    (await lead.put('/api/business-setup/tickets', { ...setup, rules: { work: { ...work, to: '08:00' } } })).status,
    400,
  )
  t.equal((await lead.put('/api/business-setup/tickets', setup)).status, 200)
  await sql`insert into holidays (id, date, name) values ('holiday-1', '2026-12-07', '')`
  started.clock.now = Date.parse('2026-12-04T16:00:00+08:00')
  const late = await started.signIn('agent')
  const { body } = await late.post('/api/business/tickets', { title: '周五下午' })
  t.equal(body.dueAt, Date.parse('2026-12-08T11:00:00+08:00'), 'over the week’s end and a holiday')
})

t.test('a person’s data goes for good when it is asked for, and what went is told', async (t) => {
  const { dir } = started
  const [lead, agent] = [await started.signIn('supervisor'), await started.signIn('agent')]
  const made = async (kind: string, values: object) => (await lead.post(`/api/business/${kind}`, values)).body
  const phones = [{ type: 'mobile', number: '13700000077' }]
  const person = await made('customers', { name: '要求删除的人', phones })
  await made('tickets', { title: '他的工单', customerId: person.id })
  await made('follow-ups', { text: '他说的话', customerId: person.id })
  await lead.post(`/api/business-comments/customers/${person.id}`, { text: '难缠' })
  await lead.post(`/api/business-files/customers/${person.id}?name=id.txt`, new Uint8Array(Buffer.from('身份证')))
  const files = [{ format: 'wav' as const, path: 'x/r-77.wav', bytes: 4 }]
  const facts: CallReportFact[] = [
    { type: 'call-ended', summary: summary('call-77', { from: '13700000077', recordingId: 'r-77' }) },
    { type: 'recording-stored', recordingId: 'r-77', files, durationMs: 1_000 },
  ]
  const ref = { kind: 'call', id: 'call-77' } as const
  await started.ledger.append(ref, { records: [record('call-77', facts)] }, await started.ledger.lastSequence(ref))
  const stored = async () => (await sql`select 1 from recordings where call_id = 'call-77'`).length === 1
  await waitFor(stored, { what: 'the recording is in the log' })
  mkdirSync(join(dir, 'recordings/x'), { recursive: true })
  writeFileSync(join(dir, 'recordings/x/r-77.wav'), 'RIFF')
  const path = `/api/business-forget/customers/${person.id}`
  t.equal((await agent.post(path)).status, 403)
  const told = { records: { customers: 1, tickets: 1, 'follow-ups': 1 }, recordings: 1, comments: 1, attachments: 1 }
  t.match((await lead.post(path)).body, { ...told, kept: { calls: 1 } })
  t.equal((await lead.get(`/api/business/customers/${person.id}`)).status, 200, 'only told so far')
  t.match((await lead.post(path, { sure: true })).body, told)
  t.equal((await lead.get(`/api/business/customers/${person.id}`)).status, 404)
  t.notOk(existsSync(join(dir, 'recordings/x/r-77.wav')))
  t.same(readdirSync(join(dir, 'attachments')), [])
  const rest = await sql<{ text: string }[]>`select t::text as text from audit_log t
    union all select t::text from biz_customers t union all select t::text from biz_tickets t
    union all select t::text from biz_follow_ups t union all select t::text from business_comments t
    union all select t::text from business_undo t union all select t::text from business_attachments t`
  for (const word of ['要求删除的人', '他的工单', '他说的话', '难缠', '13700000077', 'id.txt'])
    t.notOk(
      rest.some(({ text }) => text.includes(word)),
      `nothing of ${word}`,
    )
  t.equal((await sql`select 1 from calls where call_id = 'call-77'`).length, 1, 'the call’s figures stay')
  t.match((await sql`select action from audit_log where record_id = ${person.id} order by id desc limit 1`)[0], {
    action: 'forget',
  })
})

t.test('no answer broke its schema', async (t) => t.strictSame(started.wrong, []))

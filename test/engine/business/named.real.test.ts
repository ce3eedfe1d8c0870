// What a business record names must be there, and be seen by who names it; what is no number, price or sum is refused at its field.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
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

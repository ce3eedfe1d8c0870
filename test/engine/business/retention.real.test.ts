// How long records are kept: tried without changing anything, then obeyed, with files and comments.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { sweepBusiness } from '#engine/business/keep.ts'
import { loadBusinessKinds } from '#engine/business/record/kinds.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import { folderStorage } from '#engine/storage/folder.ts'
import { waitFor } from '../../kit/wait.ts'
import { record, summary } from '../gateway/fixtures.ts'
import { type Client, startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
const { sql, clock } = started
t.teardown(() => started.stop())
const lead = await started.signIn('supervisor')
const agent = await started.signIn('agent')

const make = async (who: Client, kind: string, values: object) => {
  const { status, body } = await who.post(`/api/business/${kind}`, values)
  if (status !== 200) throw new Error(`${kind}: ${JSON.stringify(body)}`)
  return body as { id: string }
}

t.test('what is kept long enough goes with its files; whoever had a contact since, and open work, stays', async (t) => {
  const storage = folderStorage(started.dir)
  const kinds = await loadBusinessKinds()
  const made = async (name: string, number: string) =>
    (await make(lead, 'customers', { name, phones: [{ type: 'mobile', number }] })).id
  const old = await made('旧客户', '13611110001')
  const called = await made('来过电话', '13611110002')
  const served = await made('有新工单', '13611110003')
  const open = await make(lead, 'tickets', { title: '没办完' })
  const gone = await make(lead, 'follow-ups', { customerId: old, text: '旧跟进' })
  await lead.post(`/api/business-comments/customers/${old}`, { text: '已搬家' })
  await storage.take('attachments/file-old', await written('old.txt'))
  await sql`insert into business_attachments (id, kind, record_id, account_id, by_name, name, type, bytes)
    values ('file-old', 'customers', ${old}, 'x', 'x', 'old.txt', 'text/plain', 3)`
  await make(lead, 'tickets', { title: '新的', customerId: served })
  for (const kind of ['customers', 'follow-ups', 'tickets'])
    await sql`update ${sql(`biz_${kind.replace('-', '_')}`)} set touched_at = now() - interval '400 days',
      updated_at = now() - interval '400 days' where id = any(${[old, called, served, open.id, gone.id]}::text[])`
  await callOf('13611110002')
  const would = await lead.get('/api/business-retention/customers?days=365')
  t.match(would.body, { records: 1, parts: { 'follow-ups': 1 } })
  t.equal((await agent.get('/api/business-retention/customers?days=365')).status, 403)
  t.match((await lead.get('/api/business-retention/tickets?days=365')).body, { records: 0 }, 'not done yet')
  await sweepBusiness(sql, storage, kinds)
  t.equal((await lead.get(`/api/business/customers/${old}`)).status, 200, 'nothing goes before the company says so')
  for (const kind of ['customers', 'tickets']) {
    const { version } = (await lead.get('/api/business-kinds')).body.find((one: { kind: string }) => one.kind === kind)
    const setup = { version, columns: [], states: [], layout: {}, rules: { keepDays: 365 } }
    t.equal((await lead.put(`/api/business-setup/${kind}`, setup)).status, 200)
  }
  await sweepBusiness(sql, storage, kinds)
  t.equal((await lead.get(`/api/business/customers/${old}`)).status, 404)
  t.equal((await lead.get(`/api/business/follow-ups/${gone.id}`)).status, 404)
  for (const id of [called, served]) t.equal((await lead.get(`/api/business/customers/${id}`)).status, 200)
  t.equal((await lead.get(`/api/business/tickets/${open.id}`)).status, 200)
  const [line] =
    await sql`select action, account, title from audit_log where record_id = ${old} order by id desc limit 1`
  t.same(line, { action: 'retire', account: 'system', title: '' }, 'the log says so, without the name')
  await sql`update biz_customers set deleted_at = now() - interval '2 days' where id = ${old}`
  await sweepBusiness(sql, storage, kinds)
  t.equal((await sql`select 1 from biz_customers where id = ${old}`).length, 0)
  t.equal((await sql`select 1 from business_comments where record_id = ${old}`).length, 0)
  t.equal(await storage.local('attachments/file-old'), undefined, 'its file is gone too')
})

async function written(name: string): Promise<string> {
  const path = join(started.dir, name)
  await writeFile(path, 'old')
  return path
}
async function callOf(from: string): Promise<void> {
  const ref = { kind: 'call', id: 'late-call' } as const
  const ended: CallReportFact = {
    type: 'call-ended',
    summary: summary('late-call', { from, arrivedAt: clock.now - 60_000, endedAt: clock.now }),
  }
  await started.ledger.append(ref, { records: [record('late-call', [ended])] }, await started.ledger.lastSequence(ref))
  await waitFor(async () => (await sql`select 1 from calls where from_key = ${from}`).length === 1, {
    what: 'the call is in the call log',
  })
}

// Files made for people: who may fetch them.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { waitFor } from '#test/kit/wait.ts'
import { record, summary } from './fixtures.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, bus, ledger, dir } = started
t.teardown(() => started.stop())

t.before(async () => {
  const columns = [{ name: 'agent', label: { zh: '坐席', en: 'Agent' }, format: 'text' }]
  const info = { name: 'agents', label: { zh: '坐席', en: 'Agents' }, parameters: [], columns }
  await bus.subscribe(subjects.report, (asked, _subject, answer) => {
    const isList = (asked as { type: string }).type === 'list'
    answer?.({ ok: true, value: isList ? [info] : { report: 'agents', columns, rows: [{ agent: 'x' }], asOf: 1 } })
  })
})

t.test(
  'a file is fetched by the right over what it holds as that stands then, not by having been its maker',
  async (t) => {
    const role = (name: string) =>
      sql`update accounts set role = ${name}, agent_id = ${name === 'agent' ? 'agent-2' : null} where account = 'supervisor'`
    const one = await started.signIn('supervisor')
    const [calls, report] = [
      (await one.post('/api/exports/calls?format=csv')).body.id,
      (await one.post('/api/exports/reports/agents?format=xlsx')).body.id,
    ]
    const status = async (id: string) => (await one.get(`/api/exports/${id}/file`)).status
    t.same([await status(calls), await status(report)], [200, 200])
    await role('planner')
    t.same([await status(calls), await status(report)], [403, 200], 'a planner has reports, and no calls')
    await role('agent')
    t.same([await status(calls), await status(report)], [403, 403], 'own calls are not all calls')
    const own = (await one.post('/api/exports/calls?format=csv')).body.id
    t.equal(await status(own), 200)
    await sql`update accounts set agent_id = null where account = 'supervisor'`
    t.equal(await status(own), 403, 'the account is another agent’s, or nobody’s')
    await role('supervisor')
    t.same([await status(calls), await status(own)], [200, 200])
  },
)

t.test(
  'the recordings of a search are one ZIP: named for people, own ones for an agent, what is gone is listed',
  async (t) => {
    await mkdir(join(dir, 'recordings/2026'), { recursive: true })
    const call = async (callId: string, agentId: string, kept: boolean) => {
      const sound = `${callId} ${'sound'.repeat(50)}`
      if (kept) await writeFile(join(dir, `recordings/2026/${callId}.mp3`), sound)
      const files = [{ format: 'mp3' as const, path: `2026/${callId}.mp3`, bytes: sound.length }]
      const [stay] = summary(callId).agents
      const agents = stay ? [{ ...stay, agentId }] : []
      const ended = { type: 'call-ended' as const, summary: summary(callId, { recordingId: callId, agents }) }
      const stored = { type: 'recording-stored' as const, recordingId: callId, files, durationMs: 1_000 }
      await ledger.append({ kind: 'call', id: callId }, { records: [record(callId, [ended, stored])] }, 0)
    }
    await call('z1', 'agent-1', true)
    await call('z2', 'agent-2', true)
    await call('z3', 'agent-2', false)
    const lead = await started.signIn('supervisor')
    const agent = await started.signIn('agent')
    await waitFor(async () => (await lead.get('/api/calls')).body.total === 3, { what: 'the calls' })
    const zip = async (who: typeof lead, query = '') => {
      const { body, status } = await who.post(`/api/exports/recordings${query}`)
      t.match({ status, body }, { status: 200, body: { format: 'zip', state: 'done' } })
      const answer = await fetch(`${started.base}/api/exports/${body.id}/file`, { headers: { cookie: who.cookie } })
      t.equal(answer.headers.get('content-type'), 'application/zip')
      return { bytes: Buffer.from(await answer.arrayBuffer()).toString('latin1'), total: body.total }
    }
    const all = await zip(lead)
    t.equal(all.total, 3)
    for (const id of ['z1', 'z2']) t.ok(all.bytes.includes(`${id} sound`), `the sound of ${id}`)
    t.ok(all.bytes.includes('missing.txt'), 'what is gone is told')
    t.ok(all.bytes.includes('13800000001'), 'the number is in the name')
    const own = await zip(agent)
    t.ok(own.bytes.includes('z1 sound'))
    t.notOk(own.bytes.includes('z2 sound'), 'a colleague’s is not in it')
    t.equal((await zip(lead, '?agentId=agent-1')).total, 1)
    t.match((await sql`select kind, action from audit_log where kind = 'recordings'`)[0], { action: 'export' })
  },
)

t.test('a program asks for the call log once and has the file', async (t) => {
  const admin = await started.signIn('administrator')
  const csv = await admin.get('/api/calls.csv?lang=zh')
  t.equal(csv.status, 200)
  t.equal(csv.bytes.subarray(0, 3).toString('hex'), 'efbbbf', 'with the mark of UTF-8')
  t.match(csv.headers.get('content-disposition'), /attachment.*\.csv/)
  const xlsx = await admin.get('/api/calls.xlsx')
  t.equal(xlsx.status, 200)
  t.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK')
  t.equal((await started.guest.get('/api/calls.csv')).status, 401)
  t.equal((await (await started.signIn('planner')).get('/api/calls.csv')).status, 403)
})

t.test('who may not export has the pages and no file', async (t) => {
  await sql`update roles set grants = (select jsonb_agg(one) from jsonb_array_elements(grants) one
    where one->>'right' <> 'export') where id = 'agent'`
  const agent = await started.signIn('agent')
  t.equal((await agent.get('/api/calls?mine=true')).status, 200)
  t.equal((await agent.post('/api/exports/calls?format=csv')).status, 403)
  t.equal((await agent.post('/api/exports/recordings')).status, 403)
  t.equal((await agent.get('/api/calls/z1/recording')).status, 200, 'it is heard')
  t.equal((await agent.get('/api/calls/z1/recording?download=true')).status, 403)
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

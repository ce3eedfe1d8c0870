// What was deleted keeps its name wherever something still speaks of it: calls, messages, files, reports, series, the audit log.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import { loadKinds } from '#engine/records/record/kinds.ts'
import { waitFor } from '#test/kit/wait.ts'
import { AT, record, summary } from './fixtures.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, ledger, bus } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')

async function tell(callId: string, facts: CallReportFact[]): Promise<void> {
  const ref = { kind: 'call', id: callId } as const
  await ledger.append(ref, { records: [record(callId, facts)] }, await ledger.lastSequence(ref))
}

const made = async (kind: string, values: object): Promise<string> =>
  (await admin.post(`/api/config/${kind}`, values)).body.id
const agentId = await made('agents', { number: '7001', name: '赵离职', groupId: 'group-1' })
const missedId = await made('agents', { number: '7002', name: '钱离职', groupId: 'group-1' })
const queueId = await made('queues', { name: '旧业务', strategy: 'longest-idle' })
const account = { account: 'gone', name: '孙离职', role: 'supervisor', password: 'long-enough-1' }
const accountId = await made('accounts', account)

t.before(async () => {
  const [stay] = summary('c1').agents
  await tell('c1', [
    {
      type: 'call-ended',
      summary: summary('c1', {
        queues: [{ queueId, joinedAt: AT, leftAt: AT + 1_000, left: 'answered', missed: [missedId] }],
        agents: [{ ...stay!, agentId }],
        recordingId: 'r1',
      }),
    },
    { type: 'recording-stored', recordingId: 'r1', files: [], durationMs: 1_000 },
    { type: 'message-left', queueId, recordingId: 'r1' },
  ])
  await waitFor(async () => (await sql`select 1 from messages`).length === 1, { what: 'the call is in the call log' })
  for (const [kind, id] of [
    ['agents', agentId],
    ['agents', missedId],
    ['queues', queueId],
    ['accounts', accountId],
  ])
    await admin.remove(`/api/config/${kind}/${id}`)
})

t.test('the call log, one call, its recording and its message name agent and queue', async (t) => {
  t.match((await admin.get('/api/calls')).body.rows, [{ agentNames: ['赵离职'], queueNames: ['旧业务'] }])
  t.match((await admin.get('/api/calls/c1')).body, {
    agentNames: ['赵离职'],
    missedAgentNames: ['钱离职'],
    recording: { id: 'r1' },
  })
  t.match((await admin.get('/api/messages')).body.rows, [{ queueName: '旧业务' }])
  for (const sort of ['at', 'from', 'queueName', 'durationMs', 'heardAt'])
    t.match((await admin.get(`/api/messages?sort=${sort}&descending=true`)).body.rows, [{ queueName: '旧业务' }], sort)
  t.equal((await admin.get('/api/messages?sort=callId')).status, 400, 'no column of the list')
})

t.test('an exported file names them', async (t) => {
  const { body } = await admin.post('/api/exports/calls?format=csv&lang=zh')
  const file = (await admin.get(`/api/exports/${body.id}/file`)).bytes.toString()
  t.match(file, /旧业务.*赵离职/)
  t.notMatch(file, agentId)
})

t.test('a report names them, by page and by file', async (t) => {
  await bus.subscribe(subjects.report, (asked, _subject, answer) => {
    if ((asked as { type: string }).type === 'list')
      return answer?.({
        ok: true,
        value: [{ name: 'agents', label: { zh: '坐席', en: 'Agents' }, parameters: [], columns: [] }],
      })
    const column = (name: string) => ({ name, label: { zh: name, en: name }, format: 'text' })
    answer?.({
      ok: true,
      value: {
        report: 'agents',
        columns: [column('agent'), column('queue')],
        rows: [{ agent: agentId, queue: queueId }],
        asOf: AT,
        names: { agent: 'agents', queue: 'queues' },
      },
    })
  })
  t.match((await admin.get('/api/reports/agents')).body.rows, [{ agent: '赵离职', queue: '旧业务' }])
  const { body } = await admin.post('/api/exports/reports/agents?format=csv&lang=zh')
  t.match((await admin.get(`/api/exports/${body.id}/file`)).bytes.toString(), /赵离职,旧业务/)
})

t.test('the audit log has its title, and names for the ids within', async (t) => {
  const { rows } = (await admin.get('/api/audit?action=delete')).body
  t.same(new Set(rows.map((row: { title: string }) => row.title)), new Set(['赵离职', '钱离职', '旧业务', 'gone']))
  t.match((await admin.get('/api/removed/agents')).body, [
    { id: missedId, name: '钱离职' },
    { id: agentId, name: '赵离职' },
  ])
  t.match((await admin.get('/api/removed/accounts')).body, [{ id: accountId }])
})

t.test('every kind keeps the names of what was deleted of it, for who may read the kind', async (t) => {
  const agent = await started.signIn('agent')
  for (const kind of (await loadKinds()).values()) {
    t.equal((await started.guest.get(`/api/removed/${kind.kind}`)).status, 401, kind.kind)
    const [removed, list] = await Promise.all([
      agent.get(`/api/removed/${kind.kind}`),
      agent.get(`/api/config/${kind.kind}`),
    ])
    t.equal(removed.status, list.status, `${kind.kind}: as its list`)
  }
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

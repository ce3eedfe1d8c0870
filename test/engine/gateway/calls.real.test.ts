// The call log: from facts in the ledger to rows, journeys, files and reports over HTTP.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { CallSummary } from '#engine/protocol/call.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import type { RecordingGap } from '#engine/protocol/media.ts'
import { forgetCalls, projectCalls } from '#engine/records/call-log/project-calls.ts'
import { waitFor } from '#test/kit/wait.ts'
import { AT, record, summary } from './fixtures.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, ledger, bus, dir } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
const agent = await started.signIn('agent')

const SOUND = Buffer.from(Array.from({ length: 1_000 }, (_, n) => n % 251))

async function tell(callId: string, facts: CallReportFact[]): Promise<void> {
  const ref = { kind: 'call', id: callId } as const
  await ledger.append(ref, { records: [record(callId, facts)] }, await ledger.lastSequence(ref))
}
const GAPS: RecordingGap[] = [{ fromMs: 1_000, untilMs: 4_000, reason: 'sound-restarted' }]
const stored = (recordingId: string): CallReportFact => ({
  type: 'recording-stored',
  recordingId,
  files: [{ format: 'wav', path: `2026/${recordingId}.wav`, bytes: SOUND.length }],
  durationMs: 90_000,
  gaps: GAPS,
})
const rows = () => sql<{ callId: string }[]>`select call_id from calls order by call_id`

t.before(async () => {
  await sql`insert into queues (id, name, lang, strategy, ring_ms, missed_agent, max_wait_ms, on_max_wait,
      nobody_wait_ms, on_nobody, max_waiting, on_full) values ('queue-1', '查询', 'zh', 'random', 1, 'stays-ready', 1, '{"type":"hang-up"}', 1, '{"type":"hang-up"}', 1, '{"type":"hang-up"}')`
  await mkdir(join(dir, 'recordings/2026'), { recursive: true })
  await writeFile(join(dir, 'recordings/2026/r1.wav'), SOUND)
  // the recording's fact may come before or after the call's last one
  await tell('c1', [stored('r1')])
  await tell('c1', [{ type: 'call-ended', summary: summary('c1', { recordingId: 'r1' }) }])
  await tell('c2', [
    {
      type: 'call-ended',
      summary: summary('c2', {
        from: '=1+1',
        arrivedAt: AT + 1_000,
        agents: [],
        outcome: 'voicemail',
        hungUpBy: 'system',
        recordingId: 'r2',
      }),
    },
    stored('r2'),
    { type: 'message-left', queueId: 'queue-1', recordingId: 'r2' },
  ])
  await waitFor(async () => (await rows()).length === 2, { what: 'both calls are in the call log' })
})

t.test('a call is one row with waiting, talking and holding time, newest first', async (t) => {
  const { body } = await admin.get('/api/calls')
  t.equal(body.total, 2)
  t.match(body.rows, [
    { callId: 'c2', outcome: 'voicemail', agentIds: [], talkMs: 0 },
    {
      callId: 'c1',
      from: '13800000001',
      arrivedAt: AT,
      waitMs: 20_000,
      talkMs: 45_000,
      holdMs: 15_000,
      agentNames: ['张三'],
      queueNames: ['查询'],
      hungUpBy: 'caller',
      collected: { order: '4096' },
      recording: { id: 'r1', durationMs: 90_000, formats: ['wav'], gaps: GAPS },
    },
  ])
})

t.test('the log is searched by time, number, agent, queue, outcome, who hung up and recording', async (t) => {
  const total = async (query: string) => (await admin.get(`/api/calls?${query}`)).body.total
  t.equal(await total(`from=${AT}&to=${AT + 1}`), 1)
  t.equal(await total('number=1380000'), 1)
  t.equal(await total(`number=${encodeURIComponent('１３８００００')}`), 1, 'in full-width digits')
  t.equal(await total('number=%25'), 0, 'a percent sign is a percent sign')
  t.equal(await total('agentId=agent-1'), 1)
  t.equal(await total('queueId=queue-1'), 2)
  t.equal(await total('outcome=voicemail'), 1)
  t.equal(await total('hungUpBy=caller'), 1)
  t.equal(await total('hasRecording=false'), 0)
  for (const bad of ['from=yesterday', 'sort=nonsense', 'outcome=nonsense'])
    t.equal((await admin.get(`/api/calls?${bad}`)).status, 400)
  for (const sort of ['arrivedAt', 'from', 'to', 'outcome', 'hungUpBy', 'waitMs', 'talkMs']) {
    const { rows } = (await admin.get(`/api/calls?sort=${sort}&descending=true`)).body
    t.ok(
      rows.every((row: Record<string, string>, n: number) => n === 0 || rows[n - 1][sort] >= row[sort]!),
      sort,
    )
  }
  t.equal((await admin.get('/api/calls?pageSize=1&page=2')).body.rows[0].callId, 'c1')
})

t.test('an agent sees own calls only', async (t) => {
  t.match((await agent.get('/api/calls')).body, { total: 1, rows: [{ callId: 'c1' }] })
  t.equal((await agent.get('/api/calls/c1')).status, 200)
  t.match(await agent.get('/api/calls/c2'), { status: 403, body: { refusal: 'not-allowed' } })
  t.equal((await agent.get('/api/calls/c2/recording')).status, 403)
  t.equal((await agent.get('/api/calls/c1/recording')).status, 200)
})

t.test('one call shows its journey', async (t) => {
  const { body } = await admin.get('/api/calls/c1')
  t.match(body, {
    path: [{ nodeName: '菜单', outlet: 'key-1' }],
    queues: [{ queueId: 'queue-1', left: 'answered' }],
    agents: [{ agentNumber: '1001', ringMs: 3_000 }],
  })
  t.equal((await admin.get('/api/calls/none')).status, 404)
})

t.test('a recording plays from any second, and the look is logged', async (t) => {
  const whole = await admin.get('/api/calls/c1/recording')
  t.same(whole.bytes, SOUND)
  t.match(Object.fromEntries(whole.headers), { 'content-type': 'audio/wav', 'accept-ranges': 'bytes' })
  const part = await admin.get('/api/calls/c1/recording?format=wav', { range: 'bytes=500-599' })
  t.equal(part.status, 206)
  t.equal(part.headers.get('content-range'), 'bytes 500-599/1000')
  t.same(part.bytes, SOUND.subarray(500, 600))
  t.same((await admin.get('/api/calls/c1/recording', { range: 'bytes=-10' })).bytes, SOUND.subarray(990))
  t.equal((await admin.get('/api/calls/c1/recording', { range: 'bytes=5000-' })).status, 416)
  t.equal((await admin.get('/api/calls/c1/recording?format=mp3')).status, 404)
  const saved = await admin.get('/api/calls/c1/recording?download=true')
  t.match(saved.headers.get('content-disposition'), /attachment.*c1\.wav/)
  const log = await admin.get('/api/audit?kind=recordings')
  t.match(
    log.body.rows.map((row: { action: string; account: string }) => [row.account, row.action]),
    [
      ['administrator', 'download'],
      ['administrator', 'listen'],
      ['agent', 'listen'],
    ],
  )
})

t.test('a large recording arrives whole though the client reads slowly', async (t) => {
  const large = Buffer.alloc(12_000_000, 7)
  await writeFile(join(dir, 'recordings/2026/r1.wav'), large)
  const answer = await admin.get('/api/calls/c1/recording')
  t.equal(answer.bytes.length, large.length)
  t.ok(answer.bytes.equals(large))
  await writeFile(join(dir, 'recordings/2026/r1.wav'), SOUND)
})

t.test('the export opens in a spreadsheet: words in the language asked for, whole numbers, no formula', async (t) => {
  const fileOf = async (query: string) => {
    const { body } = await admin.post(`/api/exports/calls?${query}`)
    t.match(body, { state: 'done', rows: body.total })
    return (await admin.get(`/api/exports/${body.id}/file`)).bytes.toString('utf8')
  }
  const zh = await fileOf('format=csv&lang=zh')
  t.ok(zh.startsWith('\ufeff呼叫时间,'))
  t.match(
    zh,
    /2026-11-21 10:00:00,呼入,\t13800000001,95588,查询,张三,20,45,已接听,主叫,,,r1/,
    'local time, names, seconds',
  )
  t.match(zh, /'=1\+1/)
  t.match(await fileOf('format=csv&lang=en&outcome=answered'), /,Inbound,\t13800000001,95588,.*,Answered,Caller,,,r1/)
})

t.test('messages are listed, played and marked as heard', async (t) => {
  const list = await admin.get('/api/messages')
  t.match(list.body, { total: 1, rows: [{ recordingId: 'r2', queueName: '查询', formats: ['wav'], heardAt: null }] })
  await writeFile(join(dir, 'recordings/2026/r2.wav'), SOUND)
  t.same((await admin.get('/api/messages/r2/sound')).bytes, SOUND)
  t.equal((await admin.post('/api/messages/r2/heard')).status, 200)
  t.match((await admin.get('/api/messages')).body, { rows: [{ heardBy: 'administrator' }] })
})

t.test('the same facts again change nothing, and the records can be dropped and made anew', async (t) => {
  const before = await sql`select * from calls order by call_id`
  await sql`update projections set sequence = 0`
  const again = await projectCalls(sql, ledger, Date.now)
  await waitFor(() => again.state().sequence > 0, { what: 'the facts were read again' })
  await again.stop()
  t.same([...(await sql`select * from calls order by call_id`)], [...before])
  await forgetCalls(sql)
  t.equal((await rows()).length, 0)
  const anew = await projectCalls(sql, ledger, Date.now)
  await waitFor(async () => (await rows()).length === 2, { what: 'the call log is filled again' })
  await anew.stop()
  t.same([...(await sql`select * from calls order by call_id`)], [...before])
})

t.test('a fact that does not fit is counted and passed over, not retried for ever', async (t) => {
  await tell('c3', [{ type: 'call-ended', summary: { ...summary('c3'), arrivedAt: Number.NaN } }])
  await tell('c4', [{ type: 'call-ended', summary: summary('c4') }])
  await waitFor(async () => (await rows()).some((row) => row.callId === 'c4'), { what: 'the next call' })
  t.match(started.wrong.splice(0), [/c3/])
})

t.test('reports are asked of analytics, parameters typed by their fields, ids replaced by names', async (t) => {
  const info = {
    name: 'agents',
    label: { zh: '坐席', en: 'Agents' },
    parameters: [
      { name: 'minutes', type: 'number', label: { zh: '', en: '' } },
      { name: 'queueIds', type: 'reference', to: 'queues', many: true, label: { zh: '', en: '' } },
    ],
    columns: [{ name: 'agent', label: { zh: '', en: '' }, format: 'text' }],
  }
  const asked: unknown[] = []
  t.match(await admin.get('/api/reports'), { status: 503, body: { refusal: 'unavailable' } })
  await bus.subscribe(subjects.report, (value, _subject, answer) => {
    asked.push(value)
    const ask = value as { type: string; report: string }
    if (ask.type === 'list') answer?.({ ok: true, value: [info] })
    else if (ask.report !== 'agents') answer?.({ ok: false, refusal: 'not-found' })
    else
      answer?.({
        ok: true,
        value: {
          report: 'agents',
          columns: info.columns,
          rows: [{ agent: 'agent-1' }],
          asOf: 1,
          names: { agent: 'agents' },
        },
      })
  })
  t.match((await admin.get('/api/reports')).body, [{ name: 'agents' }])
  const result = await admin.get('/api/reports/agents?minutes=30&queueIds=q1,q2&from=5')
  t.match(result.body, { rows: [{ agent: '张三' }], asOf: 1 })
  t.match(asked.at(-1), {
    type: 'run',
    report: 'agents',
    parameters: { minutes: 30, queueIds: ['q1', 'q2'], from: '5' },
  })
  t.equal((await admin.get('/api/reports/none')).status, 404)
})

t.test('the desk’s counters and the own calls are the same calls, by the centre’s day', async (t) => {
  const midnight = Date.parse('2026-11-09T16:00:00Z')
  const now = started.clock.now
  started.clock.now = midnight + 10 * 3_600_000
  const stay = { agentId: 'agent-1', agentNumber: '1001', legId: 'l', ringMs: 1_000, holdMs: 5_000 }
  const placed = { direction: 'out', placedBy: { agentId: 'agent-1', agentNumber: '1001' }, from: '1001' } as const
  const waited = { queueId: 'queue-1', joinedAt: 0, leftAt: 0, left: 'answered' } as const
  const at = (n: number) => midnight + n
  const colleague = { ...stay, agentId: 'agent-2', from: 0, to: 60_000 }
  const calls: CallSummary[] = [
    summary('d0', { arrivedAt: at(-1), agents: [{ ...stay, from: 0, to: 9_000 }], queues: [] }),
    summary('d1', { arrivedAt: at(0), agents: [{ ...stay, from: 0, to: 65_000 }, colleague], queues: [] }),
    summary('d2', { ...placed, to: '139', arrivedAt: at(2), agents: [{ ...stay, from: 0, to: 25_000 }], queues: [] }),
    summary('d3', {
      ...{ ...placed, to: '140', arrivedAt: at(3), agents: [], queues: [], outcome: 'failed', hungUpBy: 'system' },
      failure: 'no-trunk',
    }),
    summary('d4', { arrivedAt: at(4), agents: [colleague], queues: [{ ...waited, missed: ['agent-1'] }] }),
    summary('d5', { arrivedAt: at(5), agents: [], queues: [], missed: ['agent-1'], outcome: 'not-answered' }),
    summary('d6', {
      arrivedAt: at(6),
      agents: [{ ...stay, from: 0, to: 6_000 }],
      queues: [{ ...waited, missed: ['agent-1'] }],
    }),
    summary('d7', { arrivedAt: at(86_400_000), agents: [{ ...stay, from: 0, to: 9_000 }], queues: [] }),
    summary('d8', { arrivedAt: at(8), agents: [colleague], queues: [] }),
  ]
  const already = (await rows()).length
  for (const call of calls) await tell(call.callId, [{ type: 'call-ended', summary: call }])
  await waitFor(async () => (await rows()).length === already + calls.length, { what: 'all are in the call log' })
  const { body } = await agent.get('/api/desk/today')
  t.match(body, { answered: 2, missed: 2, outbound: 2, talkMs: 81_000, averageTalkMs: 27_000 })
  t.match(body.calls, [
    { callId: 'd6', part: 'answered', talkMs: 1_000 },
    { callId: 'd5', part: 'missed' },
    { callId: 'd4', part: 'missed', talkMs: 0 },
    { callId: 'd3', part: 'outbound', failure: 'no-trunk', talkMs: 0 },
    { callId: 'd2', part: 'outbound', talkMs: 20_000 },
    { callId: 'd1', part: 'answered', talkMs: 60_000 },
  ])
  const mine = await agent.get(`/api/calls?mine=true&from=${midnight}&to=${midnight + 86_400_000}`)
  t.same(
    mine.body.rows.map((row: { callId: string }) => row.callId),
    body.calls.map((call: { callId: string }) => call.callId),
    'my calls are the same ones',
  )
  t.match(mine.body.rows[3], { agentIds: ['agent-1'], agentNames: ['张三'], failure: 'no-trunk' })
  t.equal((await agent.get('/api/calls/d4')).status, 200, 'who let it ring may look at it')
  t.equal((await agent.get('/api/calls/d8')).status, 403)
  t.equal((await admin.get('/api/desk/today')).status, 403, 'an account without a desk has none')
  started.clock.now = now
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

// The call records' readers die with a batch under way, two read at once, and a former owner writes late: every call is
// one row.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { connectBus } from '#engine/bus/nats.ts'
import type { Storage } from '#engine/ports/storage.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import { projectCalls } from '#engine/records/call-log/project-calls.ts'
import { expireRecordings } from '#engine/records/call-log/retention.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { startNats } from '#test/kit/nats.ts'
import { startStore } from '#test/kit/postgres.ts'
import { waitFor } from '#test/kit/wait.ts'
import { record, summary } from '../../gateway/fixtures.ts'

const [nats, store] = await Promise.all([startNats(), startStore()])
const connection = await connectBus({ servers: [nats.url], token: nats.token, name: 'test' })
const ledger = await connection.ledger()
const { sql } = store
const children: ChildProcess[] = []
t.teardown(async () => {
  for (const child of children) child.kill('SIGKILL')
  await connection.bus.close()
  await nats.stop()
  await store.stop()
})

const reader = () => {
  const script = join(import.meta.dirname, '../../../kit/call-records.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, nats.url, nats.token, store.url])
  children.push(child)
  return child
}
const ended = (callId: string, outcome = 'answered'): CallReportFact => ({
  type: 'call-ended',
  summary: { ...summary(callId), outcome: outcome as 'answered' },
})
let calls = 0
const append = async (count: number) => {
  const one = async (callId: string) => {
    const done = await ledger.append({ kind: 'call', id: callId }, { records: [record(callId, [ended(callId)])] }, 0)
    if (!done.ok) throw new Error('not last')
  }
  for (let n = 0; n < count; n += 50) await Promise.all(Array.from({ length: 50 }, () => one(`c${calls++}`)))
}
const rows = async () => (await sql<{ count: number }[]>`select count(*) as count from calls`)[0]?.count ?? 0
const place = async () => (await sql<{ sequence: number }[]>`select sequence from projections`)[0]?.sequence ?? 0

t.test('readers are killed with a batch under way, two at a time: every call is one row', async (t) => {
  await append(250)
  for (let round = 0; round < 2; round++) {
    const two = [reader(), reader()]
    const before = await place()
    await append(250)
    await waitFor(async () => (await place()) > before, { timeoutMs: 90_000, what: 'a batch is stored' })
    for (const child of two) child.kill('SIGKILL')
  }
  reader()
  await waitFor(async () => (await place()) === calls, { timeoutMs: 90_000, what: 'the end of the ledger' })
  t.equal(await rows(), calls)
})

t.test('a recording that was awaited takes its place when it comes', async (t) => {
  const other = memoryLedger()
  await sql`truncate calls, recordings, messages, projections`
  const ref = { kind: 'call', id: 'awaited' } as const
  const projection = await projectCalls(sql, other, Date.now)
  t.teardown(() => projection.stop())
  const files = [{ format: 'mp3' as const, path: '2026/r.mp3', bytes: 9 }]
  const told: CallReportFact[] = [
    { type: 'recording-awaited', recordingId: 'r' },
    { type: 'recording-stored', recordingId: 'r', files, durationMs: 5 },
  ]
  const seen: unknown[] = []
  for (const [n, fact] of told.entries()) {
    const records = [{ ...record(ref.id, [fact]), seq: n + 1 }]
    await other.append(ref, { records }, await other.lastSequence(ref))
    await waitFor(() => projection.state().sequence === n + 1, { what: `entry ${n + 1}` })
    seen.push(...(await sql`select duration_ms, files, gaps from recordings`))
  }
  const gaps = [{ fromMs: 0, untilMs: 0, reason: 'awaited' }]
  t.match(seen, [
    { durationMs: 0, files: [], gaps },
    { durationMs: 5, files, gaps: [] },
  ])
})

t.test("a former owner's late word gives way to the new owner's, in the call log too", async (t) => {
  const other = memoryLedger()
  await sql`truncate calls, recordings, messages, projections`
  const ref = { kind: 'call', id: 'taken-over' } as const
  const put = async (seq: number, epoch: number, facts: CallReportFact[]) => {
    const records = [{ ...record(ref.id, facts), seq, epoch }]
    await other.append(ref, { records }, await other.lastSequence(ref))
  }
  const projection = await projectCalls(sql, other, Date.now)
  t.teardown(() => projection.stop())
  const upTo = (n: number) => waitFor(() => projection.state().sequence === n, { what: `entry ${n}` })
  await put(1, 1, [])
  const message: CallReportFact = { type: 'message-left', recordingId: 'late', queueId: 'q' }
  await put(2, 1, [message, ended(ref.id, 'abandoned')])
  await upTo(2)
  t.equal(await rows(), 1)
  await put(2, 2, [{ type: 'recording-stored', recordingId: 'r', files: [], durationMs: 1 }])
  await upTo(3)
  t.equal(await rows(), 0, 'the call goes on')
  t.equal((await sql`select * from messages`).length, 0)
  await put(3, 2, [ended(ref.id)])
  await upTo(4)
  t.match(await sql`select outcome, epoch from calls`, [{ outcome: 'answered', epoch: 2 }])
})

t.test(
  'a recording goes when its queue keeps it no longer; messages, and calls of a queue that keeps, stay',
  async (t) => {
    await sql`truncate calls, recordings, messages cascade`
    const DAY = 86_400_000
    const now = Date.now()
    const queue = async (id: string, keepRecordingsDays: number) => {
      const out = { type: 'hang-up' }
      const waits = { maxWaitMs: 1, onMaxWait: out, nobodyWaitMs: 1, onNobody: out, maxWaiting: 1, onFull: out }
      const own = { id, name: id, lang: 'zh', strategy: 'random', ringMs: 1, missedAgent: 'stays-ready' }
      await sql`insert into queues ${sql({ ...own, ...waits, keepRecordingsDays } as never)}`
    }
    for (const [id, days] of [
      ['week', 7],
      ['month', 30],
      ['ever', 0],
    ] as const)
      await queue(id, days)
    const call = async (id: string, queueIds: string[], days: number) => {
      await sql`insert into calls (call_id, fact_id, direction, from_number, to_number, access_number, arrived_at, ended_at,
        outcome, hung_up_by, wait_ms, talk_ms, hold_ms, region, vip, queues, agents, path, collected, agent_ids,
        missed_agent_ids, queue_ids)
      values (${id}, ${id}, 'in', '1', '2', '2', ${now - days * DAY}, ${now - days * DAY}, 'answered', 'caller', 0, 0, 0,
        '', false, '[]', '[]', '[]', '{}', '{}', '{}', ${queueIds})`
      const files = sql.json(['wav', 'mp3'].map((format) => ({ format, path: `${id}.${format}`, bytes: 1 })))
      await sql`insert into recordings ${sql({ recordingId: id, callId: id, factId: id, storedAt: now, durationMs: 1, files } as never)}`
    }
    await call('young', ['week'], 6)
    await call('old', ['week'], 8)
    await call('both', ['week', 'month'], 8)
    await call('both-old', ['week', 'month'], 31)
    await call('kept', ['week', 'ever'], 400)
    await call('message', ['week'], 8)
    await call('outbound', [], 400)
    await sql`insert into messages (recording_id, call_id, fact_id, at) values ('message', 'message', 'message', ${now})`
    const removed: string[] = []
    const storage = { remove: async (name: string) => void removed.push(name) } as Storage
    t.equal(await expireRecordings(sql, storage, now), 2)
    t.same(
      removed.sort(),
      ['both-old', 'old'].flatMap((id) => [`recordings/${id}.mp3`, `recordings/${id}.wav`]),
    )
    const gone = await sql<{ recordingId: string; files: unknown[] }[]>`
    select recording_id, files from recordings where expired_at is not null order by 1`
    t.same(
      gone.map(({ recordingId, files }) => [recordingId, files.length]),
      [
        ['both-old', 0],
        ['old', 0],
      ],
    )
    t.equal(await expireRecordings(sql, storage, now), 0, 'nothing goes twice')
  },
)

// The call records' readers die with a batch under way, two read at once, and a former owner writes late: every call is
// one row.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { connectBus } from '#engine/bus/nats.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import { projectCalls } from '#engine/records/call-log/project-calls.ts'
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

// The analytics path on the real ClickHouse engine (chDB behind our front) with an in-memory ledger feed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { DETAILS, oldViewOf, viewOf } from '#analytics/clickhouse/details.ts'
import { startFront } from '#analytics/clickhouse/front.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { collect } from '#analytics/collector/collector.ts'
import { loadReports } from '#analytics/reporting/report.ts'
import { answerReport } from '#analytics/reporting/run.ts'
import type { FollowingProjection, Ledger, Read } from '#engine/ports/ledger.ts'
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { FactBody } from '#engine/protocol/ledger.ts'
import type { ReportResult } from '#engine/protocol/reports.ts'
import { NOT_ROLLED } from '#test/kit/rolling.ts'

const START = Date.parse('2026-03-02T01:00:00Z')
const PASSWORD = 'front-password'

let made = 0
function entryOf(ref: ActorRef, at: number, ...facts: FactBody[]): Read {
  made += 1
  const record = {
    v: 1 as const,
    id: `d${made}`,
    at,
    kind: ref.kind,
    actor: ref.id,
    seq: made,
    epoch: 1,
    cause: 'test',
    command: { type: 'wake' },
    facts,
  }
  return { ref, entry: { records: [record] }, sequence: made }
}

const queue: ActorRef = { kind: 'queue', id: 'q1' }
const agent: ActorRef = { kind: 'agent', id: 'a1' }

t.test('facts that were driven come back as the queue interval report', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'tinglan-chdb-'))
  const front = await startFront({ dataDir: dir, port: 0, password: PASSWORD })
  const clickhouse = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: PASSWORD })
  t.teardown(async () => {
    await clickhouse.close()
    await front.stop()
    await rm(dir, { recursive: true, force: true })
  })
  await createSchema(clickhouse)
  await createSchema(clickhouse)

  let place = 0
  let projection: FollowingProjection | undefined
  const ledger = {
    follow: async (following: FollowingProjection) => {
      projection = following
      return { stop: async () => undefined }
    },
  } as unknown as Ledger
  await collect(ledger, clickhouse, { collected() {}, trouble() {}, around: NOT_ROLLED.around })
  const feed = async (entries: Read[]) => {
    await projection?.heard(entries, place)
    place = entries.at(-1)?.sequence ?? place
  }

  const first = [
    entryOf(queue, START + 10_000, {
      type: 'call-queued',
      callId: 'c1',
      number: '1',
      vip: false,
      joinedAt: START,
    } as FactBody),
    entryOf(queue, START + 20_000, { type: 'call-queued' } as FactBody),
    entryOf(queue, START + 30_000, {
      type: 'call-answered',
      callId: 'c1',
      waitedMs: 20_000,
      inTarget: true,
    } as FactBody),
    // arrives in the first interval, abandoned in the second: it counts where it arrived
    entryOf(queue, START + 310_000, { type: 'call-left', reason: 'abandoned', waitedMs: 290_000 } as FactBody),
    entryOf(agent, START + 90_000, {
      type: 'talk-ended',
      callId: 'c1',
      queueId: 'q1',
      talkMs: 50_000,
      holdMs: 10_000,
    } as FactBody),
    entryOf(agent, START + 100_000, {
      type: 'mode-changed',
      from: 'wrap-up',
      to: 'ready',
      spentMs: 10_000,
      queueId: 'q1',
    } as FactBody),
  ]
  await feed(first)
  // the process ended when the rows were in, before it knew: whoever comes next inserts them again
  place = (await projection?.stored()) ?? 0
  t.equal(place, 0, 'the range under way is not believed to be whole')
  await feed(first)
  // 12 minutes ready until 01:13 = 4 + 5 + 3 minutes in three intervals
  const ready = { type: 'mode-changed', from: 'ready', to: 'ringing', spentMs: 720_000 } as FactBody
  await feed([entryOf({ kind: 'agent', id: 'a2' }, START + 780_000, ready)])
  const second = [entryOf(queue, START + 620_000, { type: 'call-overflowed', reason: 'full', waitedMs: 0 } as FactBody)]
  await feed(second)

  const reports = await loadReports()
  const ask = (report: string, parameters: Record<string, unknown>) =>
    answerReport(
      { type: 'run', report, parameters },
      { reports, clickhouse, timeZone: 'Asia/Shanghai', asOf: () => START, through: NOT_ROLLED.through },
    )

  await t.test('each call counts once, in the interval where it arrived', async (t) => {
    const answer = await ask('queue-interval', { from: START, to: START + 3_600_000, step: 5 })
    t.ok(answer.ok)
    const rows = answer.ok ? (answer.value as ReportResult).rows : []
    t.match(rows[0], {
      start: START,
      queue: 'q1',
      offered: 2,
      answered: 1,
      abandoned: 1,
      overflowed: 0,
      serviceLevel: 0.5,
      meanWaitMs: 155_000,
      longestWaitMs: 290_000,
      meanHandleMs: 70_000,
    })
    t.match(rows[1], { start: START + 600_000, overflowed: 1, offered: 0 })
    t.equal(rows.length, 2)
  })
  await t.test('coarser intervals are sums, days begin in the centre time zone', async (t) => {
    const answer = await ask('queue-interval', { from: START, to: START + 86_400_000, step: 1440, queues: 'q1' })
    const rows = answer.ok ? (answer.value as ReportResult).rows : []
    t.match(rows, [{ start: Date.parse('2026-03-01T16:00:00Z'), offered: 2, overflowed: 1 }])
  })
  await t.test('time spent in modes by agent', async (t) => {
    const answer = await ask('agent-time', { from: START, to: START + 3_600_000, step: 60 })
    t.match(answer, {
      ok: true,
      value: {
        rows: [
          { agent: 'a1', wrapUpMs: 10_000 },
          { agent: 'a2', readyMs: 720_000 },
        ],
      },
    })
    const fine = await ask('agent-time', { from: START, to: START + 3_600_000, step: 5 })
    const spread = fine.ok ? (fine.value as ReportResult).rows.filter((row) => row.agent === 'a2') : []
    t.same(
      spread.map((row) => [row.start, row.readyMs]),
      [
        [START, 240_000],
        [START + 300_000, 300_000],
        [START + 600_000, 180_000],
      ],
      'time is counted where it was spent',
    )
  })
  await t.test('wrong parameters are refused with a sentence', async (t) => {
    t.match(await ask('queue-interval', { from: START, to: START - 1 }), {
      ok: false,
      refusal: 'bad-input',
      detail: /end must be later than the start/,
    })
    t.match(await ask('queue-interval', { from: START, to: START + 1, step: 7 }), {
      ok: false,
      detail: /interval is one of/,
    })
    t.match(await ask('no-such', {}), { ok: false, refusal: 'not-found' })
  })
  await t.test('a database of before ended calls were read once goes on counting each once', async (t) => {
    const calls = DETAILS.find(({ table }) => table === 'calls')
    if (!calls) throw new Error('no table of calls')
    await clickhouse.run(`drop view tinglan.${viewOf(calls)}`)
    await clickhouse.run(`create materialized view tinglan.${oldViewOf(calls)} to tinglan.calls as ${calls.select}`)
    const insert = async (id: string): Promise<void> => {
      const summary = { callId: id, direction: 'in', arrivedAt: START, endedAt: START + 1_000, outcome: 'answered' }
      const body = JSON.stringify({ type: 'call-ended', summary })
      const at = ((START + 1_000) / 1_000).toFixed(3)
      const row = {
        sequence: 1,
        id,
        at,
        kind: 'call',
        actor: id,
        type: 'call-ended',
        epoch: 1,
        cause: '',
        body,
        seq: 1,
      }
      await clickhouse.insert('tinglan.facts', [row], id)
    }
    const kept = async () =>
      (
        await clickhouse.rows<{ call: string }>(`select call from tinglan.calls where call like 'view-%' order by call`)
      ).map(({ call }) => call)
    await insert('view-1')
    t.same(await kept(), ['view-1'], 'by the old view')
    await createSchema(clickhouse)
    await createSchema(clickhouse)
    await insert('view-2')
    await insert('view-2')
    t.same(await kept(), ['view-1', 'view-2'], 'nothing twice, nothing lost, and a batch that comes again counts once')
  })

  await t.test('a wrong password is refused by the front', async (t) => {
    const stranger = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: 'guess' })
    await t.rejects(stranger.version(), /Authentication failed/)
    await stranger.close()
  })
  await t.test('the engine behind the front says its version', async (t) => {
    t.match(await clickhouse.version(), /^\d+\.\d+/)
  })
})

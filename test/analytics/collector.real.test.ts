// The collector beside a ClickHouse that dies: every fact counts once in the table and in the roll-ups, whoever ends when,
// and what a former owner wrote too late counts nowhere.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type ClickHouse, openClickHouse } from '#analytics/clickhouse/client.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { collectAnew } from '#analytics/collector/anew.ts'
import { collect } from '#analytics/collector/collector.ts'
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { DecisionRecord, FactBody } from '#engine/protocol/ledger.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { NOT_ROLLED } from '#test/kit/rolling.ts'
import { freePort } from '../kit/nats.ts'
import { waitFor } from '../kit/wait.ts'

const PASSWORD = 'front-password'
const START = Date.parse('2026-03-02T01:00:00Z')
/** facts on both sides of midnight of a month: two parts of the table */
const MONTH_END = Date.parse('2026-03-31T23:59:00Z')

async function killableFront(t: Test) {
  const dir = await mkdtemp(join(tmpdir(), 'tinglan-chdb-'))
  const port = await freePort()
  const clickhouse = openClickHouse({ url: `http://127.0.0.1:${port}`, password: PASSWORD })
  let child: ChildProcess | undefined
  const start = async () => {
    child = spawn(process.execPath, [
      '--import',
      'tsx',
      join(import.meta.dirname, '../kit/front.ts'),
      dir,
      `${port}`,
      PASSWORD,
    ])
    await waitFor(() => clickhouse.version().catch(() => ''), { what: 'ClickHouse answers' })
  }
  const kill = async () => {
    const gone = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill('SIGKILL')
    await gone
  }
  await start()
  await createSchema(clickhouse)
  t.teardown(async () => {
    await kill()
    await clickhouse.close()
    await rm(dir, { recursive: true, force: true })
  })
  return { clickhouse, start, kill }
}

let made = 0
const recordOf = (ref: ActorRef, seq: number, at: number, facts: FactBody[], epoch = 1): DecisionRecord => ({
  ...{ v: 1, id: `d${++made}`, at, kind: ref.kind, actor: ref.id, seq, epoch, cause: 'test' },
  ...{ command: { type: 'wake' }, facts },
})
const queued = { type: 'call-queued' } as FactBody
const spent = (spentMs: number) => ({ type: 'mode-changed', from: 'ready', to: 'ringing', spentMs }) as FactBody

async function counted(clickhouse: ClickHouse) {
  const [row] = await clickhouse.rows<{ facts: number; different: number; offered: number; agentMs: number }>(
    `select (select count() from tinglan.facts) as facts, (select uniqExact(id) from tinglan.facts) as different,
      (select sum(offered) from tinglan.queue_interval) as offered, (select sum(spent_ms) from tinglan.agent_time) as agentMs`,
  )
  return Object.fromEntries(Object.entries(row ?? {}).map(([key, value]) => [key, Number(value)]))
}

/** `count` calls in a queue, and an agent who was ready for a second before each. */
async function append(ledger: ReturnType<typeof memoryLedger>, from: number, count: number): Promise<void> {
  const queue: ActorRef = { kind: 'queue', id: 'q1' }
  const agent: ActorRef = { kind: 'agent', id: 'a1' }
  for (let n = from; n < from + count; n++) {
    const at = MONTH_END + n * 1_000
    await ledger.append(queue, { records: [recordOf(queue, n, at, [queued])] }, await ledger.lastSequence(queue))
    await ledger.append(agent, { records: [recordOf(agent, n, at, [spent(1_000)])] }, await ledger.lastSequence(agent))
  }
}

t.test('ClickHouse is killed again and again while facts come: each counts once', async (t) => {
  const { clickhouse, start, kill } = await killableFront(t)
  const ledger = memoryLedger()
  let inserts = 0
  const hears = { collected: () => void inserts++, trouble() {}, around: NOT_ROLLED.around }
  const reader = await collect(ledger, clickhouse, hears)
  let n = 1
  for (let round = 0; round < 5; round++) {
    await append(ledger, n, 120)
    n += 120
    const before = inserts
    // at another moment of the insert each time
    await new Promise((resolve) => setTimeout(resolve, 7 + 13 * round))
    await kill()
    await start()
    await append(ledger, n, 5)
    n += 5
    await waitFor(() => inserts > before, { timeoutMs: 60_000, what: 'collecting goes on' })
  }
  await waitFor(async () => (await counted(clickhouse)).facts === (n - 1) * 2, { what: 'all facts are there' })
  const whole = { facts: (n - 1) * 2, different: (n - 1) * 2, offered: n - 1, agentMs: (n - 1) * 1_000 }
  t.strictSame(await counted(clickhouse), whole)
  await reader.stop()
})

t.test('an insert whose answer is lost counts once, whoever repeats it', async (t) => {
  const { clickhouse } = await killableFront(t)
  const ledger = memoryLedger()
  await append(ledger, 1, 40)
  let lost = 0
  const losing: ClickHouse = {
    ...clickhouse,
    async insert(table, rows, token) {
      await clickhouse.insert(table, rows, token)
      if (table === 'tinglan.facts' && lost++ < 2) throw new Error('socket hang up')
    },
  }
  const first = await collect(ledger, losing, { collected() {}, trouble() {}, around: NOT_ROLLED.around })
  await waitFor(() => lost >= 2, { what: 'two answers were lost' })
  await append(ledger, 41, 10)
  await first.stop()
  // another process, with the same range unsure
  let done = 0
  const second = await collect(ledger, clickhouse, {
    collected: ({ sequence }) => {
      done = sequence
    },
    trouble() {},
    around: NOT_ROLLED.around,
  })
  await waitFor(() => done === 100, { what: 'the end of the ledger' })
  t.strictSame(await counted(clickhouse), { facts: 100, different: 100, offered: 50, agentMs: 50_000 })
  await second.stop()
})

t.test("a former owner's late record counts nowhere, in the table nor in the roll-ups", async (t) => {
  const { clickhouse } = await killableFront(t)
  const ledger = memoryLedger()
  const queue: ActorRef = { kind: 'queue', id: 'q1' }
  const told: object[] = []
  let done = 0
  const hears = {
    collected: ({ sequence }: { sequence: number }) => {
      done = sequence
    },
    trouble: (trouble: object) => void told.push(trouble),
    around: NOT_ROLLED.around,
  }
  const reader = await collect(ledger, clickhouse, hears)
  const put = async (seq: number, epoch: number) => {
    const records = [recordOf(queue, seq, START + seq * 1_000, [queued], epoch)]
    await ledger.append(queue, { records }, await ledger.lastSequence(queue))
    await waitFor(() => done === ledger.entries().length, { what: 'collected' })
  }
  await put(1, 1)
  await put(2, 1)
  await put(3, 1)
  t.match(await counted(clickhouse), { facts: 3, offered: 3 })
  // the new owner had read up to 2
  await put(3, 2)
  t.match(await counted(clickhouse), { facts: 3, offered: 3 })
  t.match(told, [{ type: 'taken-back', facts: 1 }])
  t.strictSame(await clickhouse.rows('select seq, epoch from tinglan.facts order by seq'), [
    { seq: 1, epoch: 1 },
    { seq: 2, epoch: 1 },
    { seq: 3, epoch: 2 },
  ])
  await put(4, 2)
  t.match(await counted(clickhouse), { facts: 4, offered: 4 })
  await reader.stop()
})

t.test('what an earlier version filled with gaps and doubles is filled anew from the ledger', async (t) => {
  const { clickhouse } = await killableFront(t)
  const ledger = memoryLedger()
  await append(ledger, 1, 10)
  const old = { sequence: 3, id: 'x', at: '1700000000.000', kind: 'queue', actor: 'q1', type: 'call-queued' }
  await clickhouse.insert('tinglan.facts', [old, old])
  const told: string[] = []
  await collectAnew(ledger, clickhouse, (why) => told.push(why))
  let done = 0
  const reader = await collect(ledger, clickhouse, {
    collected: ({ sequence }) => {
      done = sequence
    },
    trouble() {},
    around: NOT_ROLLED.around,
  })
  await waitFor(() => done === 20, { what: 'the end of the ledger' })
  t.strictSame(await counted(clickhouse), { facts: 20, different: 20, offered: 10, agentMs: 10_000 })
  t.match(told, [/anew/])
  await collectAnew(ledger, clickhouse, (why) => told.push(why))
  t.equal(told.length, 1, 'once')
  await reader.stop()
})

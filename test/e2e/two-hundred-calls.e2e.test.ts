// 200 calls by real SIP to 12 agents in two queues that share six of them: nobody is lost, nobody rung twice at once,
// every conversation recorded, and the call log, the report, the wallboard and sipp say the same.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { startCallers } from '#bench/sipp/callers.ts'
import type { CallDetail } from '#engine/protocol/api.ts'
import type { ReportResult } from '#engine/protocol/reports.ts'
import { strengthOf } from '../kit/audio.ts'
import { allCalls, details, doubled, factsOf, newTally, tallyOf } from '../kit/bookkeeping.ts'
import { startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { freePort } from '../kit/nats.ts'
import { Phones } from '../kit/phones.ts'
import { waitFor } from '../kit/wait.ts'
import { readWav } from '../kit/wav.ts'

const CALLS = 200
const PER_SECOND = 4
const CALLER_HZ = 1000
const AGENT_HZ = 700
/** a caller may leave at the very moment an agent answers: then there is nothing to record */
const SHORTEST_MS = 1_000
/** recordings whose two voices are listened to */
const SAMPLED = 10

const numbers = Array.from({ length: 12 }, (_, n) => String(3101 + n))
const settings = { maxWaitMs: 4_000, onMaxWait: { type: 'hang-up' }, serviceLevelMs: 3_000 } as const

t.test('200 calls', { timeout: 480_000 }, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'tinglan-200-'))
  const clickhouse = await freePort()
  const centre = await startCentre({ CLICKHOUSE_PORT: String(clickhouse) })
  t.teardown(async () => {
    await centre.stop()
    await rm(dir, { recursive: true, force: true })
  })
  const company = await buildCompany(centre, {
    number: '95600',
    agents: numbers,
    queues: [
      { name: '压力一', agents: numbers.slice(0, 9), settings },
      { name: '压力二', agents: numbers.slice(3), settings },
    ],
  })
  const phones = await Phones.open({
    ...{ edge: centre.edge, host: '127.0.0.61', accounts: company.phones, hz: AGENT_HZ, ringMs: 300 },
    // more than twelve can carry: some wait too long
    talkMs: (nth) => 3_500 + ((nth * 377) % 2_000),
  })
  t.teardown(() => phones.stop())
  const supervisor = await centre.api('2001', 'tinglan-2001')
  await supervisor.watch()
  t.teardown(() => supervisor.close())
  for (const number of numbers) await company.ready(number)
  await waitFor(() => numbers.every((number) => supervisor.agent(number)?.mode === 'ready'), {
    what: 'all agents ready on the wallboard',
  })

  const began = Date.now()
  const callers = await startCallers({
    ...{ dir, edge: centre.edge, address: '127.0.0.60', port: await freePort(), mediaPort: 42_000 },
    ...{ number: '95600', calls: CALLS, perSecond: PER_SECOND, hz: CALLER_HZ },
    ...{ impatient: 0.2, shortMs: 1_800, longMs: 60_000 },
  })
  t.teardown(() => callers.kill())
  const counted = await callers.result
  t.match(counted, { ok: CALLS, failed: 0 }, 'every call of sipp ended in good order')
  if (counted.failed > 0) t.comment(counted.errors)
  t.comment(`${CALLS} calls in ${(Date.now() - began) / 1000} s, ${counted.retransmissions} retransmissions`)

  const rows = await waitFor(
    async () => {
      const found = await allCalls(supervisor)
      const due = found.filter(
        (row) => row.outcome === 'answered' && row.endedAt - row.talkStartedAt! > SHORTEST_MS && !row.recording,
      )
      return found.length >= CALLS && due.length === 0 ? found : undefined
    },
    { timeoutMs: 40_000, what: 'a row for every call, with its recording' },
  )
  const calls = await details(supervisor, rows)

  await t.test('every caller is accounted for, the same everywhere', async (t) => {
    t.equal(rows.length, CALLS, 'rows of the call log are the calls of sipp')
    t.equal(new Set(rows.map((row) => row.callId)).size, CALLS)
    const outcomes = new Map<string, number>()
    for (const { outcome } of rows) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    t.comment(Object.fromEntries(outcomes))
    for (const outcome of outcomes.keys())
      t.match(outcome, /^(answered|abandoned-in-queue|abandoned-ringing|abandoned-in-flow|overflowed)$/)
    const tallies = tallyOf(calls)
    const total = newTally()
    for (const queueId of company.queueIds) {
      const tally = tallies.get(queueId) ?? newTally()
      t.equal(tally.offered, tally.answered + tally.abandoned + tally.overflowed)
      t.ok(tally.answered > 20, `${queueId} answered ${tally.answered}`)
      for (const name of ['offered', 'answered', 'abandoned', 'overflowed'] as const) total[name] += tally[name]
      await waitFor(() => supervisor.queues.get(queueId)?.waiting.length === 0, { what: 'nobody waits' })
      t.match(supervisor.queues.get(queueId)?.today, tally, 'the wallboard counts what the call log holds')
      const report = (): Promise<ReportResult> =>
        supervisor.call(
          'GET',
          `/reports/queue-interval?from=${began - 3_600_000}&to=${began + 7_200_000}&queues=${queueId}&step=1440`,
        )
      const sum = async (name: string): Promise<number> =>
        (await report()).rows.reduce((all, row) => all + Number(row[name]), 0)
      // how a stay ended may come with the batch after the one it began in
      for (const name of ['offered', 'answered', 'abandoned', 'overflowed'] as const) {
        await waitFor(async () => (await sum(name)) >= tally[name], { timeoutMs: 20_000, what: `the report: ${name}` })
        t.equal(await sum(name), tally[name], `report: ${name}`)
      }
    }
    const inFlow = outcomes.get('abandoned-in-flow') ?? 0
    t.equal(total.offered + inFlow, CALLS, 'each caller was in a queue once, or left the menu')
    t.equal(total.answered, outcomes.get('answered') ?? 0)
    t.comment(total)
    t.ok(total.abandoned > 0 && total.overflowed > 0, 'some hung up, some waited too long')
  })

  await t.test('nobody is rung twice at once', async (t) => {
    const types = ['ring-started', 'ring-missed', 'ring-withdrawn', 'talk-ended', 'offer-made', 'offer-ended']
    const facts = await factsOf(centre.dataDir, clickhouse, types)
    t.ok(facts.filter((fact) => fact.type === 'offer-made').length >= 100)
    t.same(doubled(facts), [])
    t.same(
      phones
        .all()
        .map((phone) => phone.most)
        .filter((most) => most > 1),
      [],
      'as the phones saw it',
    )
    t.equal(
      phones.all().reduce((all, phone) => all + phone.talking + phone.ringing, 0),
      0,
      'no phone is left in a call',
    )
  })

  await t.test('every conversation is recorded, with both voices', async (t) => {
    const talks = calls.filter((call) => call.talkStartedAt !== undefined)
    const off = talks.filter((call) => Math.abs((call.recording?.durationMs ?? 0) - talkMs(call)) > SHORTEST_MS)
    t.same(
      off.map((call) => [call.callId, call.recording?.durationMs, talkMs(call)]),
      [],
    )
    const long = talks.filter((call) => talkMs(call) > 1_500)
    for (const call of long.filter((_, n) => n % Math.ceil(long.length / SAMPLED) === 0)) {
      const response = await supervisor.request('GET', `/calls/${call.callId}/recording?format=wav`)
      const file = join(dir, 'recording.wav')
      await writeFile(file, Buffer.from(await response.arrayBuffer()))
      const { samples, rate } = readWav(file)
      const middle = samples.map((channel) => channel.subarray(rate * 0.4, rate * 1.4))
      t.ok(strengthOf(CALLER_HZ, middle[0]!, rate) > 1_000, `${call.callId}: the customer is heard`)
      t.ok(strengthOf(AGENT_HZ, middle[1]!, rate) > 1_000, `${call.callId}: the agent is heard`)
    }
  })
})

const talkMs = (call: CallDetail): number => call.endedAt - call.talkStartedAt!

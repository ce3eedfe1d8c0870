// Every figure of every standard report equals a recount by a second program over the ledger's facts: a scripted fortnight
// across a clock put back, with facts that a former owner wrote too late and restarts of the collector in between.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { startFront } from '#analytics/clickhouse/front.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { collect } from '#analytics/collector/collector.ts'
import { randomOf } from '#analytics/random.ts'
import { loadReports } from '#analytics/reporting/report.ts'
import { openRolling } from '#analytics/reporting/rolling.ts'
import { answerReport, type CallsBehind } from '#analytics/reporting/run.ts'
import type { FollowingProjection, Ledger, Read } from '#engine/ports/ledger.ts'
import type { BoardPast } from '#engine/protocol/board-past.ts'
import { type DecisionRecord, factsOf } from '#engine/protocol/ledger.ts'
import type { ReportResult } from '#engine/protocol/reports.ts'
import type { Row } from './recount/counting.ts'
import { differences } from './recount/differences.ts'
import { AGENTS, fortnight } from './recount/fortnight.ts'
import { RECOUNTS } from './recount/recount.ts'
import { type Given, World } from './recount/world.ts'

t.setTimeout(900_000)
const ZONE = 'America/New_York'
const DAY = 86_400_000
/** local midnight; on the first of November the clock is put back */
const FROM = Date.parse('2026-10-26T04:00:00Z')
const DAYS = 14
const CALLS = 20_000

const told = fortnight(randomOf(13), FROM, DAYS, CALLS)
const seqs = new Map<string, number>()
const records = told.map(({ at, kind, actor, facts }, n): DecisionRecord => {
  const ref = `${kind} ${actor}`
  const seq = (seqs.get(ref) ?? 0) + 1
  seqs.set(ref, seq)
  return { ...{ v: 1, id: `d${n}`, at, kind, actor, seq, epoch: 1, cause: '', command: { type: 'wake' } }, facts }
})
const readOf = (record: DecisionRecord, sequence: number): Read => ({
  ref: { kind: record.kind, id: record.actor },
  entry: { records: [record] },
  sequence,
})

const dir = await mkdtemp(join(tmpdir(), 'tinglan-recount-'))
const front = await startFront({ dataDir: dir, port: 0, password: 'front' })
const clickhouse = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: 'front' })
t.teardown(async () => {
  await clickhouse.close()
  await front.stop()
  await rm(dir, { recursive: true, force: true })
})
await createSchema(clickhouse)
const reports = await loadReports()
const rollUps = [...reports.values()].flatMap((report) => report.rollUps?.(ZONE) ?? [])
let rolling = await openRolling(clickhouse, ZONE, rollUps)

/** Each piece by a collector of its own, as after restarts; the last record of a piece was also written too late. */
async function collectAll(): Promise<void> {
  const PIECE = 12_000
  let sequence = 0
  let place = 0
  /** the last batch */
  let batch: Read[] = []
  let again: Read[] = []
  for (let from = 0; from < records.length; from += PIECE) {
    let projection: FollowingProjection | undefined
    const follow = async (following: FollowingProjection) => {
      projection = following
      return { stop: async () => undefined }
    }
    await collect({ follow } as unknown as Ledger, clickhouse, { collected() {}, trouble() {}, around: rolling.around })
    // it begins where the last batch began, which goes in once more and counts once
    place = (await projection?.stored()) ?? 0
    again = batch.filter((read) => read.sequence > place)
    const piece = records.slice(from, from + PIECE)
    const hear = async (list: readonly DecisionRecord[]): Promise<void> => {
      const fresh = list.map((record) => readOf(record, ++sequence))
      await projection?.heard([...again, ...fresh], place)
      ;[again, batch, place] = [[], fresh, sequence]
    }
    const last = piece.pop()
    if (!last) break
    await hear(piece)
    // a former owner wrote it; the new one writes it anew, and all that follows, under a higher epoch
    await hear([{ ...last, id: `late-${last.id}` }])
    const fresh = last.epoch + 1
    for (const record of records.slice(from + PIECE - 1))
      if (record.kind === last.kind && record.actor === last.actor) record.epoch = fresh
    await hear([last])
    // what is over by then is summed up, and some of it changes after that: by a role started anew
    if (from % (4 * PIECE) > 0) continue
    await rolling.sumUp(last.at)
    rolling = await openRolling(clickhouse, ZONE, rollUps)
  }
}
await collectAll()
const summedUp = () => rollUps.map(({ id }) => rolling.through(id) ?? 0)
const END = FROM + DAYS * DAY + 3_600_000

const world = new World(records.flatMap((record) => factsOf(record)))
const room = { reports, clickhouse, timeZone: ZONE, asOf: () => 0, through: (id: string) => rolling.through(id) }

async function run(report: string, { from, to, step, part, within, short }: Given): Promise<ReportResult> {
  const parameters = { from, to, step, ...(within === undefined ? {} : { within, short }) }
  const answer = await answerReport({ type: 'run', report, parameters, ...(part ? { part } : {}) }, room)
  if (!answer.ok) throw new Error(`${report}: ${JSON.stringify(answer)}`)
  return answer.value as ReportResult
}

const whole = { from: FROM, to: FROM + DAYS * DAY + 3_600_000, zone: ZONE }
const ASKED: Given[] = [
  { ...whole, step: 0 },
  { ...whole, step: 1440, within: 15_000, short: 3_000 },
  { ...whole, step: 43_200 },
  // the day that has 25 hours, by the quarter and by the hour; and from the middle of one night to another
  { ...whole, from: FROM + 6 * DAY, to: FROM + 7 * DAY + 3_600_000, step: 15 },
  { ...whole, from: FROM + 6 * DAY, to: FROM + 7 * DAY + 3_600_000, step: 60 },
  { ...whole, from: FROM + 2 * DAY - 3_600_000, to: FROM + 9 * DAY + 1_800_000, step: 10_080 },
  { ...whole, step: 1440, part: { agentIds: AGENTS.slice(0, 3), queueIds: ['night'] } },
]

t.test('whole days are summed up ahead, and what came later takes them back', async (t) => {
  const before = Math.min(...summedUp())
  await rolling.sumUp(END + DAY)
  t.ok(before < Math.min(...summedUp()), 'the last days are summed up now')
  t.ok(Math.min(...summedUp()) >= END, 'all of the fortnight')
  const [kept] = await clickhouse.rows<{ parts: number }>('select uniqExact(part) as parts from tinglan.rolled')
  t.ok(Number(kept?.parts) > 20, 'of every report that counts')
})

t.test('every standard report has a recount', async (t) => {
  t.same(
    [...reports.keys()].filter((name) => !(name in RECOUNTS)),
    [],
  )
})

for (const [name, report] of reports) {
  t.test(`${name}: no figure differs from the recount`, async (t) => {
    const keys = report.columns.flatMap((column) => (column.key ? [column.name] : []))
    for (const given of ASKED) {
      const { rows } = await run(name, given)
      const counted = RECOUNTS[name]?.(world, given) ?? []
      const found = differences(keys, rows as Row[], counted)
      t.same(found.slice(0, 5), [], `${rows.length} rows by ${given.step} minutes${given.part ? ', of a part' : ''}`)
      if (!given.part) t.ok(rows.length > 0, 'there is something to count')
    }
    const nobody = { agentIds: [], queueIds: [] }
    t.same(
      (await run(name, { ...whole, step: 0, part: nobody })).rows.filter((row) => 'agent' in row || 'queue' in row),
      [],
    )
  })
}

t.test('the calls behind a number are as many as it says', async (t) => {
  for (const [name, report] of reports) {
    const given = { ...whole, step: 1440 }
    const { rows, keys = [] } = await run(name, given)
    const row = keys.at(Math.floor(rows.length / 2)) ?? {}
    const figures = rows[Math.floor(rows.length / 2)] ?? {}
    for (const column of report.columns.filter(({ calls }) => calls)) {
      const parameters = { from: given.from, to: given.to, step: given.step }
      const answer = await answerReport(
        { type: 'calls', report: name, parameters, cell: { column: column.name, row } },
        room,
      )
      const value = answer.ok ? (answer.value as CallsBehind) : { total: -1, callIds: [] }
      const figure = Number(figures[column.name])
      // a call counts more than once where talks, rings or passes are counted
      t.ok(
        value.total <= figure && value.total > 0 === figure > 0,
        `${name}: ${figure} of ${column.name}, ${value.total} calls`,
      )
    }
  }
})

t.test('beside the week before stand the figures of the week before, also across the clock put back', async (t) => {
  const parameters = { from: FROM + 7 * DAY + 3_600_000, to: FROM + 10 * DAY + 3_600_000, step: 1440 }
  const ask = { type: 'run', report: 'calls-by-time', parameters, before: 'week' }
  const answer = await answerReport(ask, room)
  const result = (answer.ok ? answer.value : {}) as ReportResult
  const { rows: then } = await run('calls-by-time', { ...whole, from: FROM, to: FROM + 3 * DAY, step: 1440 })
  t.equal(result.before?.from, FROM)
  t.same(result.before?.rows, then)
})

t.test(
  'the wallboard at a moment that is over shows who waited, what the day had brought and what agents did',
  async (t) => {
    for (const at of [FROM + 2 * DAY + 50_000_000, FROM + 6 * DAY + 30_000_000, FROM + 9 * DAY + 81_234_567]) {
      const midnight = at - ((at - FROM) % DAY)
      const answer = await answerReport({ type: 'board-past', at, midnight }, room)
      const { queues, agents } = (answer.ok ? answer.value : { queues: [], agents: [] }) as BoardPast
      // arrivals are kept by the second
      const stays = world.stays
        .map((one) => ({ ...one, came: Math.floor(one.at / 1_000) * 1_000 }))
        .filter(({ came }) => came <= at)
      const busy = queues.filter(({ offered }) => offered > 0)
      t.ok(busy.length > 0, 'somebody had called')
      for (const { queue, ...shown } of queues) {
        const mine = stays.filter((one) => one.queue === queue)
        const waiting = mine.filter(({ came, waitMs }) => came + waitMs > at)
        const today = mine.filter(({ came }) => came >= midnight)
        const over = today.filter(({ came, waitMs }) => came + waitMs <= at)
        const left = (...ways: string[]) => over.filter((one) => ways.includes(one.left)).length
        const { offered, answered, abandoned, overflowed, waitMs } = shown
        t.same(
          [shown.waiting, offered, answered, abandoned, waitMs],
          [
            ...[waiting.length, today.length, left('answered'), left('abandoned', 'call-ended')],
            over.reduce((sum, one) => sum + one.waitMs, 0),
          ],
          `${queue} at ${new Date(at).toISOString()}`,
        )
        t.equal(answered + abandoned + overflowed, over.length)
        if (waiting.length > 0) t.equal(shown.oldest, Math.min(...waiting.map(({ came }) => came)))
      }
      t.ok(agents.length > 0)
      for (const { agent, mode, since } of agents) {
        const last = world.spells
          .filter((one) => one.agent === agent && one.from <= at)
          .sort((a, b) => a.from - b.from)
          .at(-1)
        t.same([mode, since], last && last.to > at ? [last.mode, last.from] : [last?.next, last?.to], `${agent} then`)
      }
    }
  },
)

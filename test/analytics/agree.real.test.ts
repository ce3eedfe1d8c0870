// One set of calls through the three real machines: wallboard and wall screen, reports, planning and call log say the same.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { startFront } from '#analytics/clickhouse/front.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { collect } from '#analytics/collector/collector.ts'
import { openPlanning } from '#analytics/planning/planning.ts'
import { loadReports } from '#analytics/reporting/report.ts'
import { answerReport } from '#analytics/reporting/run.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallDetail, CallRow } from '#engine/protocol/api.ts'
import type { LiveViewsTold } from '#engine/protocol/live.ts'
import type { TodayAnswer } from '#engine/protocol/planning.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import type { ReportResult } from '#engine/protocol/reports.ts'
import { callDetail, searchCalls } from '#engine/records/call-log/call-log.ts'
import { projectCalls } from '#engine/records/call-log/project-calls.ts'
import { settled } from '#test/kit/engine.ts'
import { startStore } from '#test/kit/postgres.ts'
import { NOT_ROLLED } from '#test/kit/rolling.ts'
import { agents, world } from '#test/kit/small-centre.ts'
import { waitFor } from '#test/kit/wait.ts'
import { queueFigures, serviceLevelOf, totals } from '#web/src/lib/live/figures.ts'
import { target } from './planning/desk.ts'

t.setTimeout(300_000)
const ZONE = 'Asia/Shanghai'
const HOUR_MS = 3_600_000
const CALLS = 60

const here = await world()
const started = await here.start()
let view: QueueView | undefined
await started.bus.subscribe(subjects.liveViews('queue'), (value) => {
  view = ((value as LiveViewsTold).views.find(({ id }) => id === 'sales')?.view as QueueView | undefined) ?? view
})

async function turn(ms: number): Promise<void> {
  for (let turned = 0; turned < ms; turned += 500) {
    here.clock.advance(500)
    await settled(started.engine)
    while (!here.toldAll()) {
      await here.tellOn()
      await settled(started.engine)
    }
  }
}

const tell = (id: string, command: AgentCommand) => started.engine.ask({ kind: 'agent', id }, command)

/** Four agents, a call every two seconds, every sixth caller of little patience: some answered late, some never. */
async function theCalls(): Promise<void> {
  await settled(started.engine)
  for (const { id } of agents.slice(0, 4)) {
    await tell(id, { type: 'sign-in', phone: { type: 'browser' }, session: `s-${id}` })
    await tell(id, { type: 'ready' })
  }
  for (let n = 0; n < CALLS; n++) {
    const patience = n % 6 === 5 ? { patienceMs: 12_000 } : {}
    here.media.caller({ number: `1380000${1000 + n}`, to: '95000', talkMs: 9_000, ...patience })
    await turn(2_000)
  }
  // the agents go home: who still waits when nobody is signed in is sent away
  for (const { id } of agents.slice(0, 4)) await tell(id, { type: 'sign-out', by: 'agent' })
  await turn(6 * 60_000)
  await waitFor(() => started.engine.unkept() === 0, { what: 'the ledger has everything' })
}

t.test('wallboard, reports, planning and call log agree on sixty calls', { timeout: 300_000 }, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'tinglan-agree-'))
  const [store, front] = await Promise.all([startStore(), startFront({ dataDir: dir, port: 0, password: 'front' })])
  const clickhouse = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: 'front' })
  await createSchema(clickhouse)
  const beganAt = here.clock.now()
  await theCalls()
  const now = here.clock.now() + HOUR_MS
  const hears = { collected: () => undefined, trouble: () => undefined, around: NOT_ROLLED.around }
  const collector = await collect(here.ledger, clickhouse, hears)
  const projection = await projectCalls(store.sql, here.ledger, () => now)
  const planning = await openPlanning({ clickhouse, timeZone: ZONE, now: () => now })
  t.teardown(async () => {
    started.engine.kill()
    await Promise.all([collector.stop(), projection.stop(), planning.stop()])
    await clickhouse.close()
    await front.stop()
    await store.stop()
    await rm(dir, { recursive: true, force: true })
  })

  const page = { page: 1, pageSize: 1_000 }
  const log = await waitFor(
    async () => {
      const found = await searchCalls(store.sql, page, 'all')
      // rows and total are two questions: a batch may come in between
      return found.rows.length === CALLS ? found : undefined
    },
    { what: 'the call log has every call' },
  )
  const details = await Promise.all(log.rows.map((row: CallRow) => callDetail(store.sql, row.callId)))
  const waits = (details as CallDetail[]).flatMap((call) => call.queues)
  const wallboard = queueFigures(view as QueueView, now)
  const today = (view as QueueView).today

  await t.test('the call log', async (t) => {
    const of = (outcome: RegExp) => log.rows.filter((row: CallRow) => outcome.test(row.outcome)).length
    t.match(wallboard, {
      offered: CALLS,
      answered: of(/^answered$/),
      abandoned: of(/^abandoned/),
      overflowed: of(/^overflowed$/),
      waiting: 0,
    })
    t.equal(waits.length, CALLS)
    t.ok(wallboard.answered > 20 && wallboard.abandoned > 3, JSON.stringify(today))
  })

  await t.test('the wall screen, whose sums are those of the wallboard', async (t) => {
    const all = totals([view as QueueView], now)
    t.match(all, { answered: wallboard.answered, abandoned: wallboard.abandoned, offered: wallboard.offered })
    t.equal(all.serviceLevel, wallboard.serviceLevel)
    t.equal(all.serviceTarget, 0.8)
  })

  await t.test('the report of the day, whole and summed over its intervals', async (t) => {
    const reports = await loadReports()
    const run = async (step: string): Promise<ReportResult['rows']> => {
      const parameters = { from: beganAt - HOUR_MS, to: now + HOUR_MS, step, queues: ['sales'] }
      const ask = { type: 'run', report: 'queue-interval', parameters }
      const answer = await answerReport(ask, {
        reports,
        clickhouse,
        timeZone: ZONE,
        asOf: () => now,
        through: NOT_ROLLED.through,
      })
      if (!answer.ok) throw new Error(JSON.stringify(answer))
      return (answer.value as ReportResult).rows
    }
    const sum = (rows: ReportResult['rows'], name: string) => rows.reduce((all, row) => all + Number(row[name]), 0)
    await waitFor(async () => sum(await run('1440'), 'offered') === CALLS, { what: 'every call is in the report' })
    for (const step of ['5', '15', '1440']) {
      const rows = await run(step)
      for (const name of ['offered', 'answered', 'abandoned', 'overflowed'] as const)
        t.equal(sum(rows, name), wallboard[name], `${name} by ${step} minutes`)
    }
    const [day] = await run('1440')
    t.equal(day?.serviceLevel, serviceLevelOf(today), 'the same service level to the last digit')
    t.equal(Math.round(Number(day?.meanWaitMs)), Math.round(wallboard.averageWaitMs))
    t.equal(Number(day?.longestWaitMs), today.longestWaitMs)
  })

  await t.test('planning: what came today, in its intervals', async (t) => {
    const grid = { slotMinutes: 15, opensAt: 0, closesAt: 1_440 } as const
    const ask = { series: 'queue:sales', grid, marks: [], target, agentIds: [], scheduled: [] }
    const answer = await planning.answer({ type: 'today', ...ask })
    if (!answer.ok) throw new Error(answer.detail)
    const { soFar, points } = answer.value as TodayAnswer
    t.equal(soFar, CALLS)
    t.equal(
      points.reduce((all, point) => all + (point.actual ?? 0), 0),
      CALLS,
    )
  })
})

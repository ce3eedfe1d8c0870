// The gateway and the planning desk together, on real PostgreSQL and ClickHouse: an old system's file becomes a forecast.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { startFront } from '#analytics/clickhouse/front.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { openPlanning } from '#analytics/planning/planning.ts'
import { addDays, datesFrom, weekdayOf } from '#engine/planning/core/clock.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { ForecastPoint, NeedPoint } from '#engine/protocol/planning.ts'
import { waitFor } from '#test/kit/wait.ts'
import { startedGateway } from '../../gateway/started.ts'

/** a Wednesday; no public holiday lies in the weeks before and after */
const TODAY = '2026-06-10'
const FROM = addDays(TODAY, -37)
const started = await startedGateway()
started.clock.now = Date.parse(`${TODAY}T09:40:00+08:00`)
const dir = await mkdtemp(join(tmpdir(), 'tinglan-plan-'))
const front = await startFront({ dataDir: dir, port: 0, password: 'front' })
const clickhouse = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: 'front' })
await createSchema(clickhouse)
const now = () => started.clock.now
const planning = await openPlanning({ clickhouse, timeZone: 'Asia/Shanghai', now })
await started.bus.subscribe(subjects.plan, (value, _subject, answer) => void planning.answer(value).then(answer))
t.teardown(async () => {
  await started.stop()
  await planning.stop()
  await clickhouse.close()
  await front.stop()
  await rm(dir, { recursive: true, force: true })
})
const planner = await started.signIn('planner')
const hours = { slotMinutes: '60', opensAt: '09:00', closesAt: '12:00' }
await planner.post('/api/config/staffing-targets', { name: '默认', ...hours })

/** 40, 50, 30 calls on weekdays, ten more on Mondays */
const callsOf = (date: string): number[] =>
  weekdayOf(date) >= 5 ? [] : [40, 50, 30].map((calls) => calls + (weekdayOf(date) === 0 ? 10 : 0))
const lines = datesFrom(FROM, 37).flatMap((date) =>
  callsOf(date).map((calls, hour) => `${date} ${String(9 + hour).padStart(2, '0')}:00,${calls},200`),
)

t.test('the history of an old system is imported and shown', async (t) => {
  const file = Buffer.from(['时间,呼入量,平均处理时长', ...lines].join('\n'))
  const { body } = await planner.post('/api/plan/import?what=history&series=all', file)
  t.match(body, { rows: lines.length, accepted: lines.length, problems: [], imported: true })
  const series = await planner.get('/api/plan/series')
  t.match(series.body[0], {
    id: 'all',
    from: datesFrom(FROM, 7).find((date) => weekdayOf(date) < 5),
    to: addDays(TODAY, -1),
  })
  const history = await planner.get(`/api/plan/history?series=all&from=${FROM}&to=${TODAY}&horizon=day`)
  const monday = history.body.points.find((point: { at: string }) => weekdayOf(point.at) === 0)
  t.match(monday, { offered: 150, ahtMs: 200_000, imported: true })
})

t.test('the days to come are forecast and staffed on the hours of the target', async (t) => {
  const span = { series: 'all', from: addDays(TODAY, 5), to: addDays(TODAY, 6) }
  const query = new URLSearchParams(span)
  const forecast = await planner.get(`/api/plan/forecast?${query}`)
  const means = (forecast.body.points as ForecastPoint[]).map((point) => point.mean)
  t.equal(means.length, 3)
  means.forEach((mean, hour) => {
    t.ok(Math.abs(mean - [50, 60, 40][hour]!) < 5, `a Monday: ${mean}`)
  })
  const need = await planner.post('/api/plan/need', span)
  t.match(need.body, { grid: { slotMinutes: 60, opensAt: 540, closesAt: 720 }, peak: { at: `${span.from}T10:00` } })
  t.ok((need.body.points as NeedPoint[]).every((point) => point.agents > point.erlangs && point.ahtMs === 200_000))
  const half = await planner.get(`/api/plan/forecast?${query}&slotMinutes=30`)
  t.equal(half.body.points.length, 6, 'other intervals are a matter of the question')
})

t.test('today is planned, and the backtest is waited for', async (t) => {
  const today = await planner.get('/api/plan/today?series=all')
  t.ok(Math.abs(today.body.planned - 120) < 12, String(today.body.planned))
  t.equal(today.body.soFar, 0)
  const backtest = await waitFor(
    async () => {
      const answer = await planner.get('/api/plan/backtest?series=all&weeks=1')
      return answer.status === 200 ? answer.body : undefined
    },
    { timeoutMs: 120_000, what: 'the backtest is done' },
  )
  t.equal(backtest.scores.filter((score: { chosen: boolean }) => score.chosen).length, 1)
  t.match((await planner.get('/api/plan/jobs')).body[0], { type: 'backtest', title: '全部队列', state: 'done' })
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

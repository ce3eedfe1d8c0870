// What a planner would laugh at, over the API as a planner meets it: files imported, forecasts, needs and warnings read.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { startFront } from '#analytics/clickhouse/front.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { openPlanning } from '#analytics/planning/planning.ts'
import { addDays, datesFrom, weekdayOf } from '#engine/planning/core/clock.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { ForecastPoint, PlanWarning } from '#engine/protocol/planning.ts'
import { startedGateway } from '../../gateway/started.ts'

/** a Wednesday; 端午 lies nine days ahead */
const TODAY = '2026-06-10'
const started = await startedGateway()
started.clock.now = Date.parse(`${TODAY}T07:00:00+08:00`)
const dir = await mkdtemp(join(tmpdir(), 'tinglan-silly-'))
const front = await startFront({ dataDir: dir, port: 0, password: 'front' })
const clickhouse = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: 'front' })
await createSchema(clickhouse)
const planning = await openPlanning({ clickhouse, timeZone: 'Asia/Shanghai', now: () => started.clock.now })
await started.bus.subscribe(subjects.plan, (value, _subject, answer) => void planning.answer(value).then(answer))
t.teardown(async () => {
  await started.stop()
  await planning.stop()
  await clickhouse.close()
  await front.stop()
  await rm(dir, { recursive: true, force: true })
})
const [planner, admin] = [await started.signIn('planner'), await started.signIn('administrator')]
const hours = { slotMinutes: '60', opensAt: '08:00', closesAt: '20:00' }
await planner.post('/api/config/staffing-targets', { name: '默认', ...hours })

/** calls from eight to eight, in a hundred */
const SHAPE = [4, 8, 12, 13, 9, 7, 9, 11, 10, 8, 5, 4]
type Calls = (date: string, hour: number, n: number) => number | undefined

/** a little noise that is the same in every run */
const noise = (n: number, hour: number): number => 1 + 0.06 * Math.sin(n * 12.9898 + hour * 78.233)
const usual = (date: string, hour: number, n: number): number =>
  Math.round((weekdayOf(date) >= 5 ? 400 : 1_000) * ((SHAPE[hour] ?? 0) / 100) * noise(n, hour))

function fileOf(days: number, calls: Calls, until = TODAY): Buffer {
  const rows = datesFrom(addDays(until, -days), days).flatMap((date, n) =>
    SHAPE.flatMap((_, hour) => {
      const count = calls(date, hour, n)
      return count === undefined ? [] : [`${date} ${String(8 + hour).padStart(2, '0')}:00,${count},180`]
    }),
  )
  return Buffer.from(['时间,呼入量,平均处理时长', ...rows].join('\n'))
}
let numbers = 0
async function imported(file: Buffer, query = ''): Promise<string> {
  numbers += 1
  const made = await admin.post('/api/config/queues', {
    name: `队列 ${numbers}`,
    strategy: 'longest-idle',
    agentIds: ['agent-1'],
  })
  const series = `queue:${made.body.id}`
  const taken = await planner.post(`/api/plan/import?what=history&series=${series}${query}`, file)
  if (taken.body.imported !== true) throw new Error(JSON.stringify(taken.body))
  return series
}
async function days(
  series: string,
  from: number,
  count: number,
): Promise<ForecastPoint[] & { warnings: PlanWarning[] }> {
  const span = `from=${addDays(TODAY, from)}&to=${addDays(TODAY, from + count)}`
  const { body } = await planner.get(`/api/plan/forecast?series=${series}&${span}&horizon=day`)
  return Object.assign(body.points, { warnings: body.warnings })
}
const sum = (points: readonly ForecastPoint[]): number => points.reduce((all, { mean }) => all + mean, 0)
const types = ({ warnings }: { warnings: PlanWarning[] }): string[] => warnings.map(({ type }) => type)
const truth = (from: number, count: number): number =>
  datesFrom(addDays(TODAY, from), count).reduce((all, date) => all + (weekdayOf(date) >= 5 ? 400 : 1_000), 0)
const near = (t: Test, is: number, should: number, share: number, what: string): boolean =>
  t.ok(
    Math.abs(is / should - 1) <= share,
    `${what}: ${is.toFixed(1)} of ${should}, ${((is / should - 1) * 100).toFixed(1)} %`,
  )

t.test('1: a queue that died is at nothing after three open days, and it is told', async (t) => {
  const died = await imported(fileOf(84, (date, hour, n) => (n >= 81 ? 0 : usual(date, hour, n))))
  const left = await days(died, 0, 28)
  t.ok(sum(left) < 0.01 * truth(0, 28), `${sum(left)} calls in four weeks`)
  t.ok(types(left).includes('calls-ended'))
  const need = (await planner.post('/api/plan/need', { series: died, from: TODAY, to: addDays(TODAY, 7) })).body
  t.equal(need.hours, 0, '8: nobody sits where nobody calls')
  const fell = await imported(fileOf(84, (date, hour, n) => Math.round(usual(date, hour, n) * (n >= 78 ? 0.2 : 1))))
  near(t, sum(await days(fell, 0, 7)), 0.2 * truth(0, 7), 0.1, 'fell to a fifth six days ago')
  const ended = await imported(fileOf(84, usual, addDays(TODAY, -20)))
  const told = await days(ended, 0, 7)
  t.ok(types(told).includes('data-ended'), types(told).join())
})

t.test('2: opened on Thursday, an unseen weekday is the mean of those seen, and wide', async (t) => {
  const opened = await imported(fileOf(6, usual))
  const [wednesday, ...rest] = await days(opened, 0, 7)
  near(t, wednesday?.mean ?? 0, 1_000, 0.35, 'the first Wednesday')
  t.ok((wednesday?.upper80 ?? 0) - (wednesday?.lower80 ?? 0) > 100, 'wide')
  t.ok(rest.every(({ mean, upper80, lower80 }) => mean > 100 && upper80 > lower80))
  const since = addDays(TODAY, -4)
  const saturday = await imported(
    fileOf(84, (date, hour, n) =>
      weekdayOf(date) < 5 ? usual(date, hour, n) : date >= since && weekdayOf(date) === 5 ? usual(date, hour, n) : 0,
    ),
  )
  const week = await days(saturday, 0, 7)
  near(t, week.find(({ at }) => weekdayOf(at) === 5)?.mean ?? 0, 400, 0.25, 'the second Saturday')
  t.ok((week.find(({ at }) => weekdayOf(at) === 6)?.mean ?? 99) < 20, 'Sunday stays closed')
})

t.test('3: a sparse queue whose file leaves the zeros out is asked about, and right', async (t) => {
  const rare: Calls = (_date, hour, n) => ((n * 7 + hour * 5) % 6 === 0 ? 1 : undefined)
  const file = fileOf(84, rare)
  const asked = await planner.post('/api/plan/import?what=history&series=all&dryRun=true', file)
  t.match(asked.body.questions, [{ name: 'gaps', chosen: 'zero' }])
  near(t, sum(await days(await imported(file), 0, 28)), 28 * 2, 0.05, 'two calls a day')
})

t.test('4: a holiday does nothing that the queue has not shown, and a new one is wide and told', async (t) => {
  const series = await imported(fileOf(84, usual))
  const week = await days(series, 7, 7)
  const friday = week.find(({ at }) => at === '2026-06-19')
  near(t, friday?.mean ?? 0, 1_000, 0.03, '端午 on a queue that never saw one')
  t.ok(types(week).includes('holiday-new'))
  const before = (await days(series, 2, 1))[0]
  const width = (point: ForecastPoint | undefined) => (point?.upper80 ?? 0) - (point?.lower80 ?? 0)
  t.ok(width(friday) > 1.5 * width(before), 'wider than the Friday before')
})

t.test('5: growth of five per cent a month goes on for three months', async (t) => {
  const grown = (n: number): number => 1.05 ** ((n - 210) / 30.4)
  const series = await imported(fileOf(210, (date, hour, n) => Math.round(usual(date, hour, n) * grown(n))))
  const far = await days(series, 63, 28)
  const should = far.reduce((all, { at }, n) => all + (weekdayOf(at) >= 5 ? 400 : 1_000) * grown(210 + 63 + n), 0)
  near(t, sum(far), should, 0.03, 'days 63 to 90')
})

t.test('7: calls outside the hours, a day × 8 and half a day out are told, and offsets are obeyed', async (t) => {
  const odd = await imported(
    fileOf(84, (date, hour, n) => (n === 70 ? 8 : n === 64 && hour > 4 ? 0 : 1) * usual(date, hour, n)),
  )
  const week = await days(odd, 0, 7)
  near(t, sum(week), truth(0, 7), 0.05, 'the week after')
  t.match(
    week.warnings
      .map(({ mark }) => mark)
      .filter(Boolean)
      .sort(),
    ['outage', 'promotion'],
  )
  const night = [
    '时间,呼入量',
    ...datesFrom(addDays(TODAY, -30), 30).flatMap((date) => [`${date} 10:00,50`, `${date} 23:00,50`]),
  ]
  const preview = await planner.post(
    '/api/plan/import?what=history&series=all&dryRun=true',
    Buffer.from(night.join('\n')),
  )
  t.match(JSON.stringify(preview.body.notes), /50/, 'half of the calls lie outside')
  const utc = ['时间,呼入量', '2026-06-01T02:00:00Z,41', '2026-06-01T03:00:00Z,42'].join('\n')
  const series = await imported(Buffer.from(utc))
  const read = await planner.get(`/api/plan/history?series=${series}&from=2026-06-01&to=2026-06-02&horizon=interval`)
  t.match(
    read.body.points.filter(({ offered }: { offered: number | null }) => offered),
    [{ at: '2026-06-01T10:00', offered: 41 }, { at: '2026-06-01T11:00' }],
    'ten in Shanghai',
  )
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

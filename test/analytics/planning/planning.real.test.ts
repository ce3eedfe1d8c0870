// Planning answers on the real ClickHouse engine: weeks of facts with a known pattern, figures computed by hand.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { startFront } from '#analytics/clickhouse/front.ts'
import { createSchema, dropSchema } from '#analytics/clickhouse/schema.ts'
import { openPlanning } from '#analytics/planning/planning.ts'
import type { PlanAnswers, PlanAsk } from '#engine/protocol/plan-ask.ts'
import type { StaffingTarget } from '#engine/protocol/planning.ts'
import { FIRST, GRID, HANDLE_MS, local, NOW, OFF, TODAY, waveOf, weeks, ZONE } from './weeks.ts'

const dir = await mkdtemp(join(tmpdir(), 'tinglan-planning-'))
const front = await startFront({ dataDir: dir, port: 0, password: 'front' })
const clickhouse = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: 'front' })
const clock = { now: NOW }
await createSchema(clickhouse)
await clickhouse.insert('tinglan.facts', weeks())
const planning = await openPlanning({ clickhouse, timeZone: ZONE, now: () => clock.now })
t.teardown(async () => {
  await planning.stop()
  await clickhouse.close()
  await front.stop()
  await rm(dir, { recursive: true, force: true })
})

async function ask<Type extends PlanAsk['type']>(question: Extract<PlanAsk, { type: Type }>) {
  const answer = await planning.answer(question)
  if (!answer.ok) throw new Error(`${answer.refusal}: ${answer.detail}`)
  return answer.value as PlanAnswers[Type]
}

const of = (series: string) => ({ series, grid: GRID, marks: [] })
const q1 = of('queue:q1')
const target: StaffingTarget = {
  serviceLevel: 0.8,
  withinSeconds: 20,
  ahtSeconds: 240,
  shrinkage: { training: 0.1, illness: 0.1 },
  lineBlocking: 0.01,
  ivrSeconds: 30,
}

t.test('queues, numbers, flows and the whole have a history', async (t) => {
  const series = await ask<'series'>({ type: 'series' })
  // 28 weekdays from 11 May to 17 June, but for the one off
  const all = series.find((each) => each.id === 'all')
  t.same(all, { id: 'all', kind: 'all', from: FIRST, to: TODAY, days: 27 })
  t.match(
    series.find((each) => each.id === 'queue:q2'),
    { kind: 'queue', from: '2026-05-12', to: '2026-06-05', days: 2 },
  )
  t.match(
    series.find((each) => each.id === 'number:95588'),
    { kind: 'number', days: 1 },
  )
  t.same(
    series.filter((each) => each.kind === 'service').map((each) => each.id),
    ['service:flow-1', 'service:flow-2'],
  )
})

t.test('history tells what came, by interval, day and month', async (t) => {
  const asked = { ...q1, type: 'history' as const, from: '2026-05-20', to: '2026-05-23' }
  const slots = await ask<'history'>({ ...asked, horizon: 'interval' })
  t.equal(slots.points.length, 18)
  // Wednesday 22 + shape, then the day off, then Friday 26 + shape
  t.same(
    slots.points.slice(0, 6).map((point) => point.offered),
    [22, 28, 32, 30, 26, 18],
  )
  t.equal(slots.points[0]?.at, '2026-05-20T09:00')
  t.equal(slots.points[0]?.ahtMs, HANDLE_MS)
  t.ok(
    slots.points.slice(6, 12).every((point) => point.offered === null),
    'a day on which nobody was there is unknown, not empty',
  )
  const days = await ask<'history'>({ ...asked, horizon: 'day' })
  t.same(
    days.points.map((point) => [point.at, point.offered]),
    [
      ['2026-05-20', 156],
      [OFF, null],
      ['2026-05-22', 180],
    ],
  )
  // of May: 11–15 whole (204+168+156+156+180), 18–22 without Thursday (864−156), 25–29 whole
  const months = await ask<'history'>({ ...asked, horizon: 'month' })
  t.same(
    months.points.map((point) => [point.at, point.offered]),
    [['2026-05', 864 + 708 + 864]],
  )
})

t.test('the quiet days of a quiet queue are true zeros from its first call on', async (t) => {
  const { points } = await ask<'history'>({
    ...of('queue:q2'),
    ...{ type: 'history', from: '2026-05-11', to: '2026-05-23', horizon: 'day' },
  })
  const offered = new Map(points.map((point) => [point.at, point.offered]))
  t.equal(offered.get('2026-05-11'), null, 'before its first call')
  t.equal(offered.get('2026-05-12'), 1)
  t.equal(offered.get('2026-05-13'), 0, 'others called elsewhere')
  t.equal(offered.get('2026-05-16'), null, 'nobody was there on Saturday')
  t.equal(offered.get(OFF), null)
  const first = await ask<'history'>({
    ...of('queue:q2'),
    ...{ type: 'history', from: '2026-05-12', to: '2026-05-13', horizon: 'interval' },
  })
  t.same(
    first.points.map((point) => point.offered),
    [null, null, 1, 0, 0, 0],
  )
})

t.test('the whole is the sum of its queues; numbers and flows count ended calls where they arrived', async (t) => {
  const asked = { type: 'history' as const, from: '2026-06-10', to: '2026-06-11', horizon: 'interval' as const }
  const { points } = await ask<'history'>({ ...of('number:95588'), ...asked })
  t.same(
    points.map((point) => [point.offered, point.ahtMs]),
    [
      [1, 240_000],
      [0, null],
      [0, null],
      [0, null],
      [1, 240_000],
      [0, null],
    ],
  )
  t.same(
    (await ask<'history'>({ ...of('service:flow-1'), ...asked })).points,
    points,
    'a flow passed twice counts once',
  )
  const june5 = { ...asked, from: '2026-06-05', to: '2026-06-06', horizon: 'day' as const }
  t.equal((await ask<'history'>({ ...of('all'), ...june5 })).points[0]?.offered, 180 + 1 + 6 * waveOf('2026-06-05'))
})

t.test('today shows the intervals that are over, and no others', async (t) => {
  const { points } = await ask<'history'>({
    ...q1,
    ...{ type: 'history', from: TODAY, to: '2026-06-20', horizon: 'interval' },
  })
  t.same(
    points.map((point) => point.offered),
    [22, 28, 32, null, null, null],
  )
})

t.test('a known weekly pattern is forecast, closed days as closed, with last week beside it', async (t) => {
  const answer = await ask<'forecast'>({
    ...q1,
    ...{ type: 'forecast', from: '2026-06-18', to: '2026-06-25', horizon: 'interval' },
  })
  t.equal(answer.model, 'factors')
  t.equal(answer.points.length, 42)
  const thursday = answer.points.filter((point) => point.at.startsWith('2026-06-18'))
  thursday.forEach((point, slot) => {
    const truth = [22, 28, 32, 30, 26, 18][slot]!
    t.ok(Math.abs(point.mean - truth) < 0.1 * truth, `${point.at} ${point.mean} is close to ${truth}`)
    t.ok(point.lower95 <= point.lower80 && point.upper80 <= point.upper95 && point.lower80 <= truth)
    t.equal(point.lastWeek, truth)
    t.equal(point.actual, null)
    t.ok(Math.abs((point.ahtMs ?? 0) - HANDLE_MS) < 1)
  })
  const saturday = answer.points.filter((point) => point.at.startsWith('2026-06-20'))
  t.ok(
    saturday.every((point) => point.mean === 0),
    'the centre is closed on Saturdays',
  )
  const days = await ask<'forecast'>({
    ...q1,
    ...{ type: 'forecast', from: '2026-06-22', to: '2026-06-23', horizon: 'day' },
  })
  t.ok(Math.abs(days.points[0]!.mean - 204) < 12, 'a Monday')
  const june = await ask<'forecast'>({
    ...q1,
    ...{ type: 'forecast', from: '2026-06-01', to: '2026-07-01', horizon: 'month' },
  })
  // 22 weekdays; the dragon boat festival, Friday 19 June, has the profile of a Sunday and is closed
  const truth = 204 * 5 + 168 * 5 + 156 * 4 + 156 * 4 + 180 * 3
  t.ok(Math.abs(june.points[0]!.mean - truth) < 0.05 * truth, `June ${june.points[0]!.mean} of ${truth}`)
})

t.test('dates that are over are forecast with what was known before them', async (t) => {
  const { points } = await ask<'forecast'>({
    ...q1,
    ...{ type: 'forecast', from: '2026-06-15', to: '2026-06-16', horizon: 'day' },
  })
  t.equal(points[0]?.actual, 204)
  t.ok(Math.abs(points[0]!.mean - 204) < 15)
  t.same(
    (await ask<'forecast'>({ ...q1, type: 'forecast', from: FIRST, to: '2026-05-12', horizon: 'day' })).points,
    [],
    'before the first call nothing was known',
  )
})

t.test('a closed day, a promotion not seen before and a day like another are followed', async (t) => {
  const marks = [
    { date: '2026-06-22', type: 'closed' as const },
    { date: '2026-06-23', type: 'promotion' as const, name: 'summer', lift: 1.5 },
    { date: '2026-06-24', type: 'as-weekday' as const, weekday: 1 },
  ]
  const asked = { type: 'forecast' as const, from: '2026-06-22', to: '2026-06-25', horizon: 'day' as const }
  const plain = await ask<'forecast'>({ ...q1, ...asked })
  const { points, marks: told } = await ask<'forecast'>({ ...q1, marks, ...asked })
  t.equal(points[0]?.mean, 0)
  t.ok(Math.abs(points[1]!.mean - 1.5 * plain.points[1]!.mean) < 0.1 * points[1]!.mean)
  t.ok(Math.abs(points[2]!.mean - 204) < 15, 'a Wednesday like a Monday')
  t.same(told, marks)
})

const NEED = { ...q1, type: 'need' as const, from: '2026-06-22', to: '2026-06-23', target, scheduled: [], agentIds: [] }

t.test('need is agents by Erlang, with shrinkage, lines and channels', async (t) => {
  const { points, peak, hours } = await ask<'need'>({
    ...NEED,
    ...{ whatIf: {}, scheduled: [{ date: '2026-06-22', agents: [5, 6, 6, 6, 5, 4] }] },
  })
  t.equal(points.length, 6)
  const busiest = points[2]!
  // 40 calls of 180 s in 1800 s are 4 erlangs; Erlang C needs 6 agents for 80 % in 20 s (7 gives 0.88, 6 gives 0.77)
  t.ok(Math.abs(busiest.erlangs - 4) < 0.4)
  t.ok(busiest.agents >= 6 && busiest.agents <= 7, `${busiest.agents} agents`)
  t.ok(busiest.serviceLevel >= 0.8)
  t.ok(Math.abs(busiest.toRoster - busiest.agents / 0.81) < 0.01, 'two reasons of 10 % each leave 81 %')
  t.ok(busiest.lines > busiest.erlangs && busiest.channels > busiest.lines)
  t.equal(busiest.scheduled, 6)
  t.equal(busiest.actual, null)
  t.equal(peak?.at, '2026-06-22T10:00')
  t.ok(Math.abs(hours - points.reduce((sum, point) => sum + point.toRoster, 0) / 2) < 0.05)
})

t.test('sliders change the need from the same forecast', async (t) => {
  const plain = await ask<'need'>({ ...NEED, whatIf: {} })
  const more = await ask<'need'>({ ...NEED, whatIf: { volume: 2, shrinkage: 0.5 } })
  more.points.forEach((point, slot) => {
    t.ok(Math.abs(point.calls - 2 * plain.points[slot]!.calls) < 0.02)
    t.ok(point.agents > plain.points[slot]!.agents)
    t.ok(Math.abs(point.toRoster - point.agents * 2) < 0.01)
  })
  const slower = await ask<'need'>({ ...NEED, whatIf: { handleTime: 1.5, patienceSeconds: 120, serviceLevel: 0.9 } })
  t.ok(Math.abs(slower.points[0]!.ahtMs - 1.5 * HANDLE_MS) < 2)
  t.ok(slower.points.every((point) => point.serviceLevel >= 0.9 && point.abandoned > 0))
})

t.test('today: planned, actual, the rest forecast anew, and the agents who are there', async (t) => {
  const today = await ask<'today'>({
    ...q1,
    ...{ type: 'today', target, scheduled: [{ date: TODAY, agents: [2, 2, 2, 2, 2, 2] }], agentIds: ['a1'] },
  })
  t.same(
    today.points.map((point) => point.actual),
    [22, 28, 32, null, null, null],
  )
  t.equal(today.soFar, 82)
  t.ok(Math.abs(today.plannedSoFar - 82) < 6)
  t.ok(Math.abs(today.planned - 156) < 12)
  t.ok(Math.abs(today.reforecast - 156) < 10)
  t.same(
    today.points.map((point) => point.reforecast === null),
    [true, true, true, false, false, false],
  )
  // lunch is half of the third half hour; the fourth has ten minutes so far
  t.same(
    today.points.map((point) => point.staffed),
    [1, 1, 0.5, 1, null, null],
  )
  t.ok(today.points.every((point) => (point.need ?? 0) > 0 && point.scheduled === 2))
})

t.test('a day twice as busy is followed within the morning', async (t) => {
  const today = await ask<'today'>({ ...of('queue:q3'), type: 'today', target, scheduled: [], agentIds: [] })
  t.equal(today.soFar, 120)
  t.ok(Math.abs(today.plannedSoFar - 60) < 12)
  const rest = today.points.reduce((sum, point) => sum + (point.reforecast ?? 0), 0)
  t.ok(rest > 1.5 * (today.planned - today.plannedSoFar), `${rest} for the rest of the day`)
})

t.test('presence: signed in from 08:50 until now, with the breaks and their reasons', async (t) => {
  const spans = await ask<'presence'>({
    ...{ type: 'presence', agentIds: ['a1', 'a2'], from: local(TODAY, '00:00'), to: local(TODAY, '23:59') },
  })
  t.same(spans, [
    { agentId: 'a1', mode: 'signed-in', reason: '', from: local(TODAY, '08:50'), to: NOW },
    { agentId: 'a1', mode: 'break', reason: 'not-ready', from: local(TODAY, '08:50'), to: local(TODAY, '09:00') },
    { agentId: 'a1', mode: 'break', reason: 'lunch', from: local(TODAY, '10:00'), to: local(TODAY, '10:15') },
  ])
})

t.test('history of an old system fills the time before ours, and is taken back', async (t) => {
  const rows = ['2026-05-04', '2026-05-05'].flatMap((date) =>
    ['09:00', '09:30', '10:00'].map((time) => ({ at: `${date}T${time}`, offered: 10, ahtMs: 200_000 })),
  )
  // our own date wins
  rows.push({ at: `${FIRST}T09:00`, offered: 999, ahtMs: 1 })
  t.same(await ask<'import'>({ type: 'import', series: 'queue:q1', slotMinutes: 30, rows }), { accepted: 7 })
  const history = () => ask<'history'>({ ...q1, type: 'history', from: '2026-05-04', to: '2026-05-12', horizon: 'day' })
  const before = await history()
  t.match(before.points[0], { at: '2026-05-04', offered: 30, ahtMs: 200_000, imported: true })
  t.match(before.points[7], { at: FIRST, offered: 204 })
  // a date imported again is replaced, other intervals of it do not stay
  const again = [{ at: '2026-05-04T09:00', offered: 60, ahtMs: null }]
  await ask<'import'>({ type: 'import', series: 'queue:q1', slotMinutes: 60, rows: again })
  const slots = await ask<'history'>({
    ...q1,
    ...{ type: 'history', from: '2026-05-04', to: '2026-05-05', horizon: 'interval' },
  })
  t.same(
    slots.points.map((point) => point.offered),
    [30, 30, null, null, null, null],
  )
  await dropSchema(clickhouse)
  await createSchema(clickhouse)
  await clickhouse.insert('tinglan.facts', weeks())
  planning.heard(NOW - 86_400_000)
  t.equal((await history()).points[0]?.offered, 60, 'a rebuild from the ledger leaves imported history')
  t.same(
    await ask<'forget-import'>({ type: 'forget-import', series: 'queue:q1', from: '2026-05-01', to: '2026-05-05' }),
    {
      removed: 1,
    },
  )
  t.same(
    (await history()).points.slice(0, 2).map((point) => point.offered),
    [null, 30],
  )
})

t.test('the backtest grades the models over the last weeks', async (t) => {
  const answer = await ask<'backtest'>({ ...q1, type: 'backtest', weeks: 1 })
  const chosen = answer.scores.find((each) => each.chosen)
  t.equal(chosen?.model, 'factors')
  t.ok((chosen?.wapeNextDay ?? 1) < 0.1, `WAPE ${chosen?.wapeNextDay}`)
  t.ok(answer.scores.length >= 2)
  const friday = answer.points.filter((point) => point.at.startsWith('2026-06-12'))
  t.same(
    friday.map((point) => point.actual),
    [26, 32, 36, 34, 30, 22],
  )
  const jobs = await ask<'job-list'>({ type: 'job-list' })
  t.match(jobs[0], { type: 'backtest', state: 'done', progress: 1 })
})

t.test('every series is forecast as one job', async (t) => {
  const job = { type: 'forecast-all' as const, of: [q1, of('queue:q2'), of('queue:none')], from: '2026-06-18', days: 7 }
  await ask<'job-start'>({ type: 'job-start', id: 'j1', title: 'all', job })
  // the backtest of a series that is not there waits behind it: one job at a time
  await ask<'backtest'>({ ...of('queue:none'), type: 'backtest', weeks: 1 })
  t.match(await ask<'job'>({ type: 'job', id: 'j1' }), { state: 'done', progress: 1 })
  const result = await ask<'job-result'>({ type: 'job-result', id: 'j1' })
  t.match(result, { type: 'forecast-all', series: 2, failed: [{ series: 'queue:none' }] })
})

t.test('questions that make no sense are refused with a sentence, none throws', async (t) => {
  t.match(await planning.answer({ type: 'weather' }), { ok: false, refusal: 'bad-input' })
  t.match(await planning.answer({ ...q1, type: 'history', from: '2026-06-02', to: '2026-06-01', horizon: 'day' }), {
    ...{ ok: false, refusal: 'bad-input', detail: /later than from/ },
  })
  t.match(
    await planning.answer({ ...q1, type: 'history', from: '1990-01-01', to: '2026-06-01', horizon: 'interval' }),
    {
      ...{ ok: false, refusal: 'bad-input', detail: /too long/ },
    },
  )
  t.match(await planning.answer({ type: 'job', id: 'nothing' }), { ok: false, refusal: 'not-found' })
  const none = await ask<'forecast'>({
    ...of('queue:none'),
    ...{ type: 'forecast', from: TODAY, to: '2026-06-18', horizon: 'day' },
  })
  t.match(none, { points: [], model: '', warnings: [{ type: 'no-history' }] })
})

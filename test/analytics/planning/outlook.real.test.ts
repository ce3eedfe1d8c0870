// History and forecast on the real ClickHouse engine: weeks of facts with a known pattern, figures computed by hand.
import t from 'tap'
import { of, startedDesk } from './desk.ts'
import { FIRST, HANDLE_MS, OFF, TODAY, waveOf } from './weeks.ts'

const desk = await startedDesk()
t.teardown(() => desk.stop())
const { ask } = desk
const q1 = of('queue:q1')

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
  t.equal(answer.model, 'mean-of-four', 'a queue that repeats itself week by week')
  t.match(answer.why?.zh, /最近 \d+ 天它更准：误差 0 %/)
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

// Import, backtest and long work on the real ClickHouse engine.
import t from 'tap'
import { createSchema, dropSchema } from '#analytics/clickhouse/schema.ts'
import { of, startedDesk } from './desk.ts'
import { FIRST, NOW, TODAY, weeks } from './weeks.ts'

const desk = await startedDesk()
t.teardown(() => desk.stop())
const { ask } = desk
const q1 = of('queue:q1')

t.test('history of an old system fills the time before ours, and is taken back', async (t) => {
  const rows = ['2026-05-04', '2026-05-05'].flatMap((date) =>
    ['09:00', '09:30', '10:00'].map((time) => ({ at: `${date}T${time}`, offered: 10, ahtMs: 200_000 })),
  )
  // our own date wins
  rows.push({ at: `${FIRST}T09:00`, offered: 999, ahtMs: 1 })
  t.same(await ask<'import'>({ type: 'import', id: 'i1', series: 'queue:q1', slotMinutes: 30, rows }), { accepted: 7 })
  const history = () => ask<'history'>({ ...q1, type: 'history', from: '2026-05-04', to: '2026-05-12', horizon: 'day' })
  const before = await history()
  t.match(before.points[0], { at: '2026-05-04', offered: 30, ahtMs: 200_000, imported: true })
  t.match(before.points[7], { at: FIRST, offered: 204 })
  // a date imported again is replaced, other intervals of it do not stay
  const again = [{ at: '2026-05-04T09:00', offered: 60, ahtMs: null }]
  await ask<'import'>({ type: 'import', id: 'i2', series: 'queue:q1', slotMinutes: 60, rows: again })
  const slots = await ask<'history'>({
    ...q1,
    ...{ type: 'history', from: '2026-05-04', to: '2026-05-05', horizon: 'interval' },
  })
  t.same(
    slots.points.map((point) => point.offered),
    [30, 30, null, null, null, null],
  )
  await dropSchema(desk.clickhouse)
  await createSchema(desk.clickhouse)
  await desk.clickhouse.insert('tinglan.facts', weeks())
  desk.planning.heard(NOW - 86_400_000)
  t.equal((await history()).points[0]?.offered, 60, 'a rebuild from the ledger leaves imported history')
  const undo = (id: string) => ask<'undo-import'>({ type: 'undo-import', id, series: 'queue:q1' })
  t.same(await undo('i2'), { removed: 0, restored: 3 })
  t.equal((await history()).points[0]?.offered, 30, 'what was imported before is there again, to the interval')
  t.same(await undo('i2'), { removed: 0, restored: 3 }, 'twice is as once')
  t.same(await undo('i1'), { removed: 7, restored: 0 })
  t.same((await history()).points[0]?.offered, null, 'before the first import there was nothing')
  await ask<'import'>({ type: 'import', id: 'i3', series: 'queue:q1', slotMinutes: 30, rows })
  await ask<'import'>({ type: 'import', id: 'i4', series: 'queue:q1', slotMinutes: 60, rows: again })
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

t.test('a database from before the roll-up of calls has its facts rolled up once', async (t) => {
  const count = async () =>
    (await desk.clickhouse.rows<{ offered: number }>('select sum(offered) as offered from tinglan.call_interval'))[0]
      ?.offered
  const before = await count()
  t.equal(before, 6, 'two calls, each of one number and two flows')
  await desk.clickhouse.run('drop view tinglan.call_from_calls')
  await desk.clickhouse.run('drop table tinglan.call_interval')
  await createSchema(desk.clickhouse)
  t.equal(await count(), before)
  await createSchema(desk.clickhouse)
  t.equal(await count(), before)
})

t.test('the backtest grades the models over the last weeks', async (t) => {
  const answer = await desk.graded({ ...q1, type: 'backtest', title: 'q1', weeks: 1 })
  const chosen = answer.scores.find((each) => each.chosen)
  t.match(chosen, { model: 'mean-of-four', wapeNextDay: 0, bias: 0, cover95: 1 })
  const others = answer.scores.filter((each) => !each.chosen)
  t.ok(
    others.length >= 1 && others.every((each) => each.model !== 'auto' && (each.wapeNextDay ?? 1) < 0.1),
    'the others beside it',
  )
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
  await desk.graded({ ...of('queue:none'), type: 'backtest', title: 'none', weeks: 1 })
  t.match(await ask<'job'>({ type: 'job', id: 'j1' }), { state: 'done', progress: 1 })
  const result = await ask<'job-result'>({ type: 'job-result', id: 'j1' })
  t.match(result, { type: 'forecast-all', series: 2, failed: [{ series: 'queue:none' }] })
})

t.test('questions that make no sense are refused with a sentence, none throws', async (t) => {
  t.match(await desk.planning.answer({ type: 'weather' }), { ok: false, refusal: 'bad-input' })
  t.match(
    await desk.planning.answer({ ...q1, type: 'history', from: '2026-06-02', to: '2026-06-01', horizon: 'day' }),
    {
      ...{ ok: false, refusal: 'bad-input', detail: /end must be later than the start/ },
    },
  )
  t.match(
    await desk.planning.answer({ ...q1, type: 'history', from: '1990-01-01', to: '2026-06-01', horizon: 'interval' }),
    {
      ...{ ok: false, refusal: 'bad-input', detail: /Too long a time/ },
    },
  )
  t.match(await desk.planning.answer({ type: 'job', id: 'nothing' }), { ok: false, refusal: 'not-found' })
  const none = await ask<'forecast'>({
    ...of('queue:none'),
    ...{ type: 'forecast', from: TODAY, to: '2026-06-18', horizon: 'day' },
  })
  t.match(none, { points: [], model: '', warnings: [{ type: 'no-history' }] })
})

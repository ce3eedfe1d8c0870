// Need, today and presence on the real ClickHouse engine: weeks of facts with a known pattern.
import t from 'tap'
import { of, startedDesk, target } from './desk.ts'
import { HANDLE_MS, local, NOW, TODAY } from './weeks.ts'

const desk = await startedDesk()
t.teardown(() => desk.stop())
const { ask } = desk
const q1 = of('queue:q1')

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

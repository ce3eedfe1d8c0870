// Today on the wallboard without pixels: where the day stands, who is missing, what is drawn on either ground.
import t from 'tap'
import type { TodayAnswer, TodayPoint } from '#engine/protocol/planning.ts'
import {
  countedSpan,
  figuresOf,
  hasPlan,
  ON_DARK,
  ON_WHITE,
  offText,
  staffChart,
  trafficChart,
} from '#web/src/lib/plan/forecast-today.ts'

const slot = (time: string, actual: number | null, staff: [number, number | null, number | null]): TodayPoint => ({
  at: `2026-11-23T${time}`,
  planned: 100,
  actual,
  reforecast: actual === null ? 110 : null,
  lower80: actual === null ? 95 : null,
  upper80: actual === null ? 125 : null,
  need: staff[0],
  scheduled: staff[1],
  staffed: staff[2],
})
const answer: TodayAnswer = {
  series: 'all',
  grid: { slotMinutes: 30, opensAt: 540, closesAt: 660 },
  points: [
    slot('09:00', 120, [20, 18, 17]),
    slot('09:30', 115, [20, 20, 19]),
    slot('10:00', null, [22, 20, null]),
    slot('10:30', null, [24, 20, null]),
  ],
  planned: 400,
  reforecast: 455,
  soFar: 235,
  plannedSoFar: 200,
  computedAt: 0,
  timeZone: 'Asia/Shanghai',
  warnings: [],
}

t.test('the day so far stands beside its plan, and the tightest interval is one to come', async (t) => {
  const figures = figuresOf(answer, '2026-11-23T09:40')
  t.match(figures, { soFar: 235, plannedSoFar: 200, staffed: 19, need: 20, scheduled: 20 })
  t.equal(offText(figures.off), '+18%')
  t.same(figures.tightest, { at: '2026-11-23T10:30', missing: 4 })
})

t.test('what was too thin this morning is no warning any more', async (t) => {
  t.equal(figuresOf(answer, '2026-11-23T10:45').tightest, undefined)
})

t.test('before opening and after closing nothing is said of now', async (t) => {
  t.match(figuresOf(answer, '2026-11-23T08:00'), { staffed: null, need: null })
  t.match(figuresOf(answer, '2026-11-23T12:00'), { staffed: null, need: null })
  t.equal(figuresOf(answer, '2026-11-23T10:59').need, 24, 'the last interval counts to its end')
})

t.test('without a roster nobody is missing by it', async (t) => {
  const points = answer.points.map((point) => ({ ...point, scheduled: null }))
  t.equal(figuresOf({ ...answer, points }, '2026-11-23T09:00').tightest, undefined)
})

t.test('a day without a forecast has no plan', async (t) => {
  t.ok(hasPlan(answer))
  t.notOk(hasPlan({ ...answer, points: answer.points.map((point) => ({ ...point, planned: null })) }))
  t.equal(offText(figuresOf({ ...answer, plannedSoFar: 0 }, '2026-11-23T09:00').off), '')
})

t.test('the re-forecast begins where the truth ends, on the wall as on the page', async (t) => {
  const words = {
    planned: '计划',
    actual: '实际',
    reforecast: '滚动预测',
    band80: '80%',
    need: '需求',
    scheduled: '排班',
    staffed: '在岗',
  }
  const chart = trafficChart(answer, words, ON_WHITE)
  t.equal(chart.now, 2)
  t.same(
    chart.lines.map((line) => [line.key, line.values]),
    [
      ['planned', [100, 100, 100, 100]],
      ['reforecast', [null, null, 110, 110]],
      ['actual', [120, 115, null, null]],
    ],
  )
  t.same(
    staffChart(answer, words, ON_DARK).lines.map((line) => [line.key, line.colour]),
    [
      ['need', ON_DARK.need],
      ['scheduled', ON_DARK.scheduled],
      ['staffed', ON_DARK.staffed],
    ],
  )
})

t.test('the panel names what it counts: whole intervals of the hours of service', async (t) => {
  t.same(countedSpan(answer), { from: '09:00', to: '10:00' })
  const over = answer.points.map((point) => ({ ...point, actual: 1 }))
  t.same(countedSpan({ ...answer, points: over }), { from: '09:00', to: '11:00' })
  const late = answer.points.map((point, n) => ({ ...point, actual: n === 1 ? 7 : null }))
  t.same(countedSpan({ ...answer, points: late }), { from: '09:30', to: '10:00' }, 'a centre begun within the day')
  const before = answer.points.map((point) => ({ ...point, actual: null }))
  t.equal(countedSpan({ ...answer, points: before }), undefined)
})

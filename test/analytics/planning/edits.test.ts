// A forecast changed by hand: hours of dates by a factor, its bands with it, and the re-forecast of a day that has begun.
import t from 'tap'
import { dayOf } from '#analytics/forecast/history.ts'
import { edited, factorsOf, unedited } from '#analytics/planning/edits.ts'

const grid = { slotMinutes: 60, opensAt: 480, closesAt: 720 } as const
const MONDAY = dayOf('2026-12-07')
const edit = { from: '2026-12-07', to: '2026-12-08', fromMinute: 540, toMinute: 660, factor: 1.5 }
const ask = { series: 'all', grid, marks: [], edits: [edit, { ...edit, to: '2026-12-07', toMinute: 600, factor: 2 }] }
const of = (...values: number[]) => Float64Array.from(values)

t.test('changes hold for their hours and dates, and two of the same hour multiply', (t) => {
  const factors = factorsOf(ask)
  t.same([...(factors(MONDAY) ?? [])], [1, 3, 1.5, 1])
  t.same([...(factors(MONDAY + 1) ?? [])], [1, 1.5, 1.5, 1])
  t.equal(factors(MONDAY + 2), undefined)
  t.equal(factorsOf({ series: 'all', grid, marks: [] })(MONDAY), undefined)
  t.end()
})

t.test('mean, bands and the width of the day grow together; nothing changed is the very same', (t) => {
  const bands = { lower95: of(6, 6), lower80: of(8, 8), upper80: of(12, 12), upper95: of(14, 14) }
  const day = { day: MONDAY, mean: of(10, 10), ...bands, totalSd: 4 }
  t.equal(edited(day, undefined), day)
  const grown = edited(day, of(1, 2))
  t.same([...grown.mean], [10, 20])
  t.same([...grown.upper80], [12, 24])
  t.equal(grown.totalSd, 6)
  t.same([...edited(day, of(0, 0)).mean], [0, 0])
  t.end()
})

t.test('a morning as the planner expected it is an ordinary one for the model', (t) => {
  t.same([...unedited(of(15, 30, 8), of(1.5, 1.5, 1))], [10, 20, 8])
  t.same([...unedited(of(3), of(0))], [3], 'calls where none were expected stay')
  t.end()
})

// What is known of the past: true zeros, unknown slots, clock changes, imported rows on another grid.
import t from 'tap'
import { dayOf } from '#analytics/forecast/history.ts'
import { importedCounts, type OwnRow } from '#analytics/planning/counts.ts'
import { localClock } from '#analytics/planning/local-time.ts'
import { ownPast } from '#analytics/planning/past.ts'

const GRID = { slotMinutes: 60, opensAt: 0, closesAt: 300 } as const
const berlin = localClock('Europe/Berlin')
const row = (date: string, slot: number, offered: number, offset = 3600): OwnRow => ({
  ...{ date, slot, offset, offered },
  ...{ handled: offered, handleMs: offered * 1000 },
})
const past = (rows: OwnRow[], live: string[], today: string) =>
  ownPast(rows, GRID, new Set(live.map(dayOf)), dayOf(today), berlin)
const offered = (of: ReturnType<typeof past>, date: string) => [...(of.counts.get(dayOf(date))?.offered ?? [])]
const NaN5 = new Array(5).fill(Number.NaN)

t.test('from its first call on a series has true zeros on dates when the centre lived', (t) => {
  const of = past([row('2026-06-01', 2, 3), row('2026-06-03', 0, 1)], ['2026-06-02', '2026-06-05'], '2026-06-06')
  t.equal(of.first, dayOf('2026-06-01'))
  t.same(offered(of, '2026-06-01'), [Number.NaN, Number.NaN, 3, 0, 0], 'unknown before the first call')
  t.same(offered(of, '2026-06-02'), [0, 0, 0, 0, 0], 'others called or were signed in')
  t.same(offered(of, '2026-06-03'), [1, 0, 0, 0, 0])
  t.same(offered(of, '2026-06-04'), [], 'nobody was there')
  t.same(offered(of, '2026-06-05'), [0, 0, 0, 0, 0])
  t.same(past([], ['2026-06-02'], '2026-06-06'), { counts: new Map() })
  t.end()
})

t.test('an hour shown twice has the calls of both, an hour skipped is unknown', (t) => {
  const first = row('2026-03-27', 0, 1)
  const forward = past([first, row('2026-03-29', 1, 7)], [], '2026-03-30')
  t.same(offered(forward, '2026-03-29'), [0, 7, Number.NaN, 0, 0])
  const back = past([first, row('2026-10-25', 2, 10, 7200), row('2026-10-25', 2, 6, 3600)], [], '2026-10-26')
  t.same(offered(back, '2026-10-25'), [0, 0, 16, 0, 0])
  t.end()
})

t.test('imported intervals are spread or summed onto the grid, cut to it, and the whole is its queues', (t) => {
  const imported = (series: string, minute: number, slotMinutes: number, calls: number) => ({
    ...{ series, date: '2026-01-05', minute, slotMinutes, offered: calls, ahtMs: 60_000 },
  })
  const on = (rows: ReturnType<typeof imported>[], series: string, slotMinutes: 15 | 60) => {
    const grid = { slotMinutes, opensAt: 60, closesAt: 120 }
    return [...(importedCounts(rows, series, grid).get(dayOf('2026-01-05'))?.offered ?? NaN5)]
  }
  const quarters = [60, 75, 90, 105, 120].map((minute) => imported('queue:a', minute, 15, 2))
  t.same(on(quarters, 'queue:a', 60), [8], 'what is outside the grid is left out')
  t.same(on([imported('queue:a', 60, 60, 8)], 'queue:a', 15), [2, 2, 2, 2])
  const queues = [imported('queue:a', 60, 60, 8), imported('queue:b', 60, 60, 3)]
  t.same(on(queues, 'all', 60), [11])
  t.same(on([...queues, imported('all', 60, 60, 20)], 'all', 60), [20], 'unless the whole was imported itself')
  t.end()
})

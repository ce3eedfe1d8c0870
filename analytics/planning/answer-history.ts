// What came: by interval, day, month or year, with the marks and what is odd in it.

import { dateOf } from '#analytics/forecast/history.ts'
import type { SeriesAsk } from '#engine/protocol/plan-ask.ts'
import type { HistoryPoint, PlanMark } from '#engine/protocol/planning.ts'
import type { Counts } from './counts.ts'
import type { Answers, Desk, Past } from './desk.ts'
import { timeOf } from './local-time.ts'
import { pastOf, todaySoFar } from './past.ts'
import { known, slotsOf, someOf } from './plain.ts'
import { periodsOf, type Span, spanOf } from './span.ts'
import { handledMean, total } from './values.ts'

/** All that came, today's slots that are over included. */
export async function countsWithToday(ask: SeriesAsk, past: Past, span: Span, desk: Desk): Promise<Counts> {
  if (span.to <= past.today) return past.counts
  const { count } = await todaySoFar(ask, past, desk)
  return new Map([...past.counts, [past.today, count]])
}

export const marksIn = (marks: readonly PlanMark[], { from, to }: Span): PlanMark[] =>
  marks.filter((mark) => mark.date >= dateOf(from) && mark.date < dateOf(to))

export const answerHistory: Answers<'history'> = async (ask, desk) => {
  const span = spanOf(ask.from, ask.to, ask.grid, ask.horizon)
  const past = await pastOf(ask, desk)
  const counts = await countsWithToday(ask, past, span, desk)
  const until = { from: span.from, to: Math.max(span.from, Math.min(span.to, past.today + 1)) }
  const points = ask.horizon === 'interval' ? slotPoints(ask, counts, until) : sumPoints(counts, until, ask.horizon)
  return {
    series: ask.series,
    grid: ask.grid,
    horizon: ask.horizon,
    points,
    marks: marksIn(ask.marks, span),
    warnings: someOf(past.warnings),
  }
}

function slotPoints({ grid }: SeriesAsk, counts: Counts, { from, to }: Span): HistoryPoint[] {
  return Array.from({ length: to - from }, (_, at) => from + at).flatMap((day) => {
    const count = counts.get(day)
    return Array.from({ length: slotsOf(grid) }, (_, slot) => ({
      at: timeOf(day, grid.opensAt + slot * grid.slotMinutes),
      offered: known(count?.offered[slot]),
      ahtMs: known(handledMean([count], slot)),
      ...(count?.imported ? { imported: true as const } : {}),
    }))
  })
}

function sumPoints(counts: Counts, span: Span, horizon: 'day' | 'month' | 'year'): HistoryPoint[] {
  return periodsOf(span, horizon).map(({ at, from, to }) => {
    const days = Array.from({ length: to - from }, (_, n) => counts.get(from + n))
    return {
      at,
      offered: known(total(counts, from, to)),
      ahtMs: known(handledMean(days)),
      ...(days.some((day) => day?.imported) ? { imported: true as const } : {}),
    }
  })
}

// What will come: by interval, day, month or year, with bands, and what came in the same place before.
// Dates that are over are forecast as it was known on the first date asked for; today and later as it is known today.

import { dateOf } from '#analytics/forecast/history.ts'
import { farAhead, periodsOf as sumOf } from '#analytics/forecast/horizons.ts'
import type { DayForecast } from '#analytics/forecast/model.ts'
import type { SeriesAsk } from '#engine/protocol/plan-ask.ts'
import type { ForecastPoint, PlanWarning } from '#engine/protocol/planning.ts'
import { countsWithToday, marksIn } from './answer-history.ts'
import { newHolidays } from './asked.ts'
import { unpublished } from './calendar.ts'
import type { Counts } from './counts.ts'
import type { Ahead, Answers, Desk, Past, Said } from './desk.ts'
import { edited, factorsOf } from './edits.ts'
import { aheadOf } from './fits.ts'
import { handleTimesOf } from './handle-time.ts'
import { timeOf } from './local-time.ts'
import { pastOf } from './past.ts'
import { known, round, slotsOf, someOf } from './plain.ts'
import { periodsOf, type Span, spanOf } from './span.ts'
import { dayTotal, total } from './values.ts'

const WEEK = 7
/** 52 weeks: the same weekday of the year before */
const YEAR = 364

export interface Outlook {
  past: Past
  chosen?: Said
  /** the forecast that holds a date, where there is one */
  part(day: number): Ahead | undefined
  of(day: number): DayForecast | undefined
  /** the same without what planners changed by hand; undefined where they changed nothing */
  computed(day: number): DayForecast | undefined
  /** mean handle time by slot of a forecast date, ms; NaN where history has none */
  ahtOf(forecast: DayForecast): Float64Array
}

/** Everything that is forecast for the dates of a span. */
export async function outlookOf(ask: SeriesAsk, span: Span, desk: Desk): Promise<Outlook> {
  const past = await pastOf(ask, desk)
  const parts: Ahead[] = []
  const take = async (origin: number, to: number): Promise<void> => {
    const ahead = await aheadOf(past, origin, to, desk)
    if (ahead) parts.push(ahead)
  }
  if (span.to > past.today) await take(past.today, span.to)
  if (span.from < past.today) await take(span.from, Math.min(span.to, past.today))
  const part = (day: number): Ahead | undefined => parts.find((each) => day >= each.origin)
  const origin = span.to > past.today ? past.today : span.from
  const times = await handleTimesOf(past, origin, slotsOf(ask.grid), desk)
  const factors = factorsOf(ask)
  const modelled = (day: number): DayForecast | undefined => {
    const found = part(day)
    return found?.days[day - found.origin]
  }
  return {
    ...{ past, part },
    ...(parts[0] ? { chosen: parts[0].chosen } : {}),
    of(day) {
      const found = modelled(day)
      return found && edited(found, factors(day))
    },
    computed: (day) => (factors(day) ? modelled(day) : undefined),
    ahtOf: (forecast) => times(forecast.day, forecast.mean),
  }
}

const NO_HISTORY: PlanWarning['text'] = {
  zh: '没有历史数据：请导入旧系统的话务，或等待来电积累',
  en: 'There is no history: import that of the old system, or wait for calls to come',
}

export const noHistory = (date: string): PlanWarning => ({ type: 'no-history', at: date, count: 0, text: NO_HISTORY })

export const answerForecast: Answers<'forecast'> = async (ask, desk) => {
  const span = spanOf(ask.from, ask.to, ask.grid, ask.horizon)
  const outlook = await outlookOf(ask, span, desk)
  const { past, chosen } = outlook
  const counts = await countsWithToday(ask, past, span, desk)
  const points =
    ask.horizon === 'interval' ? slotPoints(ask, span, outlook, counts) : sumPoints(ask.horizon, span, outlook, counts)
  return {
    series: ask.series,
    grid: ask.grid,
    horizon: ask.horizon,
    model: chosen?.model ?? '',
    modelLabel: chosen?.label ?? { zh: '', en: '' },
    ...(chosen?.why ? { why: chosen.why } : {}),
    points,
    marks: marksIn(ask.marks, span),
    warnings: someOf([
      ...(chosen ? [] : [noHistory(ask.from)]),
      ...unpublished(Math.max(span.from, past.today), span.to, desk.clock.zone),
      ...(past.history ? newHolidays(past.history, Math.max(span.from, past.today), span.to) : []),
      ...past.warnings,
    ]),
    computedAt: desk.now(),
  }
}

function slotPoints({ grid }: SeriesAsk, span: Span, outlook: Outlook, counts: Counts): ForecastPoint[] {
  const points: ForecastPoint[] = []
  for (let day = span.from; day < span.to; day++) {
    const [part, own] = [outlook.part(day), outlook.of(day)]
    if (!part || !own) continue
    const forecast = farAhead(own, part.origin, part.wander)
    const computed = outlook.computed(day)
    const aht = outlook.ahtOf(own)
    for (let slot = 0; slot < slotsOf(grid); slot++)
      points.push({
        at: timeOf(day, grid.opensAt + slot * grid.slotMinutes),
        mean: round(forecast.mean[slot]!),
        ...(computed && computed.mean[slot] !== own.mean[slot] ? { computed: round(computed.mean[slot]!) } : {}),
        lower95: round(forecast.lower95[slot]!),
        lower80: round(forecast.lower80[slot]!),
        upper80: round(forecast.upper80[slot]!),
        upper95: round(forecast.upper95[slot]!),
        ahtMs: known(aht[slot] || undefined),
        actual: known(counts.get(day)?.offered[slot]),
        lastWeek: known(counts.get(day - WEEK)?.offered[slot]),
        lastYear: known(counts.get(day - YEAR)?.offered[slot]),
      })
  }
  return points
}

/** A period in which today lies is what came so far and what is expected of the rest. */
function sumPoints(horizon: 'day' | 'month' | 'year', span: Span, outlook: Outlook, counts: Counts): ForecastPoint[] {
  const { today } = outlook.past
  return periodsOf(span, horizon).flatMap(({ at, from, to }) => {
    const begun = from < today && to > today
    const days = Array.from({ length: to - from }, (_, n) => from + n).filter((day) => !begun || day >= today)
    const part = outlook.part(days[0] ?? to)
    const forecasts = days.flatMap((day) => outlook.of(day) ?? [])
    if (!part || forecasts.length < days.length) return []
    const sum = sumOf(forecasts, horizon, part.origin, part.wander, part.lasting)[0]
    if (!sum) return []
    const came = begun ? total(counts, from, today) || 0 : 0
    return [
      {
        at,
        mean: round(came + sum.mean),
        ...(days.some((day) => outlook.computed(day)) ? { computed: round(came + computedSum(days, outlook)) } : {}),
        lower95: round(came + sum.lower95),
        lower80: round(came + sum.lower80),
        upper80: round(came + sum.upper80),
        upper95: round(came + sum.upper95),
        ahtMs: known(meanHandleTime(forecasts, outlook)),
        // a day, month or year that is not over has not come
        actual: to <= today ? known(total(counts, from, to)) : null,
        lastWeek: horizon === 'day' ? known(dayTotal(counts, from - WEEK)) : null,
        lastYear: horizon === 'day' ? known(dayTotal(counts, from - YEAR)) : known(yearBefore(counts, at)),
      },
    ]
  })
}

/** What the days would bring without what was changed by hand. */
function computedSum(days: readonly number[], outlook: Outlook): number {
  const sums = days.map((day) => (outlook.computed(day) ?? outlook.of(day))?.mean ?? [])
  return sums.flatMap((mean) => [...mean]).reduce((sum, calls) => sum + (Number.isNaN(calls) ? 0 : calls), 0)
}

/** The same month, or the year, one year earlier. */
function yearBefore(counts: Counts, at: string): number {
  const before = `${Number(at.slice(0, 4)) - 1}${at.slice(4)}`
  let sum = Number.NaN
  for (const day of counts.keys()) {
    if (!dateOf(day).startsWith(before)) continue
    const value = dayTotal(counts, day)
    if (!Number.isNaN(value)) sum = (Number.isNaN(sum) ? 0 : sum) + value
  }
  return sum
}

function meanHandleTime(forecasts: readonly DayForecast[], outlook: Outlook): number {
  let calls = 0
  let ms = 0
  for (const forecast of forecasts) {
    const aht = outlook.ahtOf(forecast)
    forecast.mean.forEach((mean, slot) => {
      if (Number.isNaN(mean) || Number.isNaN(aht[slot]!)) return
      calls += mean
      ms += mean * aht[slot]!
    })
  }
  return calls > 0 ? ms / calls : Number.NaN
}

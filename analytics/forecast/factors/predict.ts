// From a fitted factor model to the days to come: the levels carried on from day to day.
import { type Calendar, markOf } from '../calendar.ts'
import { root } from '../counts.ts'
import { endOf, type History, isClosed, openWeekdays, profileDay, teaches, valuesOf, weekdayOf } from '../history.ts'
import { addTo, dot } from '../linear.ts'
import type { Ask } from '../model.ts'
import type { FactorFit } from './fit.ts'
import { givenMorning } from './morning.ts'
import { outlookOf } from './outlook.ts'
import { follow, type Standing } from './state.ts'

/** A date on the root scale: expected value and variance by slot. */
export interface RootDay {
  day: number
  closed: boolean
  mean: Float64Array
  variance: Float64Array
  totalSd: number
}

/** So many days back a level can be felt at all. */
const FELT_DAYS = 90

/** Where each factor stands on the day `before`, from the days felt; cells not known count as expected. */
function standings(fit: FactorFit, known: History, before: number): Standing[] {
  const scores: Float64Array[] = []
  for (let day = Math.max(known.firstDay, before - FELT_DAYS); day < before; day++) {
    if (!teaches(known, day)) continue
    const profile = fit.profiles[profileDay(known.calendar, day)]!
    const row = fit.features.of(day, known)
    const values = valuesOf(known, day)!
    const rest = new Float64Array(known.slots)
    const scale = Math.sqrt(fit.shift(day))
    for (let j = 0; j < rest.length; j++) rest[j] = scale * root(values[j]!) - profile[j]!
    for (const [k, loading] of fit.loadings.entries()) addTo(rest, -dot(row, fit.effects[k]!), loading)
    for (let j = 0; j < rest.length; j++) if (Number.isNaN(values[j]!)) rest[j] = 0
    scores.push(Float64Array.from(fit.loadings, (loading) => dot(loading, rest)))
  }
  return fit.states.map((state, k) =>
    follow(
      state,
      scores.map((score) => score[k]!),
    ),
  )
}

interface Remembered {
  calendar: Calendar
  yesterday: Float64Array | undefined
  standings: Standing[]
}

/** By fit: a day's re-forecasts, one every five minutes, all stand where its first one stood. */
const remembered = new WeakMap<FactorFit, Remembered>()

function standingsOf(fit: FactorFit, known: History, before: number): Standing[] {
  const yesterday = valuesOf(known, before - 1)
  const last = remembered.get(fit)
  if (last && yesterday && last.yesterday === yesterday && last.calendar === known.calendar) return last.standings
  const made = standings(fit, known, before)
  remembered.set(fit, { calendar: known.calendar, yesterday, standings: made })
  return made
}

/** The days asked for, on the root scale. */
export function predictFactors(fit: FactorFit, ask: Ask): RootDay[] {
  const { known, from } = ask
  const open = openWeekdays(known)
  const start = Math.min(from, endOf(known))
  const at = standingsOf(fit, known, start).slice()
  const days: RootDay[] = []
  for (let day = start; day < from + ask.count; day++) {
    const mark = markOf(known.calendar, day)
    const begun = day === from && ask.seen > 0 && !isClosed(known, day)
    const closed = mark.closed === true || (!begun && !open[mark.asWeekday ?? weekdayOf(day)])
    if (closed) {
      const none = new Float64Array(known.slots)
      if (day >= from) days.push({ day, closed, mean: none, variance: none, totalSd: 0 })
      continue
    }
    if (day >= from) {
      const seen = begun ? ask.seen : 0
      const { mean, variance, totalVariance } = givenMorning(outlookOf(fit, at, known, day), valuesOf(known, day), seen)
      days.push({ day, closed, mean, variance, totalSd: Math.sqrt(totalVariance) })
    }
    fit.states.forEach((state, k) => {
      at[k] = { level: at[k]!.level * state.carry, variance: at[k]!.variance * state.carry ** 2 + state.step }
    })
  }
  return days
}

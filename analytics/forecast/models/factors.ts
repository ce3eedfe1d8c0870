// The main model: weekday profiles, residual factors explained by the calendar, levels from day to day, the morning conditioned upon.
import { meanOf, quantileOf, Z80, Z95 } from '../counts.ts'
import { type FactorFit, fitFactors, type Tuning } from '../factors/fit.ts'
import { predictFactors, type RootDay } from '../factors/predict.ts'
import { mostExpected, withinMost } from '../factors/quiet.ts'
import { sparseLevel } from '../factors/sparse.ts'
import { MONTH_ENDS, NARROW_MONTH, OPEN_DAYS } from '../features.ts'
import { teaches } from '../history.ts'
import { type Ask, type DayForecast, defineModel, emptyDay, type Lasting, type Model } from '../model.ts'
import { settled } from '../settled.ts'
import sameWeekday from './same-weekday.ts'

/** Members that are averaged; chosen by rolling backtest on days before 18 August 2003 of the bank series (see README). */
export const TUNINGS: Tuning[] = [
  { factors: 2, ridge: 1, shape: NARROW_MONTH },
  { factors: 1, ridge: 0.3, shape: OPEN_DAYS },
  { factors: 3, ridge: 0.3, shape: MONTH_ENDS },
  { factors: 3, ridge: 30, shape: MONTH_ENDS },
]

/** With fewer days that teach there are no shapes to learn. */
const LEAST_TEACHING = 7

/** The mean of the members on the root scale; variances keep the mean of theirs. */
function average(members: RootDay[]): RootDay {
  const [first] = members
  const of = (pick: (member: RootDay) => Float64Array): Float64Array =>
    pick(first!).map((_, j) => members.reduce((sum, member) => sum + pick(member)[j]!, 0) / members.length)
  const totalSd = members.reduce((sum, member) => sum + member.totalSd, 0) / members.length
  return { ...first!, mean: of((member) => member.mean), variance: of((member) => member.variance), totalSd }
}

/** The root whose count has `level` times the mean. */
const atLevel = (mean: number, variance: number, level: number): number =>
  level === 1 ? mean : Math.sqrt(Math.max(0, mean ** 2 + (level - 1) * meanOf(mean, variance)))

function toForecast(rooted: RootDay, level: number, seen: number, meansOnly = false): DayForecast {
  const forecast = emptyDay(rooted.day, rooted.mean.length)
  forecast.totalSd = rooted.totalSd
  if (rooted.closed) return forecast
  rooted.mean.forEach((rootMean, j) => {
    const variance = rooted.variance[j]!
    const mean = atLevel(rootMean, variance, level)
    forecast.mean[j] = j < seen ? Number.NaN : meanOf(mean, variance)
    if (meansOnly) return
    forecast.lower95[j] = quantileOf(mean, variance, -Z95, 0.025)
    forecast.lower80[j] = quantileOf(mean, variance, -Z80, 0.1)
    forecast.upper80[j] = quantileOf(mean, variance, Z80, 0.9)
    forecast.upper95[j] = quantileOf(mean, variance, Z95, 0.975)
  })
  return forecast
}

const forecastBy = (fits: FactorFit[], ask: Ask, level = 1): DayForecast[] => {
  const members = fits.map((fit) => predictFactors(fit, ask))
  const most = mostExpected(ask.known)
  return members[0]!.map((_, at) => {
    const made = toForecast(average(members.map((days) => days[at]!)), level, at === 0 ? ask.seen : 0, ask.meansOnly)
    return withinMost(made, most)
  })
}

/** Of the level of the day, the first factor; the members' mean. */
function lastingOf(fits: FactorFit[]): Lasting {
  let share = 0
  let carry = 0
  for (const { states } of fits) {
    const { carry: own, step, passing } = states[0]!
    const level = step / (1 - own * own)
    share += level > 0 ? level / (level + passing) / fits.length : 0
    carry += own / fits.length
  }
  return { share, carry }
}

/** The model with other tunings: what the rolling backtest that chose them compares. */
export const factorModel = (tunings: Tuning[]): Model => ({
  name: 'factors',
  label: { zh: '周内曲线与日历因子', en: 'Weekday profiles and calendar factors' },
  needsDays: 21,
  fit(given) {
    const history = settled(given)
    if (history.days.filter((_, at) => teaches(history, history.firstDay + at)).length < LEAST_TEACHING)
      return sameWeekday.fit(history)
    const fits = fitFactors(history, tunings)
    const level = sparseLevel(history, (ask) => forecastBy(fits, ask))
    return {
      forecast: (ask) => forecastBy(fits, { ...ask, known: settled(ask.known) }, level),
      lasting: lastingOf(fits),
    }
  },
})

export default defineModel({ ...factorModel(TUNINGS), roughly: factorModel(TUNINGS.slice(1, 2)) })

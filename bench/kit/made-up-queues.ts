// Made-up queues of all sizes, the same in every run: weekday and day curves, a level that lasts, month ends, Poisson counts.
import { DAY_MS, dayOf, type History, weekdayOf } from '#analytics/forecast/history.ts'
import { randomOf } from '#analytics/random.ts'

const FIRST_DAY = dayOf('2026-01-05')
const TWO_PI = 2 * Math.PI

/** Each queue has a size from a few calls a day to thousands, its own hours and weekend. */
export function madeUpQueue(seed: number, days: number, slots: number): History {
  const random = randomOf(seed + 1)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(TWO_PI * random())
  const size = Math.exp(Math.log(0.1) + random() * Math.log(400))
  const weekend = [0, 0.4, 1.1][seed % 3]!
  const peak = 0.35 + 0.2 * random()
  const carry = 0.4 + 0.4 * random()
  let level = 0
  const values = Array.from({ length: days }, (_, index) => {
    const day = FIRST_DAY + index
    const weekday = weekdayOf(day)
    level = carry * level + 0.05 * normal()
    const monthEnd = new Date((day + 3) * DAY_MS).getUTCDate() <= 3 ? 1.15 : 1
    const today = size * (weekday === 0 || weekday === 6 ? weekend : 1 + 0.2 * Number(weekday === 1))
    return Float64Array.from({ length: slots }, (_, j) => {
      if (today === 0) return Number.NaN
      const rate = today * Math.exp(level) * monthEnd * (0.1 + Math.exp(-(((j / slots - peak) / 0.2) ** 2)))
      return Math.max(0, Math.round(rate + Math.sqrt(rate) * normal()))
    })
  })
  return { firstDay: FIRST_DAY, slots, days: values, calendar: new Map() }
}

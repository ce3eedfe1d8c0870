// The contract of every forecast model: sane on any slot length, on gaps and closed days, and blind to what comes after the origin.
import t from 'tap'
import type { Calendar } from '#analytics/forecast/calendar.ts'
import { dayOf, type History, knownAt, weekdayOf } from '#analytics/forecast/history.ts'
import { type Fitted, loadModels } from '#analytics/forecast/model.ts'

const FIRST = dayOf('2026-06-01')

/** A made-up centre: busy at noon, quiet on weekends, small noise that is the same in every run. */
function centre(days: number, slots: number, weekend: number, calendar: Calendar = new Map()): History {
  return {
    firstDay: FIRST,
    slots,
    calendar,
    days: Array.from({ length: days }, (_, index) => {
      const weekday = weekdayOf(FIRST + index)
      const size = (weekday === 0 || weekday === 6 ? weekend : 1) * (1 + 0.1 * Math.sin(index * 2.7))
      if (size === 0) return new Float64Array(slots).fill(Number.NaN)
      return Float64Array.from({ length: slots }, (_, j) =>
        Math.round(size * (20 + 60 * Math.sin((Math.PI * (j + 0.5)) / slots)) + 4 * Math.sin(index * 7.3 + j * 3.1)),
      )
    }),
  }
}

const models = await loadModels()

t.ok(models.has('factors') && models.has('same-weekday'), 'the main model and the yardstick are found in the folder')

for (const [name, model] of models) {
  const learn = (history: History): Fitted => model.fit(history)

  for (const slots of [1, 24, 48, 96])
    t.test(`${name}: two weeks of ${slots} slots are forecast near the truth, intervals in order`, async (t) => {
      const truth = centre(70, slots, 0.4)
      const known = knownAt(truth, FIRST + 56)
      const days = learn(known).forecast({ known, from: FIRST + 56, count: 14, seen: 0 })
      t.equal(days.length, 14)
      let wrong = 0
      let all = 0
      for (const [at, day] of days.entries())
        for (let j = 0; j < slots; j++) {
          const { lower95, lower80, mean, upper80, upper95 } = day
          if (!(lower95[j]! <= lower80[j]! && lower80[j]! <= upper80[j]! && upper80[j]! <= upper95[j]!))
            t.fail(`intervals of slot ${j} are out of order`)
          wrong += Math.abs(mean[j]! - truth.days[56 + at]![j]!)
          all += truth.days[56 + at]![j]!
        }
      t.ok(wrong / all < 0.15, `WAPE is ${wrong / all}`)
    })

  t.test(`${name}: nothing after the origin moves the forecast`, async (t) => {
    const truth = centre(60, 24, 0.4)
    const other = { ...truth, days: truth.days.map((day, at) => (at >= 42 ? day.map((value) => value * 9) : day)) }
    const [one, two] = [truth, other].map((history) => {
      const known = knownAt(history, FIRST + 42)
      return learn(known).forecast({ known, from: FIRST + 42, count: 3, seen: 0 })
    })
    t.strictSame(one, two)
  })

  t.test(`${name}: a weekday that is always closed, and a date marked closed, get no calls`, async (t) => {
    const truth = centre(56, 24, 0, new Map([[FIRST + 57, { closed: true }]]))
    const known = knownAt(truth, FIRST + 56)
    const days = learn(known).forecast({ known, from: FIRST + 56, count: 7, seen: 0 })
    const sums = days.map((day) => day.mean.reduce((sum, value) => sum + value, 0))
    t.strictSame(
      sums.map((sum) => sum > 0),
      [true, false, true, true, true, false, false],
    )
  })

  t.test(`${name}: a morning twice as busy lifts the afternoon`, async (t) => {
    const truth = centre(56, 24, 0.4)
    const busy = { ...truth, days: truth.days.map((day, at) => (at === 50 ? day.map((value) => value * 2) : day)) }
    const [usual, lifted] = [truth, busy].map((history) => {
      const fitted = learn(knownAt(history, FIRST + 50))
      const known = knownAt(history, FIRST + 50, 12)
      return fitted.forecast({ known, from: FIRST + 50, count: 1, seen: 12 })[0]!.mean
    })
    t.ok(Number.isNaN(lifted![11]!), 'what is past is left out')
    t.ok(lifted![14]! > 1.1 * usual![14]!, `${usual![14]} becomes ${lifted![14]}`)
  })

  t.test(`${name}: days and slots not known leave no hole in the forecast`, async (t) => {
    const truth = centre(56, 24, 0.4)
    truth.days[30]!.fill(Number.NaN)
    truth.days[50]!.fill(Number.NaN, 5, 12)
    const known = knownAt(truth, FIRST + 56)
    for (const day of learn(known).forecast({ known, from: FIRST + 56, count: 7, seen: 0 }))
      t.ok(day.mean.every(Number.isFinite) && day.mean.every((value) => value >= 0))
  })
}

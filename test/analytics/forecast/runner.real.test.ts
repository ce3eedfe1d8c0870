// Many queues in real threads: the same forecasts as without, progress told, stopped when asked, one bad queue among good ones.
import t from 'tap'
import { endOf, type History, knownAt } from '#analytics/forecast/history.ts'
import auto from '#analytics/forecast/models/auto.ts'
import factors from '#analytics/forecast/models/factors.ts'
import { ForecastRunner } from '#analytics/forecast/runner.ts'
import { EVERY_DAY, madeUp, roundTheClock } from './made-up.ts'

const QUEUES = 13
const queues = new Map<string, History>(
  Array.from({ length: QUEUES }, (_, n) => [
    `queue-${n}`,
    madeUp({
      ...{
        seed: n,
        slots: 24,
        days: 84,
        rate: 2 + n,
        week: EVERY_DAY,
        curve: roundTheClock,
        levelSd: 0.05,
        carry: 0.5,
      },
      calendar: new Map([[20100, { promotion: 'sale' }]]),
    }).history,
  ]),
)
const one = queues.get('queue-5')!
const from = endOf(one)

const runner = new ForecastRunner(2)
t.teardown(() => runner.close())

t.test('every queue is forecast as it would be alone, and progress is told up to the last', async (t) => {
  const told: number[] = []
  const { forecasts, faults } = await runner.fit(queues, {
    count: 7,
    progress: (done, total) => {
      t.equal(total, QUEUES)
      told.push(done)
    },
  })
  t.equal(faults.size, 0)
  t.strictSame([...forecasts.keys()].sort(), [...queues.keys()].sort())
  const alone = auto.fit(one)
  const there = forecasts.get('queue-5')!
  t.strictSame(there.days, alone.forecast({ known: one, from, count: 7, seen: 0 }))
  t.strictSame(there.choice, alone.choice)
  t.ok(told.length > 2 && told.every((done, at) => at === 0 || done > told[at - 1]!))
  t.equal(told.at(-1), QUEUES)
})

t.test('the rest of the day follows the morning, from what the threads have kept', async (t) => {
  const learned = await runner.fit(new Map([['busy', one]]), { count: 1, model: 'factors' })
  const usual = learned.forecasts.get('busy')!.days[0]!.mean
  const values = usual.slice(0, 12).map((value) => Math.round(2 * value))
  const { forecasts, faults } = await runner.reforecast([
    { queue: 'busy', day: from, values },
    { queue: 'never-learned', day: from, values },
  ])
  t.strictSame([...faults.keys()], ['never-learned'])
  const today = new Float64Array(24).fill(Number.NaN)
  today.set(values)
  const known = { ...one, days: [...knownAt(one, from).days, today] }
  const [alone] = factors.fit(one).forecast({ known, from, count: 1, seen: 12 })
  t.strictSame(forecasts.get('busy')!.days[0], alone)
  t.ok(alone!.mean[15]! > 1.1 * usual[15]!)
})

t.test('stopped after the first queues, no more are learned and the reason is told', async (t) => {
  const stop = new AbortController()
  let done = 0
  const run = runner.fit(queues, {
    count: 7,
    signal: stop.signal,
    progress: (so) => {
      done = so
      stop.abort(new Error('the planner has stopped it'))
    },
  })
  await t.rejects(run, { message: 'the planner has stopped it' })
  t.ok(done > 0 && done < QUEUES, `${done} of ${QUEUES}`)
})

t.test('a queue that cannot be learned has its reason, the others their forecasts', async (t) => {
  const bad = { ...one, calendar: new Map([[from - 3, { asWeekday: 9 }]]) }
  const { forecasts, faults } = await runner.fit(
    new Map([
      ['good', one],
      ['bad', bad],
    ]),
    { count: 7 },
  )
  t.strictSame([[...forecasts.keys()], [...faults.keys()]], [['good'], ['bad']])
  const unknown = await runner.fit(new Map([['good', one]]), { count: 7, model: 'crystal-ball' })
  t.match(unknown.faults.get('good'), /crystal-ball/)
})

// The reference backtest of the forecast models on the bank series, our rows beside the references.

import { rollingBacktest, weekBeforeError } from '#analytics/backtest/rolling.ts'
import { type Score, score } from '#analytics/backtest/score.ts'
import { dayOf, knownAt } from '#analytics/forecast/history.ts'
import { loadModels } from '#analytics/forecast/model.ts'
import { bankCalls, bankReferences } from '#bench/kit/bank-calls.ts'
import type { Cell } from '#bench/kit/scenario.ts'
import { defineScenario } from '#bench/kit/scenario.ts'

const TASKS = ['W2', 'D1', 'ID']
/** the sketch and what averages it in were tuned with the test days in sight */
const SEEN_THE_TEST = /own1/
const OURS = 'factors'

const TUNING_FROM = dayOf('2003-06-02')
const TEST_FROM = dayOf('2003-08-18')

const digits = (value: number, places: number): number => Number(value.toFixed(places))

const ourCells = (scores: Score[]): Cell[] =>
  scores.flatMap((each) => [
    digits(each.wape, 4),
    digits(each.mase, 3),
    digits(each.rmse, 1),
    digits(each.wql, 4),
    digits(each.coverage80, 3),
    digits(each.coverage95, 3),
    digits(each.bias, 4),
  ])

export default defineScenario({
  name: 'forecast',
  about: 'rolling backtest of the forecast models on the bank series (15 min), beside the reference methods',
  options: [
    {
      type: 'number',
      name: 'validation',
      label: { zh: '1：只用调参区间（8 月 18 日之前）', en: '1: the days our model was tuned on, none later' },
      default: 0,
    },
  ],
  async run(options, progress) {
    const { validation } = options
    const tuning = validation === 1
    const whole = bankCalls(15)
    // while tuning no later day is as much as held
    const history = tuning ? knownAt(whole, TEST_FROM) : whole
    const from = tuning ? TUNING_FROM : TEST_FROM
    const to = tuning ? TEST_FROM - 3 : dayOf('2003-10-24')
    const plan = { from, to, every: 5, ahead: 10, mornings: { ID10: 12, ID12: 20, ID15: 32 } }
    const scale = weekBeforeError(history, from)
    const models = [...(await loadModels()).values()]
    const rows: Cell[][] = []
    const wape = new Map<string, number>()
    models.forEach((model, at) => {
      const tasks = rollingBacktest(history, model, plan, (share) =>
        progress.show(at + share, models.length, model.name),
      )
      const scores = TASKS.map((task) => score(tasks.get(task) ?? [], scale))
      if (model.name === OURS) for (const [k, task] of TASKS.entries()) wape.set(task, scores[k]!.wape)
      rows.push([`Tinglan ${model.name}`, ...ourCells(scores)])
    })
    // the references were computed on the test days alone
    const references = tuning ? [] : bankReferences()
    for (const method of new Set(references.map((reference) => reference.method))) {
      const cells = TASKS.flatMap((task): Cell[] => {
        const found = references.find((reference) => reference.method === method && reference.task === task)
        return found ? found.figures : ['–', '–', '–', '–', '–', '–', '–']
      })
      rows.push([method, ...cells])
    }
    const beaten = references.filter((each) => TASKS.includes(each.task) && !SEEN_THE_TEST.test(each.method))
    const lost = beaten.filter((each) => each.figures[0]! <= wape.get(each.task)!)
    return {
      columns: [
        { name: 'method' },
        ...TASKS.flatMap((task) =>
          ['WAPE', 'MASE', 'RMSE', 'wQL', 'in 80 %', 'in 95 %', 'bias'].map((name) => ({ name: `${task} ${name}` })),
        ),
      ],
      rows,
      notes: [
        `${tuning ? 'tuning days 2 June – 15 August 2003, no later day loaded' : 'test days 18 August – 24 October 2003; our model was chosen on days before'}; W2 two weeks ahead, D1 next day, ID rest of the day from 10:00, 12:00 and 15:00`,
        `"own1" and its average were tuned with the test days in sight; of the other ${beaten.length} reference figures ours is worse than ${lost.length}`,
      ],
      ok: lost.length === 0,
    }
  },
})

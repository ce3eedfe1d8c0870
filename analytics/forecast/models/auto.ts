// What a queue gets unless a planner says otherwise: the main model, or a simpler one where its own last weeks say so.
import { choose } from '../choose.ts'
import { defineModel } from '../model.ts'
import factors from './factors.ts'
import meanOfFour from './mean-of-four.ts'
import sameWeekday from './same-weekday.ts'

const CANDIDATES = [factors, meanOfFour, sameWeekday] as const

export default defineModel({
  name: 'auto',
  label: { zh: '自动选择', en: 'Chosen by its own backtest' },
  needsDays: 14,
  fit(history) {
    const choice = choose(history, CANDIDATES)
    const model = CANDIDATES.find((candidate) => candidate.name === choice.model)!
    return { ...model.fit(history), choice }
  },
})

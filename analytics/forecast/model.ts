// What a forecast model is. One file in models/ is one model; the folder is read at start, no list names it.
import { plugInsIn } from '#config/plug-ins.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { History } from './history.ts'

/** Expected values and intervals of one date, by slot. */
export interface DayForecast {
  /** days since 1970-01-01 */
  day: number
  mean: Float64Array
  lower95: Float64Array
  lower80: Float64Array
  upper80: Float64Array
  upper95: Float64Array
  /** standard deviation of the day's sum (of what is still to come on a day already begun) */
  totalSd: number
}

export interface Ask {
  /** what is known now: knownAt(history, from, seen) */
  known: History
  from: number
  count: number
  /** slots of `from` already seen; they are left out of its forecast (NaN) */
  seen: number
  /** intervals are not wanted: they may be left at zero */
  meansOnly?: true
}

/** A model that has learned; it may be asked with a later history than it learned from. */
export interface Fitted {
  forecast(ask: Ask): DayForecast[]
  /** how errors of day sums go together; the usual where it is not known */
  lasting?: Lasting
  /** by whom, where a model was chosen among several */
  choice?: Choice
}

/** Of the variance of a day's sum, the share that lasts to the next day, and what is left of that error a day later. */
export interface Lasting {
  share: number
  carry: number
}

/** Why a model was chosen: its and the others' error on the queue's own last weeks. */
export interface Choice {
  model: string
  /** Σ|y − ŷ| / Σy by model, over the last `days` days, forecast up to two weeks ahead; empty when there was too little to judge by */
  wape: Record<string, number>
  days: number
}

export interface Model {
  name: string
  label: Label
  /** days of history below which it is not to be used */
  needsDays: number
  fit(history: History): Fitted
  /** much the same for less work, where only its accuracy is asked for */
  roughly?: Pick<Model, 'fit'>
}

export const defineModel = (model: Model): Model => model

/** Every model, by name. */
export const loadModels = (): Promise<Map<string, Model>> =>
  plugInsIn<Model>(new URL('./models/', import.meta.url), ({ name }) => name)

export function emptyDay(day: number, slots: number): DayForecast {
  const array = (): Float64Array => new Float64Array(slots)
  return {
    day,
    mean: array(),
    lower95: array(),
    lower80: array(),
    upper80: array(),
    upper95: array(),
    totalSd: 0,
  }
}

// A thread of the runner: learns queues, keeps what it learned, and forecasts the rest of a day again and again.
import { parentPort } from 'node:worker_threads'
import { endOf, type History, knownAt } from './history.ts'
import { type Fitted, loadModels } from './model.ts'
import { type Answer, type Asked, type Job, type Morning, packForecast, unpackHistory } from './runner-words.ts'

const models = loadModels()
const kept = new Map<string, { history: History; fitted: Fitted }>()

parentPort?.on('message', async ({ id, job }: Asked) => {
  const answers = await answer(job)
  const buffers = answers.flatMap((each) => ('forecast' in each ? [each.forecast.values.buffer] : []))
  parentPort?.postMessage({ id, answers }, buffers)
})

async function answer(job: Job): Promise<Answer[]> {
  if (job.type === 'reforecast') return job.mornings.map((morning) => guarded(morning.queue, () => reforecast(morning)))
  const model = (await models).get(job.model)
  return job.queues.map(({ queue, history: packed }) =>
    guarded(queue, () => {
      if (!model) throw new Error(`there is no forecast model ${job.model}`)
      const history = unpackHistory(packed)
      const fitted = model.fit(history)
      kept.set(queue, { history, fitted })
      const days = fitted.forecast({ known: history, from: endOf(history), count: job.count, seen: 0 })
      return { queue, forecast: packForecast(days), choice: fitted.choice }
    }),
  )
}

/** One queue that cannot be forecast must not cost the others theirs. */
function guarded(queue: string, make: () => Answer): Answer {
  try {
    return make()
  } catch (fault) {
    return { queue, fault: fault instanceof Error ? fault.message : String(fault) }
  }
}

function reforecast({ queue, day, values }: Morning): Answer {
  const state = kept.get(queue)
  if (!state) throw new Error('this queue has not been learned')
  const { history, fitted } = state
  const today = new Float64Array(history.slots).fill(Number.NaN)
  today.set(values.subarray(0, history.slots))
  const gap = Math.max(0, day - endOf(history))
  const unknown = Array.from({ length: gap }, () => new Float64Array(history.slots).fill(Number.NaN))
  const known = { ...history, days: [...knownAt(history, day).days, ...unknown, today] }
  const days = fitted.forecast({ known, from: day, count: 1, seen: values.length })
  return { queue, forecast: packForecast(days) }
}

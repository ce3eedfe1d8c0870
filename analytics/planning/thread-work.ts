// The inside of the thread of long work: one piece of work, told with its progress, then the end.
import { parentPort, workerData } from 'node:worker_threads'
import { loadModels } from '#analytics/forecast/model.ts'
import { backtestOf } from './backtest.ts'
import { CHOOSER } from './fits.ts'
import type { ThreadNews, ThreadWork } from './thread-words.ts'

const tell = (news: ThreadNews): void => parentPort?.postMessage(news)

async function done(work: ThreadWork): Promise<unknown> {
  const models = await loadModels()
  return backtestOf({
    ...work,
    // the chooser itself is one of those it chooses from
    models: [...models.values()].filter((model) => model.name !== CHOOSER),
    told: (progress) => tell({ type: 'told', news: { progress } }),
  })
}

await done(workerData as ThreadWork).then(
  (value) => tell({ type: 'done', value }),
  (error: unknown) => tell({ type: 'failed', detail: error instanceof Error ? error.message : String(error) }),
)

// Many queues learned and forecast side by side in threads, with progress and a way to stop; the threads keep what they learned.
import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { startThread } from '#config/code/place.ts'
import type { History } from './history.ts'
import type { Choice, DayForecast } from './model.ts'
import { type Answer, type Answered, type Job, type Morning, packHistory, unpackForecast } from './runner-words.ts'

const WORKER = new URL('./worker.ts', import.meta.url)

/** Queues handed to a thread at once: few enough that progress moves and a stop is felt. */
const BATCH = 4

export interface QueueForecast {
  days: DayForecast[]
  choice?: Choice
}

export interface Outcome {
  forecasts: Map<string, QueueForecast>
  /** queues without a forecast, and why */
  faults: Map<string, string>
}

export interface Run {
  model?: string
  /** days ahead */
  count: number
  /** between two batches no more is handed out once this is aborted */
  signal?: AbortSignal
  progress?: (done: number, total: number) => void
}

interface Thread {
  worker: Worker
  waiting: Map<number, { resolve(answers: Answer[]): void; reject(fault: Error): void }>
  ended?: string
}

export class ForecastRunner {
  readonly #threads: Thread[]
  readonly #homes = new Map<string, Thread>()
  #ids = 0

  constructor(threads = Math.max(1, availableParallelism())) {
    this.#threads = Array.from({ length: threads }, newThread)
  }

  /** Learns every queue and forecasts `count` days from the end of its history. Rejects with the signal's reason when stopped. */
  async fit(queues: ReadonlyMap<string, History>, run: Run): Promise<Outcome> {
    const left = [...queues]
    const outcome: Outcome = { forecasts: new Map(), faults: new Map() }
    let done = 0
    const work = async (thread: Thread): Promise<void> => {
      while (left.length > 0) {
        run.signal?.throwIfAborted()
        const batch = left.splice(0, BATCH).map(([queue, history]) => ({ queue, history: packHistory(history) }))
        for (const { queue } of batch) this.#homes.set(queue, thread)
        const job: Job = { type: 'fit', model: run.model ?? 'auto', count: run.count, queues: batch }
        const buffers = batch.map(({ history }) => history.values.buffer)
        const answers = await this.#ask(thread, job, buffers).catch((fault: unknown) => {
          // the other threads must not go on for nobody
          left.length = 0
          throw fault
        })
        take(outcome, answers)
        done += batch.length
        run.progress?.(done, queues.size)
      }
    }
    await Promise.all(this.#threads.map(work))
    run.signal?.throwIfAborted()
    return outcome
  }

  /** The rest of the day for queues already learned, from what their mornings have shown. */
  async reforecast(mornings: readonly Morning[]): Promise<Outcome> {
    const outcome: Outcome = { forecasts: new Map(), faults: new Map() }
    const byThread = new Map<Thread, Morning[]>()
    for (const morning of mornings) {
      const thread = this.#homes.get(morning.queue)
      if (!thread) outcome.faults.set(morning.queue, 'this queue has not been learned')
      else byThread.set(thread, [...(byThread.get(thread) ?? []), morning])
    }
    await Promise.all(
      [...byThread].map(async ([thread, its]) =>
        take(outcome, await this.#ask(thread, { type: 'reforecast', mornings: its }, [])),
      ),
    )
    return outcome
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()))
  }

  #ask(thread: Thread, job: Job, buffers: ArrayBuffer[]): Promise<Answer[]> {
    const id = ++this.#ids
    return new Promise((resolve, reject) => {
      if (thread.ended) throw new Error(thread.ended)
      thread.waiting.set(id, { resolve, reject })
      thread.worker.ref()
      thread.worker.postMessage({ id, job }, buffers)
    })
  }
}

function take(outcome: Outcome, answers: Answer[]): void {
  for (const answer of answers)
    if ('fault' in answer) outcome.faults.set(answer.queue, answer.fault)
    else
      outcome.forecasts.set(answer.queue, {
        days: unpackForecast(answer.forecast),
        ...(answer.choice ? { choice: answer.choice } : {}),
      })
}

/** An idle thread does not keep the process up. */
function newThread(): Thread {
  const worker = startThread(WORKER)
  const thread: Thread = { worker, waiting: new Map() }
  const gone = (why: string): void => {
    thread.ended ??= why
    for (const { reject } of thread.waiting.values()) reject(new Error(why))
    thread.waiting.clear()
  }
  worker.unref()
  worker.on('message', ({ id, answers }: Answered) => {
    const asked = thread.waiting.get(id)
    thread.waiting.delete(id)
    if (thread.waiting.size === 0) worker.unref()
    asked?.resolve(answers)
  })
  worker.on('error', (fault) => gone(`a forecast thread died: ${fault.message}`))
  worker.on('exit', () => gone('a forecast thread has ended'))
  return thread
}

// The rune face of one watched job: follow(id) from a page, stop() when the page goes.
import type { PlanJob } from '#engine/protocol/planning.ts'
import type { App } from '../app.svelte.ts'
import { hasEnded } from './jobs-view.ts'
import { watchJob } from './jobs-watch.ts'

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

export class JobFace {
  job = $state.raw<PlanJob | undefined>()
  fault = $state.raw<unknown>()
  readonly #app: App
  readonly #onEnd: (job: PlanJob) => void
  #stop = (): void => undefined

  constructor(app: App, onEnd: (job: PlanJob) => void = () => undefined) {
    this.#app = app
    this.#onEnd = onEnd
  }

  follow(job: PlanJob): void {
    this.#stop()
    this.#take(job)
    if (hasEnded(job)) return
    this.#stop = watchJob(job.id, {
      ask: (id) => this.#app.api.get<PlanJob>(`/api/plan/jobs/${id}`),
      onJob: (now) => this.#take(now),
      onFault: (fault) => (this.fault = fault),
      after,
    })
  }

  async cancel(): Promise<void> {
    if (!this.job) return
    try {
      this.follow(await this.#app.api.post<PlanJob>(`/api/plan/jobs/${this.job.id}/cancel`))
    } catch (fault) {
      this.#app.fault(fault)
    }
  }

  stop(): void {
    this.#stop()
  }

  #take(job: PlanJob): void {
    this.fault = undefined
    this.job = job
    if (hasEnded(job)) this.#onEnd(job)
  }
}

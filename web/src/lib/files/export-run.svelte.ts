// Files asked for from a page: a small one is saved at once, a large one is followed until it is there.
import type { ExportJob } from '#engine/protocol/api.ts'
import { pathWith, type Query } from '../api/client.ts'
import { download } from '../api/download.ts'
import type { App } from '../app.svelte.ts'
import { saveFile } from '../parts/save-file.ts'

const EVERY_MS = 1_000

export const isOver = ({ state }: ExportJob): boolean => state !== 'waiting' && state !== 'running'

export class ExportRun {
  /** newest first; those that were saved at once are not listed */
  jobs = $state.raw<ExportJob[]>([])
  busy = $state(false)
  readonly #app: App
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(app: App) {
    this.#app = app
  }

  /** those still made when the page was left are seen again */
  async load(): Promise<void> {
    await this.#guarded(async () => {
      this.jobs = (await this.#app.api.get<ExportJob[]>('/api/exports')).filter((job) => !isOver(job))
      this.#follow()
    })
  }

  async start(path: string, query: Query, format: ExportJob['format'], body: object = {}): Promise<void> {
    this.busy = true
    await this.#guarded(async () => {
      const job = await this.#app.api.post<ExportJob>(
        pathWith(path, { ...query, ...(format === 'zip' ? {} : { format }), lang: this.#app.lang }),
        body,
      )
      if (job.state === 'done') await this.#save(job)
      else {
        this.jobs = [job, ...this.jobs]
        this.#follow()
      }
    })
    this.busy = false
  }

  /** recordings of a search */
  startZip(path: string, query: Query): Promise<void> {
    return this.start(path, query, 'zip')
  }

  async cancel(job: ExportJob): Promise<void> {
    await this.#guarded(async () => this.#put(await this.#app.api.post<ExportJob>(`/api/exports/${job.id}/cancel`)))
  }

  async save(job: ExportJob): Promise<void> {
    await this.#guarded(async () => this.#save(job))
  }

  dismiss(job: ExportJob): void {
    this.jobs = this.jobs.filter((each) => each.id !== job.id)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #follow(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), EVERY_MS)
  }

  async #look(): Promise<void> {
    const open = this.jobs.filter((job) => !isOver(job))
    if (open.length === 0) return
    try {
      for (const { id } of open) this.#put(await this.#app.api.get<ExportJob>(`/api/exports/${id}`))
    } catch {
      // the next look tells whether it was only the line
    }
    this.#follow()
  }

  #put(job: ExportJob): void {
    this.jobs = this.jobs.map((each) => (each.id === job.id ? job : each))
  }

  async #save(job: ExportJob): Promise<void> {
    const file = await download(`/api/exports/${job.id}/file`, job.fileName)
    saveFile(file.name, file.content, file.type)
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (fault) {
      this.#app.fault(fault)
    }
  }
}

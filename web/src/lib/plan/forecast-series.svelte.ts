// The series of the centre, asked once per session, and the one that the planner looked at last.
import type { SeriesId, SeriesInfo } from '#engine/protocol/planning.ts'
import type { App } from '../app.svelte.ts'

const KEY = 'tinglan.plan.series'

export class SeriesList {
  all = $state.raw<SeriesInfo[] | undefined>()
  fault = $state.raw<unknown>()
  chosen = $state<SeriesId>(localStorage.getItem(KEY) ?? 'all')
  readonly info = $derived(this.all?.find((one) => one.id === this.chosen))
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  async load(): Promise<void> {
    try {
      this.all = await this.#app.api.get<SeriesInfo[]>('/api/plan/series')
      this.fault = undefined
      if (!this.all.some((one) => one.id === this.chosen)) this.chosen = 'all'
    } catch (fault) {
      this.fault = fault
    }
  }

  choose(id: SeriesId): void {
    this.chosen = id
    localStorage.setItem(KEY, id)
  }

  nameOf(info: Pick<SeriesInfo, 'kind' | 'name'>): string {
    return info.kind === 'all' ? this.#app.t.plan.series.whole : info.name
  }
}

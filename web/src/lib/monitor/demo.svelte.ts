// Are simulated callers on? Asked now and then, so that every board can say so.
import { ApiFailure } from '../api/client.ts'
import type { App } from '../app.svelte.ts'

export interface DemoState {
  on: boolean
  callsPerMinute: number
}

export class Demo {
  state = $state.raw<DemoState | undefined>()
  fault = $state.raw<unknown>()
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  async load(): Promise<void> {
    if (!this.#app.may('demo')) return
    try {
      this.state = await this.#app.api.get<DemoState>('/api/demo')
      this.fault = undefined
    } catch (fault) {
      this.state = undefined
      this.fault = fault
      if (!(fault instanceof ApiFailure)) throw fault
    }
  }

  async set(on: boolean, callsPerMinute: number): Promise<void> {
    this.state = await this.#app.api.post<DemoState>('/api/demo', { on, callsPerMinute })
  }
}

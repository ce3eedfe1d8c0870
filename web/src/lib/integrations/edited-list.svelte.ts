// A list whose rows are made, changed and removed in a dialog: one work at a time, and what went wrong with it.
import { ApiFailure } from '$lib/api/client.ts'
import type { App } from '$lib/app.svelte.ts'

export class EditedList<Row, Edited> {
  rows = $state.raw<Row[] | undefined>()
  fault = $state.raw<unknown>()
  edited = $state<Edited | undefined>()
  formFault = $state('')
  busy = $state(false)
  readonly #app: App
  readonly #read: () => Promise<Row[]>

  constructor(app: App, read: () => Promise<Row[]>) {
    this.#app = app
    this.#read = read
  }

  load = async (): Promise<void> => {
    try {
      this.rows = await this.#read()
      this.fault = undefined
    } catch (thrown) {
      this.fault = thrown
    }
  }

  /** A refusal stands in the dialog where one is open. */
  async done(work: () => Promise<unknown>): Promise<void> {
    this.busy = true
    this.formFault = ''
    try {
      await work()
      this.edited = undefined
      await this.load()
    } catch (thrown) {
      if (thrown instanceof ApiFailure && this.edited) this.formFault = this.#app.told(thrown)
      else this.#app.fault(thrown)
    } finally {
      this.busy = false
    }
  }

  close = (): void => {
    this.edited = undefined
    this.formFault = ''
  }
}

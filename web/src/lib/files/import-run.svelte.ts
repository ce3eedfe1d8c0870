// One file on its way in, for every page that takes one: tried, seen, taken, taken back.
import type { ImportPreview } from '#engine/protocol/planning.ts'
import { pathWith } from '../api/client.ts'
import { upload } from '../api/upload.ts'
import type { App } from '../app.svelte.ts'
import { faultOfFile, type ImportStep, type ImportTarget, importQuery } from './import-flow.ts'

export class ImportRun {
  step = $state.raw<ImportStep>({ mode: 'choose' })
  fault = $state.raw<unknown>()
  /** the planner's answers to what the file leaves open, by the question's name */
  answers = $state.raw<Record<string, string>>({})
  #file: File | undefined
  readonly #app: App
  readonly #target: () => ImportTarget & { name: string }
  readonly #changed: () => void

  /** `changed`: something was taken in or back. */
  constructor(app: App, target: () => ImportTarget & { name: string }, changed: () => void) {
    this.#app = app
    this.#target = target
    this.#changed = changed
  }

  get hasFile(): boolean {
    return this.#file !== undefined
  }

  choose(file: File | undefined): void {
    if (!file) return
    const wrong = faultOfFile(file)
    if (wrong) this.#app.notices.say('bad', this.#app.t.plan.import[wrong])
    else {
      this.#file = file
      this.answers = {}
      void this.send(true)
    }
  }

  /** Another target makes a preview wrong: it is tried anew. */
  again(): void {
    if (this.step.mode === 'preview' || this.fault) void this.send(true)
  }

  /** Read anew as the planner says. */
  answer(name: string, value: string): void {
    this.answers = { ...this.answers, [name]: value }
    void this.send(true)
  }

  restart(): void {
    this.answers = {}
    this.#file = undefined
    this.fault = undefined
    this.step = { mode: 'choose' }
  }

  async send(dryRun: boolean): Promise<void> {
    const file = this.#file
    if (!file) return
    const { name, ...target } = this.#target()
    this.fault = undefined
    this.step = { mode: 'sending', dryRun, share: 0 }
    try {
      const path = pathWith('/api/plan/import', { ...importQuery(target, dryRun), ...this.answers })
      const preview = await upload<ImportPreview>(path, file, (share) => {
        this.step = { mode: 'sending', dryRun, share }
      })
      this.step = dryRun ? { mode: 'preview', file, preview } : { mode: 'done', preview, name, undone: false }
      if (!dryRun) this.#changed()
    } catch (thrown) {
      this.fault = thrown
      this.step = { mode: 'choose' }
    }
  }

  async undo(): Promise<void> {
    if (this.step.mode !== 'done' || !this.step.preview.id) return
    const done = this.step
    const { id, from, to } = done.preview
    if (await undoImport(this.#app, { id: String(id), from: String(from), to: String(to) })) {
      this.step = { ...done, undone: true }
      this.#changed()
    }
  }
}

/** Asks first; answers whether it was taken back. */
export async function undoImport(
  app: App,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<boolean> {
  const words = app.t.plan.import
  const question = {
    title: words.undoAsk,
    text: words.undoHelp(from, to),
    yes: app.t.common.do.undo,
    no: app.t.common.do.cancel,
    bad: true,
  }
  if (!(await app.notices.ask(question))) return false
  try {
    const { restored } = await app.api.post<{ restored: number }>(`/api/plan/imports/${id}/undo`)
    app.notices.say('good', words.undone(restored))
    return true
  } catch (thrown) {
    app.fault(thrown)
    return false
  }
}

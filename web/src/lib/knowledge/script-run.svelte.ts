// The script of a call: kept with the call at every step, so that a reload or a colleague finds it where it stood.

import type { CallerCard } from '#engine/protocol/agent.ts'
import {
  begunWith,
  type Script,
  type ScriptNow,
  type ScriptRun,
  type ScriptStep,
  stepAfter,
} from '#engine/protocol/scripts.ts'
import type { App } from '../app.svelte.ts'

export class ScriptFace {
  now = $state.raw<ScriptNow | undefined>()
  run = $state.raw<ScriptRun | undefined>()
  busy = $state(false)
  readonly #app: App
  readonly #callId: string
  readonly #queueId: string
  readonly #customerId: () => string

  constructor(app: App, callId: string, queueId: string, customerId: () => string) {
    this.#app = app
    this.#callId = callId
    this.#queueId = queueId
    this.#customerId = customerId
  }

  get script(): Script | undefined {
    return this.now?.scripts.find(({ id }) => id === this.run?.scriptId)
  }
  get step(): ScriptStep | undefined {
    return this.script?.steps.find(({ key }) => key === this.run?.trail.at(-1))
  }

  /** Also between steps: what a manager saved meanwhile is there with the next one. */
  async load(): Promise<void> {
    try {
      this.now = await this.#app.api.get<ScriptNow>(`/api/script-run/${this.#callId}`, { queueId: this.#queueId })
      this.run = this.now.run
    } catch {
      // the call is over, or not one's own any more
      this.now = undefined
    }
  }

  begin(script: Script): Promise<void> {
    return this.#keep(begunWith(script, {}))
  }

  /** The script that the flow began goes on by itself. */
  async goOn({ script, collected }: Pick<CallerCard, 'script' | 'collected'>): Promise<void> {
    await this.load()
    const begun = this.now?.scripts.find(({ name }) => name === script)
    if (begun && !this.run) await this.#keep(begunWith(begun, collected))
  }

  /** '' where a step has no answers to choose from */
  answer(label: string): Promise<void> {
    const { run, step, script } = this
    if (!run || !step || !script) return Promise.resolve()
    const next = stepAfter(script.steps, step.key, label)
    const answers = label === '' ? run.answers : { ...run.answers, [step.key]: label }
    return this.#keep({
      ...{ ...run, answers },
      ...(next === undefined ? { state: 'done' as const } : { trail: [...run.trail, next] }),
    })
  }

  note(text: string): void {
    const { run, step } = this
    if (run && step) this.run = { ...run, notes: { ...run.notes, [step.key]: text } }
  }

  back(): Promise<void> {
    const { run } = this
    if (!run) return Promise.resolve()
    const trail = run.state === 'done' ? run.trail : run.trail.slice(0, -1)
    return this.#keep({ ...run, state: 'running', trail })
  }

  to(state: ScriptRun['state']): Promise<void> {
    return this.run ? this.#keep({ ...this.run, state }) : Promise.resolve()
  }

  async #keep(run: ScriptRun): Promise<void> {
    this.busy = true
    try {
      const { scriptId, state, trail, answers, notes } = run
      const body = { scriptId, state, trail, answers, notes, customerId: this.#customerId() }
      await this.#app.api.put(`/api/script-run/${this.#callId}`, body)
      await this.load()
    } catch (fault) {
      this.#app.fault(fault)
    } finally {
      this.busy = false
    }
  }
}

// Kinds of business records as this person sees them, loaded once per session and again when somebody changed a setup.
import type { BusinessKindInfo } from '#engine/protocol/business.ts'
import type { App } from '../app.svelte.ts'

export interface Option {
  value: string
  label: string
}

interface Options {
  agents: { id: string; name: string; number: string }[]
  departments: { id: string; name: string }[]
  queues: { id: string; name: string }[]
  dispositions: { id: string; name: string }[]
}

export class Business {
  all = $state.raw<BusinessKindInfo[]>([])
  fault = $state.raw<unknown>()
  loaded = $state(false)
  readonly #app: App
  #options: Promise<Options> | undefined

  constructor(app: App) {
    this.#app = app
  }

  async load(): Promise<void> {
    if (!this.#app.session) return
    try {
      this.all = await this.#app.api.get<BusinessKindInfo[]>('/api/business-kinds')
      this.fault = undefined
    } catch (fault) {
      this.fault = fault
    }
    this.loaded = true
  }

  kind(name: string): BusinessKindInfo | undefined {
    return this.all.find((one) => one.kind === name)
  }

  /** What a record may name, as far as anybody may choose it. */
  async options(to: string): Promise<Option[]> {
    this.#options ??= this.#app.api.get<Options>('/api/business-people')
    this.#options.catch(() => {
      this.#options = undefined
    })
    const found = await this.#options
    if (to === 'agents') return found.agents.map(({ id, name, number }) => ({ value: id, label: `${number} ${name}` }))
    const rows = { departments: found.departments, queues: found.queues, dispositions: found.dispositions }[to] ?? []
    return rows.map(({ id, name }) => ({ value: id, label: name }))
  }
}

const made = new WeakMap<object, Business>()

export function businessOf(app: App): Business {
  const key = app.session ?? app
  const known = made.get(key)
  if (known) return known
  const business = new Business(app)
  made.set(key, business)
  void business.load()
  return business
}

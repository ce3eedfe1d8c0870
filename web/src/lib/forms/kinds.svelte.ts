// Configuration kinds and the names of their records, loaded once per session and shared by menu, lists and pickers.
import type { KindInfo, Page } from '#engine/protocol/api.ts'
import type { App } from '../app.svelte.ts'
import { businessOf } from '../business/business.svelte.ts'

export type RecordRow = { id: string } & Record<string, unknown>

export class Kinds {
  all = $state.raw<KindInfo[]>([])
  fault = $state.raw<unknown>()
  readonly #app: App
  /** options of reference pickers, by kind and language */
  readonly #options = new Map<string, Promise<{ value: string; label: string }[]>>()

  constructor(app: App) {
    this.#app = app
  }

  async load(): Promise<void> {
    if (!(['configure', 'accounts', 'plan', 'monitor', 'reports'] as const).some((right) => this.#app.may(right)))
      return
    try {
      this.all = await this.#app.api.get<KindInfo[]>('/api/config-kinds')
      this.fault = undefined
    } catch (fault) {
      this.fault = fault
    }
  }

  kind(name: string): KindInfo | undefined {
    return this.all.find((one) => one.kind === name)
  }

  options(kind: string): Promise<{ value: string; label: string }[]> {
    const key = `${kind} ${this.#app.lang}`
    const known = this.#options.get(key)
    if (known) return known
    const asked = this.#ask(kind)
    this.#options.set(key, asked)
    asked.catch(() => this.#options.delete(key))
    return asked
  }

  /** Names by id, of deleted records too: for what was, not for what may be chosen. */
  async names(kind: string): Promise<Map<string, string>> {
    const [removed, options] = await Promise.all([
      this.#app.api.get<{ id: string; name: string }[]>(`/api/removed/${kind}`),
      this.options(kind),
    ])
    return new Map([
      ...removed.map(({ id, name }): [string, string] => [id, name]),
      ...options.map(({ value, label }): [string, string] => [value, label]),
    ])
  }

  forget(kind: string): void {
    for (const key of this.#options.keys()) if (key.startsWith(`${kind} `)) this.#options.delete(key)
  }

  async #ask(kind: string): Promise<{ value: string; label: string }[]> {
    // whoever may not read a kind is told what may be chosen
    if (!this.kind(kind)) return businessOf(this.#app).options(kind)
    const page = await this.#app.api.get<Page<RecordRow>>(`/api/config/${kind}`, { pageSize: 1000 })
    const title = this.kind(kind)?.title ?? 'name'
    return page.rows.map((row) => {
      // some have a name of their own in English
      const own = this.#app.lang === 'en' ? row[`${title}En`] : undefined
      const name = String(own || (row[title] ?? row.name ?? row.id))
      const number = row.number
      return { value: row.id, label: number && String(number) !== name ? `${String(number)} ${name}` : name }
    })
  }
}

const made = new WeakMap<object, Kinds>()

/** One per session: a new sign-in loads anew. */
export function kindsOf(app: App): Kinds {
  const key = app.session ?? app
  const known = made.get(key)
  if (known) return known
  const kinds = new Kinds(app)
  made.set(key, kinds)
  void kinds.load()
  return kinds
}

// One business record in a form: what was read, what is typed, what the server says, and what somebody else saved meanwhile.
import type { BusinessKindInfo, BusinessRow } from '#engine/protocol/business.ts'
import { ApiFailure } from '../api/client.ts'
import type { App } from '../app.svelte.ts'
import { merged } from '../forms/merge.ts'
import { serverWords } from '../forms/server-words.ts'
import { checkValues, type Faults, toSend, type Values, valuesOf } from '../forms/values.ts'

interface Clash {
  theirs: Values
  mine: Values
  takes: Record<string, 'mine' | 'theirs'>
}

export class FormRun {
  values = $state.raw<Values>({})
  first = $state.raw<Values>({})
  faults = $state.raw<Faults>({})
  general = $state.raw<ApiFailure | undefined>()
  clash = $state.raw<Clash | undefined>()
  busy = $state(false)
  record = $state.raw<BusinessRow | undefined>()
  readonly kind: BusinessKindInfo
  readonly #app: App

  constructor(app: App, kind: BusinessKindInfo, record: BusinessRow | undefined, given: Values = {}) {
    this.#app = app
    this.kind = kind
    this.record = record
    this.first = { ...valuesOf(kind.fields, record), ...given }
    this.values = this.first
  }

  get dirty(): boolean {
    return JSON.stringify(this.values) !== JSON.stringify(this.first)
  }

  change(name: string, value: unknown): void {
    this.values = { ...this.values, [name]: value }
    this.faults = Object.fromEntries(
      Object.entries(this.faults).filter(([path]) => path !== name && !path.startsWith(`${name}.`)),
    )
  }

  /** What was saved, or nothing with the faults shown. */
  async save(): Promise<BusinessRow | undefined> {
    this.general = undefined
    this.faults = checkValues(this.kind.fields, this.values, this.#app.t.admin, this.record === undefined)
    if (Object.keys(this.faults).length > 0) return undefined
    this.busy = true
    const base = `/api/business/${this.kind.kind}`
    try {
      // what is left out is taken away
      const body = toSend(this.kind.fields, this.values)
      const saved = this.record
        ? await this.#app.api.put<BusinessRow>(`${base}/${this.record.id}`, { ...body, version: this.record.version })
        : await this.#app.api.post<BusinessRow>(base, body)
      this.read(saved)
      return saved
    } catch (fault) {
      if (!(fault instanceof ApiFailure)) throw fault
      if (this.record && fault.refusal === 'changed-meanwhile') await this.#meet(this.record.id)
      else this.#told(fault)
      return undefined
    } finally {
      this.busy = false
    }
  }

  read(record: BusinessRow): void {
    this.record = record
    this.first = valuesOf(this.kind.fields, record)
    this.values = this.first
    this.clash = undefined
  }

  #told(fault: ApiFailure): void {
    this.faults = Object.fromEntries(fault.fields.map((one) => [one.path, serverWords(one.message, this.#app.t.admin)]))
    const drawn = fault.fields.some(({ path }) =>
      this.kind.fields.some(({ name }) => path === name || path.startsWith(`${name}.`)),
    )
    if (!drawn) this.general = fault
  }

  /** Somebody else was first: theirs comes in, and where both changed a field we ask. */
  async #meet(id: string): Promise<void> {
    const { record: now } = await this.#app.api.get<{ record: BusinessRow }>(`/api/business/${this.kind.kind}/${id}`)
    const theirs = valuesOf(this.kind.fields, now)
    const names = this.kind.fields.map(({ name }) => name)
    const met = merged(names, this.first, this.values, theirs)
    this.clash = {
      theirs,
      mine: this.values,
      takes: Object.fromEntries(met.clashes.map((name) => [name, 'mine' as const])),
    }
    this.values = met.values
    this.first = theirs
    this.record = now
  }

  take(name: string, takes: 'mine' | 'theirs'): void {
    if (!this.clash) return
    this.values = { ...this.values, [name]: takes === 'mine' ? this.clash.mine[name] : this.clash.theirs[name] }
    this.clash = { ...this.clash, takes: { ...this.clash.takes, [name]: takes } }
  }
}

// A list of business records as it stands: what is asked for, the page that is shown, which rows are chosen.
import type {
  BusinessKindInfo,
  BusinessPage,
  BusinessRow,
  Condition,
  Filter,
  SavedView,
} from '#engine/protocol/business.ts'
import type { Query } from '../api/client.ts'
import type { App } from '../app.svelte.ts'
import type { Sort } from '../parts/sort.ts'

type Scope = '' | 'mine' | 'overdue' | 'pool'
export const PAGE_SIZE = 20

export class ListRun {
  search = $state('')
  state = $state('')
  scope = $state<Scope>('')
  any = $state(false)
  conditions = $state.raw<Condition[]>([])
  sort = $state.raw<Sort | undefined>()
  /** left out: as the kind says */
  columns = $state.raw<string[] | undefined>()
  page = $state.raw<BusinessPage | undefined>()
  fault = $state.raw<unknown>()
  chosen = $state.raw<ReadonlySet<string>>(new Set())
  /** not only those of the page, but all that is asked for */
  whole = $state(false)
  counts = $state.raw<Record<string, number>>({})
  /** where the pages before this one began */
  #places = $state.raw<(string | undefined)[]>([undefined])
  readonly #app: App
  readonly #kind: () => BusinessKindInfo | undefined
  #asked = 0

  constructor(app: App, kind: () => BusinessKindInfo | undefined, given: URLSearchParams) {
    this.#app = app
    this.#kind = kind
    this.search = given.get('search') ?? ''
    this.state = given.get('state') ?? ''
    const packageId = given.get('package')
    if (packageId) this.conditions = [{ field: 'packageId', is: 'equal', value: packageId }]
  }

  get filter(): Filter | undefined {
    const whole = this.conditions.filter((one) => one.is === 'empty' || one.is === 'filled' || (one.value ?? '') !== '')
    if (whole.length === 0) return undefined
    return this.any ? { or: whole } : { and: whole }
  }

  get shown(): string[] {
    return this.columns ?? this.#kind()?.list ?? []
  }

  get pageNumber(): number {
    return this.#places.length
  }

  /** What is asked for, without its page. */
  query(): Query {
    const filter = this.filter
    return {
      ...{ search: this.search.trim(), state: this.state },
      ...(this.scope === '' ? {} : { [this.scope]: true }),
      ...(filter ? { filter: JSON.stringify(filter) } : {}),
      ...(this.sort ? { sort: this.sort.by, descending: this.sort.descending } : {}),
    }
  }

  /** The same for acts on all of it. */
  ask(): Record<string, unknown> {
    const filter = this.filter
    return {
      ...(this.search.trim() ? { search: this.search.trim() } : {}),
      ...(this.state ? { state: this.state } : {}),
      ...(this.scope === '' ? {} : { [this.scope]: true }),
      ...(filter ? { filter } : {}),
    }
  }

  /** In an effect: whatever is asked for is loaded. */
  follow(): void {
    if (!this.#kind()) return
    void [this.query(), this.#places]
    void this.load()
  }

  async load(): Promise<void> {
    const kind = this.#kind()
    if (!kind) return
    this.#asked += 1
    const mine = this.#asked
    const after = this.#places.at(-1)
    try {
      const page = await this.#app.api.get<BusinessPage>(`/api/business/${kind.kind}`, {
        ...this.query(),
        after,
        size: PAGE_SIZE,
      })
      if (mine !== this.#asked) return
      this.page = page
      this.fault = undefined
    } catch (fault) {
      if (mine === this.#asked) this.fault = fault
    }
    if (kind.states.length > 0)
      this.counts = await this.#app.api
        .get<Record<string, number>>(`/api/business-states/${kind.kind}`)
        .catch(() => this.counts)
  }

  /** what an act is done to */
  those(): { ids: string[] } | { ask: Record<string, unknown> } {
    return this.whole ? { ask: this.ask() } : { ids: [...this.chosen] }
  }

  #begin(): void {
    this.#places = [undefined]
    this.chosen = new Set()
    this.whole = false
  }
  find(text: string): void {
    this.search = text
    this.#begin()
  }
  show({ state, scope }: { state: string; scope: Scope }): void {
    this.state = state
    this.scope = scope
    this.#begin()
  }
  order(sort: Sort): void {
    this.sort = sort
    this.#begin()
  }
  where(conditions: Condition[], any: boolean): void {
    this.conditions = conditions
    this.any = any
    this.#begin()
  }
  next(): void {
    if (this.page?.next) this.#places = [...this.#places, this.page.next]
    this.chosen = new Set()
    this.whole = false
  }
  previous(): void {
    if (this.#places.length > 1) this.#places = this.#places.slice(0, -1)
    this.chosen = new Set()
    this.whole = false
  }

  take({ view }: SavedView): void {
    const parts =
      view.filter === undefined
        ? []
        : 'and' in view.filter
          ? view.filter.and
          : 'or' in view.filter
            ? view.filter.or
            : [view.filter]
    this.conditions = parts.filter((one): one is Condition => 'field' in one)
    this.any = view.filter !== undefined && 'or' in view.filter
    this.columns = view.columns
    this.sort = view.sort === undefined ? undefined : { by: view.sort, descending: view.descending === true }
    this.state = view.state ?? ''
    this.scope = ''
    this.#begin()
  }

  choose(row: BusinessRow, on: boolean): void {
    const next = new Set(this.chosen)
    if (on) next.add(row.id)
    else next.delete(row.id)
    this.chosen = next
    this.whole = false
  }
  choosePage(on: boolean): void {
    this.whole = false
    this.chosen = new Set(on ? (this.page?.rows ?? []).map(({ id }) => id) : [])
  }
}

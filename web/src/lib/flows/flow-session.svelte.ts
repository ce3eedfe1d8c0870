// One flow being edited: loaded, kept as a draft, published, taken back to an earlier version, met with somebody else's.
import type { NodeInfo, Page } from '#engine/protocol/api.ts'
import type { Flow } from '#engine/protocol/company.ts'
import type { FlowNode, FlowProblem } from '#engine/protocol/flow.ts'
import { ApiFailure } from '../api/client.ts'
import type { App } from '../app.svelte.ts'
import { merged } from '../forms/merge.ts'
import { serverWords } from '../forms/server-words.ts'
import { emptyFlow, type FlowDraft, kindOfChange, withoutOpenOutlets } from './flow-edit.ts'
import { History } from './history.ts'

export type KeptDraft = FlowDraft & { id: string; version: number; flowId: string }

const NAMES = ['name', 'lang', 'startNodeId', 'nodes'] as const
const contentOf = ({ name, lang, startNodeId, nodes }: FlowDraft): FlowDraft => ({ name, lang, startNodeId, nodes })

export class FlowSession {
  infos = $state.raw<NodeInfo[]>([])
  flow = $state.raw<FlowDraft | undefined>()
  /** of what is published; undefined for a new flow */
  version = $state<number | undefined>()
  /** the draft that is kept of this flow, opened or not */
  draft = $state.raw<KeptDraft | undefined>()
  inDraft = $state(false)
  chosen = $state('')
  problems = $state.raw<FlowProblem[]>([])
  faults = $state.raw<string[]>([])
  checked = $state(false)
  fault = $state.raw<unknown>()
  busy = $state(false)
  clash = $state.raw<{ theirs: FlowDraft; mine: FlowDraft; takes: Record<string, 'mine' | 'theirs'> } | undefined>()
  #saved = $state('')
  /** what is published, as far as we know */
  #published: FlowDraft | undefined
  readonly #history = new History<FlowDraft>()
  canUndo = $state(false)
  canRedo = $state(false)
  readonly #app: App
  readonly #id: string

  constructor(app: App, id: string) {
    this.#app = app
    this.#id = id
  }

  /** '' for one that was never published */
  get flowId(): string {
    return this.isNew ? '' : this.#id
  }

  get isNew(): boolean {
    return this.#id === 'new'
  }

  get dirty(): boolean {
    return this.flow !== undefined && JSON.stringify(this.flow) !== this.#saved
  }

  /** `from`: a draft of a new flow, or a flow to copy. */
  async load(from: { draft?: string | undefined; copy?: string | undefined }): Promise<void> {
    const { api } = this.#app
    try {
      this.infos = await api.get<NodeInfo[]>('/api/flow-nodes')
      if (!this.isNew) await this.#loadPublished()
      else if (from.draft) this.#openDraft(await api.get<KeptDraft>(`/api/config/flow-drafts/${from.draft}`))
      else {
        this.#take(emptyFlow(this.#app.lang))
        if (from.copy) this.#edit(copied(await api.get<Flow>(`/api/config/flows/${from.copy}`), this.#app))
      }
      this.chosen = ''
      this.fault = undefined
    } catch (thrown) {
      this.fault = thrown
    }
  }

  async #loadPublished(): Promise<void> {
    const found = await this.#app.api.get<Flow>(`/api/config/flows/${this.#id}`)
    this.version = found.version
    this.#published = contentOf(found)
    this.#take(found)
    const drafts = await this.#app.api.get<Page<KeptDraft>>('/api/config/flow-drafts', { flowId: this.#id })
    this.draft = drafts.rows.find((one) => one.flowId === this.#id)
  }

  #take(next: FlowDraft): void {
    this.flow = contentOf(next)
    this.#saved = JSON.stringify(this.flow)
    this.#history.clear()
    this.#stepped()
  }

  #edit(next: FlowDraft): void {
    const before = this.flow
    this.flow = contentOf(next)
    this.checked = false
    if (before) this.#history.note(before, kindOfChange(before, this.flow), performance.now())
    this.#stepped()
  }

  #stepped(): void {
    this.canUndo = this.#history.canUndo
    this.canRedo = this.#history.canRedo
    if (!this.flow?.nodes.some(({ id }) => id === this.chosen)) this.chosen = ''
  }

  undo = (): void => this.#goTo(this.flow && this.#history.undo(this.flow))
  redo = (): void => this.#goTo(this.flow && this.#history.redo(this.flow))

  #goTo(other: FlowDraft | undefined): void {
    if (!other) return
    this.flow = other
    this.checked = false
    this.#stepped()
  }

  edit = (next: FlowDraft): void => this.#edit(next)

  #openDraft(draft: KeptDraft): void {
    this.draft = draft
    this.inDraft = true
    this.#take(draft)
  }

  openDraft(): void {
    if (this.draft) this.#openDraft(this.draft)
  }

  async dropDraft(): Promise<void> {
    const { draft } = this
    if (!draft) return
    await this.#app.api.remove(`/api/config/flow-drafts/${draft.id}`)
    this.draft = undefined
    if (this.inDraft && this.#published) this.#take(this.#published)
    this.inDraft = false
  }

  /** Answers the draft's id. */
  async keepDraft(): Promise<string | undefined> {
    if (!this.flow) return undefined
    const words = this.#app.t.admin.flows
    const flowId = this.isNew ? '' : this.#id
    const body = { ...this.flow, name: this.flow.name.trim() || words.title, flowId }
    return this.#within(async () => {
      const kept = this.draft
        ? await this.#app.api.put<KeptDraft>(`/api/config/flow-drafts/${this.draft.id}`, {
            ...body,
            version: this.draft.version,
          })
        : await this.#app.api.post<KeptDraft>('/api/config/flow-drafts', body)
      this.#openDraft(kept)
      this.#app.notices.say('good', words.draftSaved)
      return kept.id
    })
  }

  /** Answers the flow's id when it is published. */
  async publish(): Promise<string | undefined> {
    if (!this.flow) return undefined
    const before = this.#published
    const done = await this.#within(() => this.#write(withoutOpenOutlets(this.flow ?? emptyFlow('zh'))))
    if (!done) return undefined
    this.checked = true
    this.clash = undefined
    if (this.draft) await this.dropDraft().catch((thrown) => this.#app.fault(thrown))
    const { do: act } = this.#app.t.common
    const undo = before && { action: { label: act.undo, run: () => void this.#within(() => this.#write(before)) } }
    this.#app.notices.say('good', this.#app.t.admin.flows.published, undo ?? {})
    return done.id
  }

  async #write(content: FlowDraft): Promise<Flow> {
    const { api } = this.#app
    const done = this.isNew
      ? await api.post<Flow>('/api/config/flows', content)
      : await api.put<Flow>(`/api/config/flows/${this.#id}`, { ...content, version: this.version })
    this.version = done.version
    this.#published = contentOf(done)
    this.#take(done)
    return done
  }

  async backTo(version: number): Promise<void> {
    this.#edit(await this.#app.api.get<Flow>(`/api/flows/${this.#id}/versions/${version}`))
    this.#app.notices.say('info', this.#app.t.admin.flows.backLoaded(version))
  }

  choose(name: string, takes: 'mine' | 'theirs'): void {
    if (!this.clash || !this.flow) return
    const from = this.clash[takes]
    this.#edit({ ...this.flow, [name]: from[name as (typeof NAMES)[number]] })
    this.clash = { ...this.clash, takes: { ...this.clash.takes, [name]: takes } }
  }

  /** Somebody else published first: what we typed stays. */
  async #meet(): Promise<void> {
    const mine = this.flow
    if (!mine || !this.#published) return
    const now = await this.#app.api.get<Flow>(`/api/config/flows/${this.#id}`)
    const theirs = contentOf(now)
    const met = merged(NAMES, { ...this.#published }, { ...mine }, { ...theirs })
    this.clash = { theirs, mine, takes: Object.fromEntries(met.clashes.map((name) => [name, 'mine' as const])) }
    this.version = now.version
    this.#published = theirs
    this.#edit(met.values as unknown as FlowDraft)
  }

  async #within<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    this.busy = true
    this.problems = []
    this.faults = []
    try {
      return await work()
    } catch (thrown) {
      await this.#tell(thrown)
      return undefined
    } finally {
      this.busy = false
    }
  }

  async #tell(thrown: unknown): Promise<void> {
    if (!(thrown instanceof ApiFailure)) throw thrown
    if (thrown.refusal === 'changed-meanwhile' && !this.isNew) return this.#meet()
    this.problems = thrown.problems
    this.faults = thrown.fields.map(
      (one) => `${one.path === '' ? '' : `${one.path}: `}${serverWords(one.message, this.#app.t.admin)}`,
    )
    const first = this.problems.find((problem) => problem.nodeId !== undefined)
    if (first?.nodeId) this.chosen = first.nodeId
    if (this.problems.length + this.faults.length === 0) this.#app.fault(thrown)
  }

  levelOf(node: FlowNode): FlowProblem['level'] | undefined {
    const own = this.problems.filter((problem) => problem.nodeId === node.id)
    return own.some((problem) => problem.level === 'error') ? 'error' : own[0]?.level
  }
}

const copied = (flow: Flow, app: App): FlowDraft => ({
  ...contentOf(flow),
  name: app.t.admin.flows.copyOf(flow.name),
})

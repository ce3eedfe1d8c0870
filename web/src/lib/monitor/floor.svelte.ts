// The part of the centre that this person watches. A team lead with a desk has every colleague in the live data, for
// transfers; what is watched is only who and what the role reaches.
import type { Floor, FloorAgent } from '#engine/protocol/floor.ts'
import type { Api } from '../api/client.ts'
import type { Live } from '../live/live.svelte.ts'

export class FloorFace {
  #known = $state.raw<Floor | undefined>()
  readonly #api: Api
  readonly #live: Live
  readonly #all: () => boolean

  /** `all`: the right to watch reaches everybody */
  constructor(api: Api, live: Live, all: () => boolean) {
    this.#api = api
    this.#live = live
    this.#all = all
  }

  readonly #places = $derived(new Map(this.#known?.agents.map((agent) => [agent.agentId, agent])))
  readonly #queueIds = $derived(new Set(this.#known?.queueIds))

  get agents() {
    return this.#all() ? this.#live.agents : this.#live.agents.filter(({ agentId }) => this.#places.has(agentId))
  }

  get queues() {
    return this.#all() ? this.#live.queues : this.#live.queues.filter(({ queueId }) => this.#queueIds.has(queueId))
  }

  /** department, group and kind; undefined until they are known */
  placeOf(agentId: string): FloorAgent | undefined {
    return this.#places.get(agentId)
  }

  async load(): Promise<void> {
    this.#known = await this.#api.get<Floor>('/api/floor')
  }

  clear(): void {
    this.#known = undefined
  }
}

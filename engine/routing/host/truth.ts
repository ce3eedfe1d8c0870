// Asks the media nodes for their legs, after a rebuild and every few seconds, and tells actors what differs.

import type { Clock, Timer } from '#engine/ports/clock.ts'
import type { Media } from '#engine/ports/media.ts'
import { type ActorRef, type Answer, shardOf } from '#engine/protocol/actors.ts'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallView } from '#engine/protocol/call.ts'
import type { LegTruth, MediaNews } from '#engine/protocol/media.ts'
import { type Actor, keyOf } from '#engine/routing/actors/actor.ts'
import { compare, isCallers, orphans, type Truth } from '#engine/routing/actors/reconcile.ts'
import type { Shell } from '#engine/routing/actors/shell.ts'

export interface TruthParts {
  clock: Clock
  media: Media
  shell: Shell
  runs(shard: number): boolean
  /** the ledger holds something of this actor */
  written(ref: ActorRef): Promise<boolean>
  /** takes an actor up that the ledger learnt of after its shard was rebuilt; false when its life is over */
  takeUp(ref: ActorRef): Promise<boolean>
  seeds: () => string
  hangUp(leg: LegTruth): void
  /** orders about this call are on their way to that node */
  ordering(node: string, callId: string): boolean
  note(what: string, fields: Record<string, unknown>): void
}

export interface TruthSettings {
  sweepMs: number
  /** an actor that decided something within this time is left alone by a sweep */
  restMs: number
  /** a media node that is silent for so long is given up, and its legs count as gone; its audio may go on meanwhile */
  lostMs: number
  /** a rebuild waits so long for a media node: who is silent may lie on the machine that died, and is asked by the sweep */
  takeMs: number
}

export const truthDefaults: TruthSettings = { sweepMs: 5_000, restMs: 5_000, lostMs: 90_000, takeMs: 500 }

/** by then every media node has said hello to a node that has just started */
const FIRST_SWEEP_MS = 1_500

export class TruthKeeper {
  readonly #parts: TruthParts
  readonly #settings: TruthSettings
  /** actors that were rebuilt, or whose orders nobody heard, and that have not heard the truth since */
  readonly #owed = new Map<string, ActorRef>()
  readonly #missingSince = new Map<string, number>()
  #timer: Timer | undefined
  #stopped = false

  constructor(parts: TruthParts, settings: TruthSettings = truthDefaults) {
    this.#parts = parts
    this.#settings = settings
  }

  start(): void {
    this.#arm(Math.min(this.#settings.sweepMs, FIRST_SWEEP_MS))
  }

  /** The truth for actors about to be rebuilt; `nodes` are those they believe to have legs on. */
  gather(nodes: Iterable<string> = []): Promise<Truth> {
    return this.#gather(nodes, this.#settings.takeMs)
  }

  /** Callers of shards about to be rebuilt whom the ledger never heard of; asked before anybody lives. */
  async unheardOf(truth: Truth, shards: readonly number[], known: readonly ActorRef[]): Promise<LegTruth[]> {
    const keys = new Set(known.map(keyOf))
    const { runs, written } = this.#parts
    const lost = orphans(truth, { runs, has: (ref) => keys.has(keyOf(ref)), taken: new Set(shards) }).filter(isCallers)
    const heard = await Promise.all(lost.map((leg) => written(leg.owner)))
    return lost.filter((_, n) => !heard[n])
  }

  /**
   * These actors were just rebuilt and hear at once what `truth` says; queues again with the first sweep, when every media
   * node has had time to say hello. Callers whom the ledger never heard of begin again.
   */
  rebuilt(adopted: readonly Actor[], truth: Truth, callers: readonly LegTruth[]): void {
    for (const { ref } of adopted) this.owe(ref)
    // first, so that an agent who asks for such a caller finds a call
    for (const { owner } of callers) if (!this.#parts.shell.get(owner)) this.#find(owner, truth)
    this.#tellAll(adopted, truth)
    for (const actor of adopted) if (actor.ref.kind === 'queue') this.owe(actor.ref)
    if (this.#timer) this.#arm(FIRST_SWEEP_MS)
  }

  /** The media node did not hear what this actor ordered: when it is back, the actor hears what is there and orders again. */
  owe(ref: ActorRef): void {
    this.#owed.set(keyOf(ref), ref)
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  #arm(ms: number): void {
    this.#timer?.cancel()
    this.#timer = this.#parts.clock.after(ms, () => {
      void this.#sweep()
        .catch((error) => this.#parts.note('the sweep of the media nodes failed', { err: error }))
        .finally(() => {
          const soon = this.#owed.size > 0 ? FIRST_SWEEP_MS : this.#settings.sweepMs
          if (!this.#stopped) this.#arm(Math.min(soon, this.#settings.sweepMs))
        })
    })
  }

  async #sweep(): Promise<void> {
    const { shell } = this.#parts
    const truth = await this.#gather(legNodes(shell.actors()))
    if (this.#stopped) return
    for (const [key, ref] of this.#owed) if (!shell.get(ref)) this.#owed.delete(key)
    this.#tellAll(shell.actors(), truth)
    await this.#strays(truth)
  }

  /** A caller's leg has ended, and no call of his lives here: that must not be all that was ever heard of him. */
  async ended(news: Extract<MediaNews, { type: 'leg-ended' }>): Promise<void> {
    const legs = news.legs ?? []
    const leg = legs.find((each) => each.legId === news.legId && isCallers(each))
    if (!leg || (await this.#known(leg, { legs })) !== 'here') return
    const envelope = { id: `ended-${this.#parts.seeds()}`, cause: 'reconcile', command: { type: 'news', news } }
    this.#parts.shell.deliver(leg.owner, envelope)
  }

  /** Legs of nobody: a caller whom the ledger never heard of is a new call, any other leg ends. */
  async #strays(truth: Truth): Promise<void> {
    const { shell, runs, note, hangUp } = this.#parts
    const has = (ref: ActorRef) => shell.get(ref) !== undefined
    for (const leg of orphans(truth, { runs, has })) {
      if ((await this.#known(leg, truth)) !== 'nowhere' || this.#stopped || leg.over) continue
      note('hanging up a leg without owner', { call: leg.callId, leg: leg.legId, owner: leg.owner })
      hangUp(leg)
    }
  }

  /** Whose leg it is, when nobody here knows: a call that the ledger learnt of late, or never heard of, lives here then. */
  async #known(leg: LegTruth, truth: Pick<Truth, 'legs'>): Promise<'here' | 'found' | 'nowhere'> {
    const { shell, runs, written, takeUp, note } = this.#parts
    const { owner } = leg
    const ours = () => !this.#stopped && runs(shardOf(owner.id)) && !shell.get(owner)
    if (owner.kind !== 'call') return 'nowhere'
    if (await written(owner)) {
      if (!ours()) return 'here'
      if (!(await takeUp(owner))) return 'nowhere'
      note('a call that the ledger learnt of late is taken up', { call: owner.id })
      this.owe(owner)
      return 'here'
    }
    if (!isCallers(leg)) return 'nowhere'
    if (ours()) this.#find(owner, truth)
    return 'found'
  }

  #find(ref: ActorRef, truth: Pick<Truth, 'legs'>): void {
    this.#parts.note('a caller whom the ledger never heard of is taken up', { call: ref.id })
    const legs = truth.legs.filter((leg) => leg.callId === ref.id)
    const command = { type: 'found', legs }
    this.#parts.shell.deliver(ref, { id: `found-${this.#parts.seeds()}`, cause: 'reconcile', command })
    this.owe(ref)
  }

  #tellAll(actors: Iterable<Actor>, truth: Truth): void {
    const owed = (actor: Actor) => this.#owed.has(actor.key)
    const { tell, unsure } = compare(actors, truth, { owed, busy: this.#parts.ordering, restMs: this.#settings.restMs })
    for (const { ref, command } of tell) {
      const owes = this.#owed.delete(keyOf(ref))
      const envelope = { id: `reconcile-${this.#parts.seeds()}`, cause: 'reconcile', command }
      // straight into the inbox: it must come before any other command
      const heard = (answer: Answer) => {
        if (owes && !answer.ok && answer.refusal === 'unavailable') this.owe(ref)
      }
      this.#parts.shell.deliver(ref, envelope, heard, truth.askedAt)
    }
    for (const ref of unsure) this.owe(ref)
  }

  async #gather(believed: Iterable<string>, withinMs?: number): Promise<Truth> {
    const nodes = new Set([...believed, ...this.#parts.media.nodes().map((hello) => hello.node)])
    const askedAt = this.#parts.clock.steady()
    const answered = new Set<string>()
    const lost = new Set<string>()
    const legs: LegTruth[] = []
    const ask = async (node: string) => {
      try {
        legs.push(...(await this.#legs(node, withinMs)))
        answered.add(node)
        this.#missingSince.delete(node)
      } catch {
        const since = this.#missingSince.get(node) ?? askedAt
        this.#missingSince.set(node, since)
        if (askedAt - since >= this.#settings.lostMs) lost.add(node)
        this.#parts.note('a media node does not answer', { node, sinceMs: askedAt - since, givenUp: lost.has(node) })
      }
    }
    await Promise.all([...nodes].map(ask))
    return { askedAt, legs, answered, lost }
  }

  #legs(node: string, withinMs: number | undefined): Promise<LegTruth[]> {
    const asked = this.#parts.media.legs(node)
    if (withinMs === undefined) return asked
    return new Promise((resolve, reject) => {
      const timer = this.#parts.clock.after(withinMs, () => reject(new Error(`${node} is silent`)))
      asked.then(resolve, reject).finally(() => timer.cancel())
    })
  }
}

/** Media nodes that calls and agents believe to have legs on. */
export function* legNodes(actors: Iterable<Pick<Actor, 'ref' | 'machine' | 'state'>>): Generator<string> {
  for (const actor of actors) {
    if (actor.ref.kind === 'queue') continue
    const view = actor.machine.view(actor.state) as CallView | AgentView | undefined
    const node = view && 'node' in view ? view.node : (view as AgentView | undefined)?.call?.node
    if (node) yield node
  }
}

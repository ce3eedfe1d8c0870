// The bucket of shard ownership as this node knows it. A compare-and-set whose answer was lost may have been done all the
// same: such a shard is in doubt until it has been looked up.
import type { KeyValue, Subscription } from '#engine/ports/bus.ts'
import { inGroups, type Known, type Ownership, SHARD_LIST } from './placement-words.ts'

const AT_ONCE = 64
/** keys beside those of the shards */
const PROOF = 'proof.'

export interface OwnersHear {
  /** a newer ownership than was known */
  changed(shard: number, now: Ownership): void
  fault(what: string, error: unknown): void
}

export class Owners {
  readonly #bucket: KeyValue
  readonly #hears: OwnersHear
  readonly #known: (Known | undefined)[] = []
  /** shards with a compare-and-set of ours under way: its echo is no gift */
  readonly #writing = new Set<number>()
  readonly #doubtful = new Set<number>()
  #watching: Subscription | undefined

  constructor(bucket: KeyValue, hears: OwnersHear) {
    this.#bucket = bucket
    this.#hears = hears
  }

  /** Reads everything, then hears every change. */
  async start(): Promise<void> {
    await inGroups(SHARD_LIST, AT_ONCE, async (shard) => {
      const entry = await this.#bucket.get(String(shard))
      if (entry) this.#known[shard] = { ...(entry.value as Ownership), revision: entry.revision }
    })
    this.#watching = await this.#bucket.watch((key, value, revision) => {
      if (!key.startsWith(PROOF)) this.#take(Number(key), value, revision)
    })
  }

  async stop(): Promise<void> {
    await this.#watching?.stop()
  }

  /** Kept only where most servers agree, as every change here is. */
  prove(node: string): Promise<unknown> {
    return this.#bucket.put(`${PROOF}${node}`, {})
  }

  all(): string[] {
    return [...new Set(this.#known.flatMap((known) => known?.owner ?? []))]
  }

  of(shard: number): Ownership | undefined {
    return this.#known[shard]
  }

  writing(shard: number): boolean {
    return this.#writing.has(shard)
  }

  /** The new epoch, or undefined when somebody else was first or nobody knows. */
  async claim(shard: number, node: string): Promise<number | undefined> {
    const mine = { owner: node, epoch: (this.#known[shard]?.epoch ?? 0) + 1 }
    return (await this.#write(shard, mine)) ? mine.epoch : undefined
  }

  /** True when `owner` has it now. False: it may still be ours, or nobody knows. */
  give(shard: number, owner: string, epoch: number): Promise<boolean> {
    return this.#write(shard, { owner, epoch })
  }

  async look(shard: number): Promise<Ownership | undefined> {
    const entry = await this.#bucket.get(String(shard))
    this.#doubtful.delete(shard)
    if (entry) this.#take(shard, entry.value, entry.revision)
    else this.#known[shard] = undefined
    return this.#known[shard]
  }

  async lookAtDoubtful(): Promise<void> {
    await inGroups([...this.#doubtful], AT_ONCE, (shard) => this.look(shard))
  }

  async lookAt(shards: readonly number[]): Promise<void> {
    await inGroups(shards, AT_ONCE, (shard) => this.look(shard))
  }

  async #write(shard: number, now: Ownership): Promise<boolean> {
    this.#writing.add(shard)
    try {
      const revision = await this.#bucket.compareAndSet(String(shard), now, this.#known[shard]?.revision ?? 0)
      if (revision === undefined) this.#doubtful.add(shard)
      else if (revision > (this.#known[shard]?.revision ?? 0)) this.#known[shard] = { ...now, revision }
      return revision !== undefined
    } catch (error) {
      this.#doubtful.add(shard)
      this.#hears.fault('change of a shard', error)
      return false
    } finally {
      this.#writing.delete(shard)
    }
  }

  #take(shard: number, value: unknown, revision: number): void {
    const now = value as Ownership | undefined
    if (!now || revision <= (this.#known[shard]?.revision ?? 0)) return
    this.#known[shard] = { ...now, revision }
    this.#hears.changed(shard, now)
  }
}

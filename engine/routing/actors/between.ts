// Shards that run nowhere as far as this node sees: one that stays so is told.
import { SHARD_LIST } from './placement-words.ts'

export class Between {
  readonly #since = new Map<number, number>()
  #toldAt = 0

  /** `nowhere` is asked for every shard; `now` is monotonic. */
  look(now: number, nowhere: (shard: number) => boolean): void {
    for (const shard of SHARD_LIST) {
      if (!nowhere(shard)) this.#since.delete(shard)
      else if (!this.#since.has(shard)) this.#since.set(shard, now)
    }
  }

  /** Those for `ms` and longer. */
  longer(ms: number, now: number): { shards: number[]; longestMs: number } {
    const all = [...this.#since].filter(([, since]) => now - since >= ms)
    return {
      shards: all.map(([shard]) => shard),
      longestMs: all.reduce((most, [, since]) => Math.max(most, now - since), 0),
    }
  }

  /** What has to be told now: not the same again within `ms`. */
  toTell(ms: number, now: number): { shards: number[]; longestMs: number } | undefined {
    const long = this.longer(ms, now)
    if (long.shards.length === 0 || now - this.#toldAt < ms) return undefined
    this.#toldAt = now
    return long
  }
}

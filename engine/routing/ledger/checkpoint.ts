// Checkpoints: what the ledger holds of a shard, folded, so that a restart reads seconds of facts and not months.
import { BusFault, type KeyValue } from '#engine/ports/bus.ts'
import { NewerShape } from '#engine/protocol/shapes.ts'
import type { Kept } from './fold.ts'

/**
 * The shape that `save` writes. One that a newer version wrote is refused in words: read with this version's eyes its
 * actors would be wrong, and read from the ledger alone without them they may be incomplete.
 */
const SHAPE = 2

export interface Checkpoint {
  /** every entry of the shard up to this stream sequence is in it */
  through: number
  kept: Kept[]
  /** of the owner that saved it */
  epoch?: number
}

interface Head {
  /** missing in what was written before there were shapes: as 1 */
  v?: number
  epoch: number
  through: number
  /** keys of the pieces, in order */
  pieces: string[]
}

/** characters in one piece: three bytes each at most, and below the bus's largest message with its escapes */
const PIECE = 200_000

/**
 * A few names used in turn: every name ever used leaves a trace in the bucket. Never the names that the present head
 * points at, nor those of the owner before, who may still be writing.
 */
function prefixFor(shard: number, epoch: number, inUse: readonly string[]): string {
  const [first, second] = [0, 1].map((turn) => `${shard}_${epoch % 4}_${turn}`) as [string, string]
  return inUse.some((key) => key.startsWith(`${first}_`)) ? second : first
}

export class Checkpoints {
  readonly #bucket: KeyValue
  readonly #heads = new Map<number, { head: Head; revision: number }>()

  constructor(bucket: KeyValue) {
    this.#bucket = bucket
  }

  async load(shard: number): Promise<Checkpoint> {
    const entry = await this.#bucket.get(String(shard))
    if (!entry) {
      this.#heads.set(shard, { head: { epoch: 0, through: 0, pieces: [] }, revision: 0 })
      return { through: 0, kept: [] }
    }
    const head = entry.value as Head
    if ((head.v ?? 1) > SHAPE) throw new NewerShape(`checkpoint ${shard}`, head.v ?? 1, SHAPE)
    this.#heads.set(shard, { head, revision: entry.revision })
    const pieces = await Promise.all(head.pieces.map((key) => this.#bucket.get(key)))
    // without its pieces a checkpoint is none: the whole ledger is read instead
    if (pieces.some((piece) => piece === undefined)) return { through: 0, kept: [] }
    const text = pieces.map((piece) => piece?.value).join('')
    return { through: head.through, kept: text === '' ? [] : (JSON.parse(text) as Kept[]), epoch: head.epoch }
  }

  /** False when a later owner has written: its word stands. */
  async save(shard: number, epoch: number, { through, kept }: Checkpoint): Promise<boolean> {
    const text = kept.length === 0 ? '' : JSON.stringify(kept)
    const old = this.#heads.get(shard)?.head.pieces ?? []
    const prefix = prefixFor(shard, epoch, old)
    const pieces: string[] = []
    for (let from = 0; from < text.length; from += PIECE) {
      const key = `${prefix}_${pieces.length}`
      await this.#bucket.put(key, text.slice(from, from + PIECE))
      pieces.push(key)
    }
    if (!(await this.#setHead(shard, { v: SHAPE, epoch, through, pieces }))) return false
    for (const key of old) if (!pieces.includes(key)) await this.#bucket.remove(key)
    return true
  }

  /**
   * Nothing changed in the shard since its last save: only how far the ledger has been read. Not of a shard that was let go
   * and is not loaded again: its head would be written without what it holds.
   */
  async touch(shard: number, epoch: number, through: number): Promise<boolean> {
    const known = this.#heads.get(shard)
    return known !== undefined && this.#setHead(shard, { v: SHAPE, epoch, through, pieces: known.head.pieces })
  }

  forget(shard: number): void {
    this.#heads.delete(shard)
  }

  async #setHead(shard: number, head: Head): Promise<boolean> {
    const known = this.#heads.get(shard)
    let revision = await this.#bucket.compareAndSet(String(shard), head, known?.revision ?? 0)
    if (revision === undefined) {
      const entry = await this.#bucket.get(String(shard))
      if (!entry || (entry.value as Head).epoch > head.epoch) return false
      revision = await this.#bucket.compareAndSet(String(shard), head, entry.revision)
      if (revision === undefined) throw new BusFault('timeout', `checkpoint ${shard}`)
    }
    this.#heads.set(shard, { head, revision })
    return true
  }
}

// What the owner decided and the ledger does not hold yet. Routing never waits here: an actor has one append under way,
// what it decides meanwhile goes together into the next entry.
import type { Clock } from '#engine/ports/clock.ts'
import { type Ledger, LedgerFault } from '#engine/ports/ledger.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'
import { type Lane, newLane, takeEntry } from './outbox-lane.ts'

export interface OutboxSettings {
  /** records that may wait in all (about 1 KB each); past it the shell answers `overloaded` */
  maxRecords: number
  /** appends under way at once */
  maxUnderWay: number
  firstPauseMs: number
  longestPauseMs: number
}

export const outboxDefaults: OutboxSettings = {
  maxRecords: 200_000,
  maxUnderWay: 256,
  firstPauseMs: 100,
  longestPauseMs: 2_000,
}

export interface OutboxHears {
  /** the ledger holds this actor up to here */
  settled(ref: ActorRef, state: unknown, seq: number, after: number, at: number): void
  /**
   * Somebody else wrote. Answers the sequence to go on after when the shard is still ours (a former owner's last word
   * came late), or undefined when it is lost.
   */
  contested(ref: ActorRef): Promise<number | undefined>
  /** records that can never be kept; `why` for the log */
  lost(ref: ActorRef, records: DecisionRecord[], why: string): void
}

export class Outbox {
  readonly #ledger: Ledger
  readonly #clock: Clock
  readonly #hears: OutboxHears
  readonly #settings: OutboxSettings
  readonly #lanes = new Map<string, Lane>()
  readonly #underWay = new Set<Lane>()
  /** lanes with an entry that was sent and not acknowledged: under way, or waiting to be tried again */
  readonly #unsure = new Set<Lane>()
  readonly #flushing = new Set<() => void>()
  #ready: Lane[] = []
  #records = 0
  #highest = 0
  #faults = 0
  #holding = false
  #stopped = false

  constructor(ledger: Ledger, clock: Clock, hears: OutboxHears, settings: OutboxSettings = outboxDefaults) {
    this.#ledger = ledger
    this.#clock = clock
    this.#hears = hears
    this.#settings = settings
  }

  put(ref: ActorRef, record: DecisionRecord, state: unknown, seq: number): void {
    const lane = this.#laneOf(ref)
    lane.over = false
    lane.waiting.push({ record, state, seq })
    this.#records++
    this.#queue(lane)
    this.#pump()
  }

  /** What the ledger holds of this actor, from a fold; a new actor starts after 0. */
  startAfter(ref: ActorRef, sequence: number): void {
    this.#laneOf(ref).after = sequence
  }

  /** The actor's life is over: its lane may go when it is empty. */
  forget(ref: ActorRef): void {
    const lane = this.#laneOf(ref)
    lane.over = true
    this.#sweep(lane)
  }

  full(): boolean {
    return this.#records >= this.#settings.maxRecords
  }

  waiting(): number {
    return this.#records
  }

  /** Every entry of the shard up to this stream sequence is settled. */
  through(shard: number): number {
    let through = this.#highest
    for (const lane of this.#unsure) if (lane.shard === shard) through = Math.min(through, lane.floor)
    return through
  }

  /** A fold has read the ledger up to here. */
  readUpTo(sequence: number): void {
    this.#highest = Math.max(this.#highest, sequence)
  }

  /**
   * What lives in it is decided elsewhere from here on. Of calls that came or ended while the ledger was away the new owner
   * may know nothing: what was decided of them still goes there, as a former owner's late word, and is refused where the
   * new owner has written first.
   */
  dropShard(shard: number): void {
    for (const [key, lane] of this.#lanes) {
      if (lane.shard !== shard) continue
      this.#lanes.delete(key)
      this.#unsure.delete(lane)
      if (lane.ref.kind === 'call' && lane.waiting.length > 0) lane.parting = true
      else this.#drop(lane)
    }
    this.#checkFlushes()
  }

  /** Resolves with true when nothing of these shards (or of any) waits any more, with false after `ms`. */
  flush(ms: number, shards?: ReadonlySet<number>): Promise<boolean> {
    const done = () =>
      [...this.#lanes.values()].every((lane) => lane.waiting.length === 0 || (shards && !shards.has(lane.shard)))
    if (done()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const end = (flushed: boolean) => {
        this.#flushing.delete(check)
        timer.cancel()
        resolve(flushed)
      }
      const check = () => {
        if (done()) end(true)
      }
      const timer = this.#clock.after(ms, () => end(false))
      this.#flushing.add(check)
    })
  }

  /** The connection is back: try at once. */
  nudge(): void {
    this.#holding = false
    this.#pump()
  }

  stop(): void {
    this.#stopped = true
  }

  #drop(lane: Lane): void {
    lane.dropped = true
    this.#records -= lane.waiting.length
  }

  #laneOf(ref: ActorRef): Lane {
    const key = `${ref.kind}.${ref.id}`
    let lane = this.#lanes.get(key)
    if (!lane) {
      lane = newLane(ref, key, shardOf(ref.id))
      this.#lanes.set(key, lane)
    }
    return lane
  }

  #queue(lane: Lane): void {
    if (lane.queued || this.#underWay.has(lane)) return
    lane.queued = true
    this.#ready.push(lane)
  }

  #pump(): void {
    let next = 0
    while (!this.#stopped && !this.#holding && this.#underWay.size < this.#settings.maxUnderWay) {
      const lane = this.#ready[next++]
      if (!lane) break
      lane.queued = false
      if (lane.dropped || lane.waiting.length === 0) continue
      // a second try may have been stored at the first: its floor stays
      if (!this.#unsure.has(lane)) lane.floor = this.#highest
      this.#underWay.add(lane)
      if (!lane.parting) this.#unsure.add(lane)
      void this.#append(lane)
    }
    if (next > 0) this.#ready = this.#ready.slice(next)
  }

  async #append(lane: Lane): Promise<void> {
    const items = takeEntry(lane)
    try {
      const answer = await this.#ledger.append(lane.ref, { records: items.map((item) => item.record) }, lane.after)
      if (!lane.dropped && answer.ok) this.#settle(lane, items.length, answer.sequence)
      else if (!lane.dropped) await this.#contest(lane)
    } catch (error) {
      if (lane.dropped) return
      if (error instanceof LedgerFault && !error.again) this.#tooMuch(lane, items.length, String(error))
      else this.#hold()
    } finally {
      this.#underWay.delete(lane)
      if (lane.waiting.length > 0 && !lane.dropped) this.#queue(lane)
      this.#pump()
      this.#sweep(lane)
      this.#checkFlushes()
    }
  }

  #settle(lane: Lane, count: number, sequence: number): void {
    const last = lane.waiting[count - 1]
    lane.after = sequence
    lane.under = 0
    lane.waiting.splice(0, count)
    this.#records -= count
    this.#faults = 0
    this.#highest = Math.max(this.#highest, sequence)
    this.#unsure.delete(lane)
    if (last && !lane.parting) this.#hears.settled(lane.ref, last.state, last.seq, sequence, last.record.at)
  }

  async #contest(lane: Lane): Promise<void> {
    if (lane.parting) return this.#drop(lane)
    try {
      const after = await this.#hears.contested(lane.ref)
      if (after !== undefined) lane.after = after
    } catch {
      this.#hold()
    }
  }

  /** Too large for one message: by halves; one record alone that is too large can never be kept. */
  #tooMuch(lane: Lane, count: number, why: string): void {
    lane.under = count > 1 ? Math.ceil(count / 2) : 0
    if (count > 1) return
    const gone = lane.waiting.splice(0, 1)
    this.#records -= gone.length
    this.#hears.lost(
      lane.ref,
      gone.map((item) => item.record),
      why,
    )
  }

  /** One fault holds every lane: it is the ledger that is away, not one actor. */
  #hold(): void {
    if (this.#holding || this.#stopped) return
    this.#holding = true
    const pauseMs = Math.min(
      this.#settings.firstPauseMs * 2 ** Math.min(this.#faults++, 10),
      this.#settings.longestPauseMs,
    )
    this.#clock.after(pauseMs, () => this.nudge())
  }

  #sweep(lane: Lane): void {
    if (lane.over && !lane.parting && lane.waiting.length === 0 && !this.#underWay.has(lane))
      this.#lanes.delete(lane.key)
  }

  #checkFlushes(): void {
    for (const check of [...this.#flushing]) check()
  }
}

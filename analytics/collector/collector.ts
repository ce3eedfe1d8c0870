// Ledger → ClickHouse: batches of entries, each one insert that counts once, whoever dies in the middle of it.

import type { Subscription } from '#engine/ports/bus.ts'
import type { FollowTrouble, Ledger, Read } from '#engine/ports/ledger.ts'
import { type DecisionRecord, factsOf } from '#engine/protocol/ledger.ts'
import { readable } from '#engine/protocol/shapes.ts'
import { Places } from '#engine/protocol/standing.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import type { Rolling } from '../reporting/rolling.ts'
import { beginOf } from './begins.ts'
import { type Progress, progressIn, type Range } from './progress.ts'
import { takeBack } from './take-back.ts'

export interface FactRow {
  sequence: number
  id: string
  /** absolute ms, as the decimal seconds that DateTime64(3) reads */
  at: string
  kind: string
  actor: string
  type: string
  epoch: number
  cause: string
  body: string
  seq: number
}

export interface Collected {
  facts: number
  sequence: number
  at: number
}

export interface CollectorHears {
  /** after each insert, for metrics and the report's as-of time */
  collected(done: Collected): void
  trouble(trouble: FollowTrouble | { type: 'taken-back'; facts: number }): void
  /** around what changes the figures from a moment on */
  around: Rolling['around']
}

/** an insert costs ClickHouse 100 ms and more with its roll-ups and details, whatever is in it; reports say how far they count */
const GATHER_MS = 10_000

export function rowsOf(record: DecisionRecord, sequence: number): FactRow[] {
  return factsOf(record).map((fact) => ({
    sequence,
    id: fact.id,
    at: (fact.at / 1000).toFixed(3),
    kind: fact.kind,
    actor: fact.actor,
    type: fact.body.type,
    epoch: fact.epoch,
    cause: fact.cause,
    body: JSON.stringify(fact.body),
    seq: fact.seq,
  }))
}

/** Follows the ledger until stopped. */
export async function collect(ledger: Ledger, clickhouse: ClickHouse, hears: CollectorHears): Promise<Subscription> {
  const collector = new Collector(clickhouse, hears)
  return ledger.follow({
    gatherMs: GATHER_MS,
    stored: () => collector.stored(),
    heard: (entries, after) => collector.heard(entries, after),
    rewind: (to) => collector.rewind(to),
    told: hears.trouble,
  })
}

class Collector {
  readonly #clickhouse: ClickHouse
  readonly #hears: CollectorHears
  readonly #progress: Progress
  readonly #places = new Places()
  /** the range under way when somebody died: it goes in again as it was */
  #unsure: Range | undefined
  #kept: Read[] = []
  /** the sequence handled last: who tells what does not come after it has been overtaken by another reader */
  #at = 0

  constructor(clickhouse: ClickHouse, hears: CollectorHears) {
    this.#clickhouse = clickhouse
    this.#hears = hears
    this.#progress = progressIn(clickhouse)
  }

  async stored(): Promise<number> {
    // after a failure nobody knows which records of the batch are in the table
    this.#places.clear()
    this.#kept = []
    const last = await this.#progress.last()
    this.#unsure = last && last.through > last.after ? last : undefined
    this.#at = last?.after ?? 0
    return this.#at
  }

  async rewind(to: number): Promise<void> {
    this.#unsure = undefined
    this.#at = to
    await this.#progress.note({ after: to, through: to })
  }

  async heard(entries: Read[], after: number): Promise<void> {
    if (after !== this.#at) throw new Error(`ClickHouse stands at ${this.#at}, not at ${after}`)
    await this.#take(entries, after)
    this.#at = entries.at(-1)?.sequence ?? after
  }

  async #take(entries: Read[], after: number): Promise<void> {
    let from = after
    let fresh = entries
    if (this.#unsure) {
      const { through } = this.#unsure
      this.#kept.push(...entries.filter((each) => each.sequence <= through))
      if ((entries.at(-1)?.sequence ?? 0) < through) return
      await this.#insert(this.#kept, this.#unsure)
      this.#unsure = undefined
      this.#kept = []
      from = through
      fresh = entries.filter((each) => each.sequence > through)
    }
    const last = fresh.at(-1)
    if (!last) return
    const range = { after: from, through: last.sequence }
    await this.#progress.note(range)
    await this.#insert(fresh, range)
  }

  async #insert(entries: readonly Read[], { after, through }: Range): Promise<void> {
    const rows: FactRow[] = []
    const newOwners: DecisionRecord[] = []
    let begin = Number.POSITIVE_INFINITY
    for (const { ref, entry, sequence } of entries) {
      for (const record of entry.records) {
        readable(record)
        const standing = this.#places.take(ref, record)
        if (standing === 'passed-over') continue
        if (standing !== 'next') {
          newOwners.push(record)
          dropLate(rows, record)
        }
        rows.push(...rowsOf(record, sequence))
        begin = Math.min(begin, ...record.facts.map((body) => beginOf(record.at, body)))
      }
    }
    const facts = newOwners.length > 0 ? await takeBack(this.#clickhouse, newOwners, this.#hears.around) : 0
    if (facts > 0) this.#hears.trouble({ type: 'taken-back', facts })
    // the ids too: after a power cut the same sequences may hold other facts
    const token = `${after}-${through}-${rows[0]?.id}-${rows.at(-1)?.id}`
    if (rows.length > 0) await this.#hears.around(begin, () => this.#clickhouse.insert('tinglan.facts', rows, token))
    const at = entries.at(-1)?.entry.records.at(-1)?.at ?? 0
    this.#hears.collected({ facts: rows.length, sequence: through, at })
  }
}

/** What a former owner wrote too late and stands in the same batch. */
function dropLate(rows: FactRow[], { kind, actor, seq, epoch }: DecisionRecord): void {
  for (let n = rows.length - 1; n >= 0; n--) {
    const row = rows[n]
    if (row && row.actor === actor && row.kind === kind && row.seq >= seq && row.epoch < epoch) rows.splice(n, 1)
  }
}

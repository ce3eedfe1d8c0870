// Reads the company and tells this node's agents and queues what changed; tries again while the store is away. Changes are
// announced on the bus, which may be away too: so the revision is compared every few seconds and when the bus is back.
import type { Clock, Timer } from '#engine/ports/clock.ts'
import type { Company, CompanySnapshot } from '#engine/ports/company.ts'
import type { Lookups } from '#engine/ports/lookups.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import { OBEYED_EVERY_MS } from '#engine/protocol/nodes.ts'
import { configureCommands } from '#engine/routing/actors/configure.ts'
import type { Shell } from '#engine/routing/actors/shell.ts'

export interface ConfigurerParts {
  company: Company
  lookups: Lookups
  clock: Clock
  shell: Shell
  runs(shard: number): boolean
  tell(ref: ActorRef, command: { type: string }): void
  fault(what: string, error: unknown): void
  /** this node's actors work by this revision: for whoever saved it and waits */
  obeyed(revision: number): void
}

/** several records saved together are one reading */
const GATHER_MS = 50
const AGAIN_MS = 2_000
/** summer time changes the zone's offset */
const ZONE_MS = 15 * 60_000

export class Configurer {
  readonly #parts: ConfigurerParts
  #snapshot: CompanySnapshot | undefined
  #waiting: Timer | undefined
  #zone: Timer | undefined
  #comparing: Timer | undefined
  #stopped = false

  constructor(parts: ConfigurerParts) {
    this.#parts = parts
  }

  /** A company that cannot be read now is tried again; rebuilt actors work meanwhile with what they were told before. */
  async start(): Promise<void> {
    await this.#read()
    this.#watchZone()
    this.#watchRevision()
  }

  /** Reads again if the store has another revision than what is known here. */
  check(): void {
    void this.#compare()
  }

  reload(): void {
    this.#waiting ??= this.#parts.clock.after(GATHER_MS, () => void this.#read())
  }

  /** Again with what is known: shards were taken over. */
  apply(): void {
    const { clock, runs, shell, tell } = this.#parts
    if (!this.#snapshot || this.#stopped) return
    const present = [...shell.actors()].map((actor) => actor.ref)
    const lastTold = (ref: ActorRef) => shell.get(ref)?.configured
    const here = (ref: ActorRef) => runs(shardOf(ref.id))
    for (const { ref, command } of configureCommands(this.#snapshot, clock.now(), here, lastTold, present)) {
      tell(ref, command)
    }
  }

  stop(): void {
    this.#stopped = true
    this.#waiting?.cancel()
    this.#zone?.cancel()
    this.#comparing?.cancel()
  }

  async #read(): Promise<void> {
    this.#waiting = undefined
    try {
      const before = this.#snapshot?.revision
      this.#snapshot = await this.#parts.company.snapshot()
      if (this.#snapshot.revision !== before) this.#parts.lookups.changed?.()
    } catch (error) {
      if (this.#stopped) return
      this.#parts.fault('company', error)
      this.#waiting ??= this.#parts.clock.after(AGAIN_MS, () => void this.#read())
      return
    }
    this.apply()
    this.#say()
  }

  #say(): void {
    if (this.#snapshot && !this.#stopped) this.#parts.obeyed(this.#snapshot.revision)
  }

  async #compare(): Promise<void> {
    const revision = await this.#parts.company.revision().catch(() => undefined)
    // a store that is away now is asked again with the next turn
    if (revision !== undefined && revision !== this.#snapshot?.revision && !this.#stopped) this.reload()
    else this.#say()
  }

  #watchRevision(): void {
    this.#comparing = this.#parts.clock.after(OBEYED_EVERY_MS, () => {
      void this.#compare().finally(() => {
        if (!this.#stopped) this.#watchRevision()
      })
    })
  }

  #watchZone(): void {
    this.#zone = this.#parts.clock.after(ZONE_MS, () => {
      this.apply()
      this.#watchZone()
    })
  }
}

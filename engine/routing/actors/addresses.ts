// The subjects this node listens on: one for everything when it runs all shards, else one for each.
import type { Bus, Subscription } from '#engine/ports/bus.ts'
import {
  ACTOR_KINDS,
  type ActorKind,
  type ActorRef,
  type Answer,
  isActorId,
  SHARDS,
  shardOf,
  subjects,
} from '#engine/protocol/actors.ts'
import type { AnyEnvelope } from './actor.ts'

type Heard = (ref: ActorRef, envelope: AnyEnvelope, answer: (answer: Answer) => void) => void

const ALL = 'actor.>'

export class Addresses {
  readonly #bus: Bus
  readonly #runs: (shard: number) => boolean
  readonly #heard: Heard
  readonly #subscriptions = new Map<string, Subscription>()
  #working: Promise<void> = Promise.resolve()

  constructor(bus: Bus, runs: (shard: number) => boolean, heard: Heard) {
    this.#bus = bus
    this.#runs = runs
    this.#heard = heard
  }

  /** Listens for exactly these shards; changes are made one after the other. */
  set(shards: readonly number[]): Promise<void> {
    const wanted = new Set(shards.length === SHARDS ? [ALL] : shards.map(subjects.actorShard))
    // one that failed must not stop the next
    this.#working = this.#working.catch(() => {}).then(() => this.#change(wanted))
    return this.#working
  }

  async #change(wanted: ReadonlySet<string>): Promise<void> {
    const missing = [...wanted].filter((subject) => !this.#subscriptions.has(subject))
    await Promise.all(
      missing.map(async (subject) => {
        const heard = (value: unknown, at: string, answer?: (value: unknown) => void) => this.#take(value, at, answer)
        this.#subscriptions.set(subject, await this.#bus.subscribe(subject, heard))
      }),
    )
    // a command heard twice meanwhile is a double, and doubles are dropped
    for (const [subject, subscription] of this.#subscriptions) {
      if (wanted.has(subject)) continue
      this.#subscriptions.delete(subject)
      await subscription.stop()
    }
  }

  #take(value: unknown, subject: string, answer: ((value: unknown) => void) | undefined): void {
    const say = (said: Answer) => answer?.(said)
    const ref = refOf(subject)
    if (!ref || !isEnvelope(value)) say({ ok: false, refusal: 'bad-input' })
    else if (!this.#runs(shardOf(ref.id))) say({ ok: false, refusal: 'unavailable' })
    else this.#heard(ref, value, say)
  }
}

/** `actor.<shard>.<kind>.<id>` */
function refOf(subject: string): ActorRef | undefined {
  const [, shard, kind, id] = subject.split('.')
  if (id === undefined || !isActorId(id) || !ACTOR_KINDS.includes(kind as ActorKind)) return undefined
  return String(shardOf(id)) === shard ? { kind: kind as ActorKind, id } : undefined
}

function isEnvelope(value: unknown): value is AnyEnvelope {
  const envelope = value as Partial<AnyEnvelope> | null | undefined
  return (
    typeof envelope?.id === 'string' &&
    typeof envelope.cause === 'string' &&
    typeof envelope.command === 'object' &&
    typeof envelope.command?.type === 'string'
  )
}

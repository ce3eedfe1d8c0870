// Carries out what a decision asks of the world, in order. Failures come back to the actor as commands of its own.
import type { Clock } from '#engine/ports/clock.ts'
import type { Lookups } from '#engine/ports/lookups.ts'
import { type Media, MediaFault } from '#engine/ports/media.ts'
import { type ActorRef, type Answer, shardOf } from '#engine/protocol/actors.ts'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import type { MediaOrder, OrderEnvelope } from '#engine/protocol/media.ts'
import { type Actor, type AnyEnvelope, keyOf } from './actor.ts'
import { bounced } from './bounce.ts'
import { type Job, type Lanes, newLanes } from './lanes.ts'
import type { Secrets } from './secrets.ts'
import { BUG } from './shell-parts.ts'
import { TakenBack } from './taken-back.ts'

export interface EffectParts {
  clock: Clock
  media: Media
  lookups: Lookups
  secrets: Secrets
  /** this node runs the shard now */
  runs(shard: number): boolean
  /** epoch of any shard's owner, as far as this node knows */
  epochOf(shard: number): number
  deliver(ref: ActorRef, envelope: AnyEnvelope, answer?: (answer: Answer) => void): void
  /** to whichever node owns the actor; never throws for a fault of the bus: `undefined` = nobody answered */
  askOwner(ref: ActorRef, envelope: AnyEnvelope): Promise<Answer | undefined>
  /** a media node has seen a later owner of this shard */
  doubt(shard: number): void
  /** a media node did not hear an order of this call: what it has of the call is to be asked when it is back */
  unheard(call: ActorRef): void
  watch: EffectWatch
}

export interface EffectWatch {
  deadLetter(to: ActorRef, command: string): void
  orderFailed(order: MediaOrder, why: string): void
  lookedUp(type: string, answer: string): void
}

const ACTORS = { patienceMs: 30_000, most: 50_000 }
/** a media process that restarts is back within this */
const ORDERS = { patienceMs: 5_000, most: 50_000 }
/** a leg that is not wanted any more must not outlive a node that stood still */
const HANG_UP_MS = 180_000
const NO_ANSWER = 'the media node does not answer'

const laneOf = (node: string, callId: string): string => `${node}.${callId}`

/** refused, but another moment or another owner may not refuse; a bug would only be repeated */
const notNow = (answer: Answer): boolean =>
  !answer.ok && (answer.refusal === 'unavailable' || answer.refusal === 'overloaded') && answer.detail !== BUG

export class Effects {
  readonly #parts: EffectParts
  readonly #toActors: Lanes
  readonly #toMedia: Lanes
  readonly #takenBack = new TakenBack()
  #lookingUp = 0

  constructor(parts: EffectParts) {
    this.#parts = parts
    this.#toActors = newLanes(parts.clock, ACTORS)
    this.#toMedia = newLanes(parts.clock, ORDERS)
  }

  carryOut(actor: Actor, effects: Effect[], decisionId: string, cause: string): void {
    for (const [n, effect] of effects.entries()) {
      const id = `${decisionId}.e${n}`
      if (effect.to === 'actor') this.send(actor.ref, effect.ref, { id, cause, command: effect.command })
      else if (effect.to === 'media') this.order(actor.ref, id, cause, effect.node, effect.order)
      else this.#lookUp(actor.ref, id, effect)
    }
  }

  /** To any actor: at once when it runs here, else to its owner, again and again while its shard moves. */
  send(from: ActorRef | undefined, ref: ActorRef, envelope: AnyEnvelope): void {
    // what waits for this actor already goes first
    if (this.#toActors.busy(keyOf(ref)) || !this.#parts.runs(shardOf(ref.id))) {
      this.#wait(from, ref, envelope)
      return
    }
    this.#parts.deliver(ref, envelope, (answer) => {
      if (notNow(answer)) this.#wait(from, ref, envelope)
      else if (!answer.ok) this.#refused(from, ref, envelope, answer.refusal)
    })
  }

  /** To a media node, guarded by the epoch of the call's shard. */
  order(from: ActorRef | undefined, id: string, cause: string, node: string, order: MediaOrder): void {
    const envelope = { id, epoch: this.#parts.epochOf(shardOf(order.callId)), cause, order }
    this.#toMedia.push(laneOf(node, order.callId), this.#orderJob(from, node, envelope))
  }

  /** orders about this call are on their way to that node */
  ordering(node: string, callId: string): boolean {
    return this.#toMedia.busy(laneOf(node, callId))
  }

  /** nothing waits to be tried, nothing is under way */
  quiet(): boolean {
    return this.#toActors.size() === 0 && this.#toMedia.size() === 0 && this.#lookingUp === 0
  }

  waiting(): { actors: number; media: number } {
    return { actors: this.#toActors.size(), media: this.#toMedia.size() }
  }

  stop(): void {
    this.#toActors.stop()
    this.#toMedia.stop()
  }

  #wait(from: ActorRef | undefined, ref: ActorRef, envelope: AnyEnvelope): void {
    const { command } = envelope
    this.#takenBack.waits(command)
    this.#toActors.push(keyOf(ref), {
      attempt: async () => {
        if (this.#takenBack.has(command)) return 'done'
        const here = this.#parts.runs(shardOf(ref.id))
        const answer = await (here ? this.#locally(ref, envelope) : this.#parts.askOwner(ref, envelope))
        if (!answer || notNow(answer)) return 'again'
        this.#takenBack.over(command)
        if (!answer.ok) this.#refused(from, ref, envelope, answer.refusal)
        return 'done'
      },
      failed: () => {
        this.#takenBack.over(command)
        this.#parts.watch.deadLetter(ref, command.type)
        this.#refused(from, ref, envelope, 'unavailable')
      },
    })
  }

  #locally(ref: ActorRef, envelope: AnyEnvelope): Promise<Answer> {
    return new Promise((resolve) => this.#parts.deliver(ref, envelope, resolve))
  }

  #refused(from: ActorRef | undefined, ref: ActorRef, envelope: AnyEnvelope, refusal: string): void {
    const back = from && bounced(from, ref, envelope.command, refusal)
    if (back) this.send(undefined, from, { id: `${envelope.id}.back`, cause: envelope.id, command: back })
  }

  #orderJob(from: ActorRef | undefined, node: string, envelope: OrderEnvelope): Job {
    let why = NO_ANSWER
    const failed = () => this.#orderFailed(from, node, envelope, why)
    return {
      ...(envelope.order.type === 'hang-up' ? { patienceMs: HANG_UP_MS } : {}),
      attempt: async () => {
        // its agent went to another owner, which rings or hangs up by itself: a ring must not come after its hang-up
        if (envelope.order.type === 'dial' && from && !this.#parts.runs(shardOf(from.id))) return 'done'
        try {
          const answer = await this.#parts.media.order(node, envelope)
          if (answer.ok) return 'done'
          if (answer.refusal === 'too-late') return 'again'
          why = answer.detail ? `${answer.refusal}: ${answer.detail}` : answer.refusal
          if (answer.refusal === 'agent-busy') return 'again'
          if (answer.refusal === 'stale-epoch') this.#parts.doubt(shardOf(envelope.order.callId))
        } catch (error) {
          if (error instanceof MediaFault && error.again) return 'again'
          why = error instanceof Error ? error.message : String(error)
        }
        failed()
        return 'done'
      },
      failed,
    }
  }

  /** Nothing may get stuck: the actor that gave the order hears that it failed. */
  #orderFailed(from: ActorRef | undefined, node: string, { id, order }: OrderEnvelope, detail: string): void {
    this.#parts.watch.orderFailed(order, detail)
    // it may have rung all the same, its answer lost: whoever is called next must not be called beside it
    if (order.type === 'dial' && detail === NO_ANSWER) this.#takeBack(id, node, order)
    if (!from) return
    if (detail === NO_ANSWER && from.kind === 'call') this.#parts.unheard(from)
    const legId = 'legId' in order ? order.legId : ''
    const unheard = detail === NO_ANSWER ? { unheard: true } : {}
    const news = { type: 'order-failed', callId: order.callId, legId, order: order.type, detail, ...unheard }
    const command = { type: 'news', news }
    this.send(undefined, from, { id: `${id}.failed`, cause: id, command })
  }

  #takeBack(id: string, node: string, { callId, legId }: Extract<MediaOrder, { type: 'dial' }>): void {
    this.order(undefined, `${id}.back`, id, node, { type: 'hang-up', callId, legId, cause: 'cancelled' })
  }

  #lookUp(from: ActorRef, id: string, { requestId, lookup, deadlineMs }: Extract<Effect, { to: 'lookup' }>): void {
    this.#lookingUp++
    const revealed = this.#parts.secrets.reveal(keyOf(from), lookup)
    const asked: Promise<LookupAnswer> =
      'token' in revealed
        ? Promise.resolve({ type: 'secret-lost', token: revealed.token })
        : this.#parts.lookups.ask(revealed.lookup, deadlineMs)
    void asked
      .catch((error) => ({ type: 'fault' as const, detail: String(error) }))
      .then((answer) => {
        this.#lookingUp--
        this.#parts.watch.lookedUp(lookup.type, answer.type)
        const command = { type: 'looked-up', requestId, answer }
        this.send(undefined, from, { id: `${id}.answer`, cause: id, command })
      })
  }
}

// The words of actors: who they are, which shard they live in, how a command reaches them.
import type { Label } from './fields.ts'

export type ActorKind = 'agent' | 'queue' | 'call'
export const ACTOR_KINDS: readonly ActorKind[] = ['agent', 'queue', 'call']

/** Address of one actor. `id` uses letters, digits, `-` and `_` only (it is a NATS subject token and a nact name). */
export interface ActorRef {
  kind: ActorKind
  id: string
}

export const SHARDS = 256

/** Shard 0..255 of an actor's id: FNV-1a over UTF-16 code units, so every node and language agrees. */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) {
    hash ^= id.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return hash % SHARDS
}

export const isActorId = (id: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(id)

/** NATS subjects. An address is a subject, so nobody keeps a routing table. */
export const subjects = {
  actor: (ref: ActorRef): string => `actor.${shardOf(ref.id)}.${ref.kind}.${ref.id}`,
  actorShard: (shard: number): string => `actor.${shard}.>`,
  ledger: (ref: ActorRef): string => `ledger.${shardOf(ref.id)}.${ref.kind}.${ref.id}`,
  /** what changed of one kind within a moment: LiveViewsTold */
  liveViews: (kind: ActorKind): string => `live.views.${kind}`,
  /** one view: LiveUpdate, as engines before 2026-12 told each */
  live: (ref: ActorRef): string => `live.${ref.kind}.${ref.id}`,
  liveAll: 'live.>',
  liveSnapshot: 'ask.live-snapshot',
  media: (node: string): string => `media.${node}.order`,
  mediaAll: 'media.*.hello',
  mediaHello: (node: string): string => `media.${node}.hello`,
  /** a media node's word of its edge's phones: PhonesHeard */
  phones: (node: string): string => `phones.${node}`,
  phonesAll: 'phones.*',
  /** to every media node: has a later try of this INVITE come to it? */
  mediaTries: 'ask.media-tries',
  /** to every media node: what was said by SIP of this call? (TraceAsk) */
  sipTrace: 'ask.sip-trace',
  /** to every media node: a sound was uploaded, so that its first listener does not wait for it */
  soundStored: 'media.sound-stored',
  /** trunks that do not answer, every few seconds: { ids } */
  trunksDown: 'trunks.down',
  configChanged: 'config.changed',
  /** an engine node's word of the company that it works by: ConfigObeyed */
  configObeyed: 'config.obeyed',
  report: 'ask.report',
  /** planning questions to analytics: engine/protocol/plan-ask.ts */
  plan: 'ask.plan',
} as const

/** A command on its way to an actor. `id` lets the receiver drop doubles; `cause` is the fact or request that led to it. */
export interface Envelope<Command> {
  id: string
  cause: string
  command: Command
}

/** What the asker gets back: the machine's reply, or a refusal by name (see refusals.ts). */
export type Answer = { ok: true; value?: unknown } | { ok: false; refusal: string; detail?: string; say?: Label }

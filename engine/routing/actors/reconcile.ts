// Compares what actors believe with what the media nodes really have, and puts right what differs.
import { type ActorKind, type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallView } from '#engine/protocol/call.ts'
import type { LegTruth } from '#engine/protocol/media.ts'
import { type Actor, keyOf } from './actor.ts'

/** The media nodes' truth, gathered from those that answered. */
export interface Truth {
  /** when it was asked, by the steady clock: an actor that decided later knows more */
  askedAt: number
  legs: LegTruth[]
  /** nodes that answered */
  answered: ReadonlySet<string>
  /** nodes given up: their legs count as gone */
  lost: ReadonlySet<string>
}

export interface Verdicts {
  tell: { ref: ActorRef; command: { type: string } }[]
  /** actors whose media node has not answered: they are owed the truth */
  unsure: ActorRef[]
}

export interface Asked {
  /** hears the truth whatever it believes: it was just rebuilt */
  owed(actor: Actor): boolean
  /** the others hear it only when it differs and they decided nothing for so long */
  restMs: number
}

/** A leg younger than this may have its owner's first news still under way. */
const YOUNG_MS = 10_000

export function compare(actors: Iterable<Actor>, truth: Truth, asked: Asked): Verdicts {
  const verdicts: Verdicts = { tell: [], unsure: [] }
  const groups = split(actors)
  const view = {
    byCall: grouped(truth.legs, (leg) => leg.callId),
    byOwner: grouped(truth.legs, (leg) => keyOf(leg.owner)),
    knowsMore: (actor: Actor) => actor.touchedAt >= truth.askedAt - (asked.owed(actor) ? 0 : asked.restMs),
  }
  for (const actor of groups.call) aboutCall(actor, truth, view, asked.owed(actor), verdicts)
  // an agent's leg is on its caller's node, which the agent's view does not name
  const allAnswered = verdicts.unsure.length === 0
  for (const actor of groups.agent) aboutAgent(actor, view, { owed: asked.owed(actor), allAnswered }, verdicts)
  const live = new Set([...view.byCall.keys(), ...groups.call.map((actor) => actor.ref.id)])
  for (const actor of groups.queue) {
    if (!asked.owed(actor)) continue
    if (allAnswered) verdicts.tell.push({ ref: actor.ref, command: { type: 'reconcile', callIds: [...live] } as never })
    else verdicts.unsure.push(actor.ref)
  }
  return verdicts
}

interface View {
  byCall: Map<string, LegTruth[]>
  byOwner: Map<string, LegTruth[]>
  knowsMore(actor: Actor): boolean
}

function aboutCall(actor: Actor, truth: Truth, view: View, owed: boolean, verdicts: Verdicts): void {
  const shown = actor.machine.view(actor.state) as CallView | undefined
  if (shown?.node && !truth.answered.has(shown.node) && !truth.lost.has(shown.node)) {
    verdicts.unsure.push(actor.ref)
    return
  }
  const legIds = (view.byCall.get(actor.ref.id) ?? []).map((leg) => leg.legId)
  if (view.knowsMore(actor)) {
    if (owed) verdicts.unsure.push(actor.ref)
  } else if (owed || legIds.length === 0)
    verdicts.tell.push({ ref: actor.ref, command: { type: 'reconcile', legIds } as never })
}

function aboutAgent(
  actor: Actor,
  view: View,
  { owed, allAnswered }: { owed: boolean; allAnswered: boolean },
  verdicts: Verdicts,
): void {
  const call = (actor.machine.view(actor.state) as AgentView | undefined)?.call
  const own = view.byOwner.get(actor.key) ?? []
  const missing = call !== undefined && !own.some((leg) => leg.legId === call.legId)
  const strange = own.some((leg) => leg.legId !== call?.legId && leg.ageMs > YOUNG_MS)
  if ((missing && !allAnswered) || (owed && view.knowsMore(actor))) {
    verdicts.unsure.push(actor.ref)
    return
  }
  if (view.knowsMore(actor) || !(owed || missing || strange)) return
  const legs = own.map(({ legId, callId, node, state }) => ({ legId, callId, node, state }))
  const command = { type: 'reconcile', legIds: legs.map((leg) => leg.legId), legs }
  verdicts.tell.push({ ref: actor.ref, command })
}

function split(actors: Iterable<Actor>): Record<ActorKind, Actor[]> {
  const groups: Record<ActorKind, Actor[]> = { agent: [], queue: [], call: [] }
  for (const actor of actors) groups[actor.ref.kind].push(actor)
  return groups
}

/** Legs that belong to an actor which should be here and is not. */
export function orphans(
  truth: Truth,
  owner: { runs: (shard: number) => boolean; has: (ref: ActorRef) => boolean },
): LegTruth[] {
  return truth.legs.filter(
    (leg) =>
      leg.state !== 'arriving' && leg.ageMs > YOUNG_MS && owner.runs(shardOf(leg.owner.id)) && !owner.has(leg.owner),
  )
}

function grouped<Item>(items: Iterable<Item>, keyOfItem: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOfItem(item))
    if (group) group.push(item)
    else groups.set(keyOfItem(item), [item])
  }
  return groups
}

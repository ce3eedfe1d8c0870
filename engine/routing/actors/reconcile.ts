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
  /** orders about this call are still on their way to that node: what it has not got yet is not missing */
  busy(node: string, callId: string): boolean
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
    busy: asked.busy,
    knowsMore: (actor: Actor) => actor.touchedAt >= truth.askedAt - (asked.owed(actor) ? 0 : asked.restMs),
  }
  for (const actor of groups.call) aboutCall(actor, truth, view, asked.owed(actor), verdicts)
  for (const actor of groups.agent) aboutAgent(actor, truth, view, asked.owed(actor), verdicts)
  const allAnswered = verdicts.unsure.length === 0
  for (const actor of groups.queue) if (asked.owed(actor)) aboutQueue(actor, truth, allAnswered, verdicts)
  return verdicts
}

/** A queue is told what is known so far, and again when the silent nodes have spoken: to be asked twice harms no call. */
function aboutQueue({ ref }: Actor, { legs }: Truth, allAnswered: boolean, verdicts: Verdicts): void {
  const tagged = legs.filter((leg) => leg.tags?.queue === ref.id)
  const rings = tagged.flatMap(({ callId, owner, state, tags: { offer } }) =>
    owner.kind === 'agent' && state === 'ringing' && offer ? [{ offerId: offer, callId, agentId: owner.id }] : [],
  )
  const callIds = [...new Set(tagged.filter((leg) => leg.owner.kind === 'call').map((leg) => leg.callId))]
  verdicts.tell.push({ ref, command: { type: 'reconcile', callIds, rings } as never })
  if (!allAnswered) verdicts.unsure.push(ref)
}

interface View {
  byCall: Map<string, LegTruth[]>
  byOwner: Map<string, LegTruth[]>
  busy: Asked['busy']
  knowsMore(actor: Actor): boolean
}

/** Who believes in a leg there knows nothing better as long as the node says nothing. */
const isSilent = (node: string | undefined, { answered, lost }: Truth): boolean =>
  node !== undefined && !answered.has(node) && !lost.has(node)

function aboutCall(actor: Actor, truth: Truth, view: View, owed: boolean, verdicts: Verdicts): void {
  const shown = actor.machine.view(actor.state) as CallView | undefined
  if (isSilent(shown?.node, truth)) {
    verdicts.unsure.push(actor.ref)
    return
  }
  const legs = view.byCall.get(actor.ref.id) ?? []
  const legIds = legs.map((leg) => leg.legId)
  const lacks = () => actor.machine.needs?.(actor.state).some((legId) => !legIds.includes(legId))
  if (view.knowsMore(actor)) {
    if (owed) verdicts.unsure.push(actor.ref)
  } else if (owed || legIds.length === 0 || (shown && !view.busy(shown.node, actor.ref.id) && lacks()))
    verdicts.tell.push({ ref: actor.ref, command: { type: 'reconcile', legIds, legs } as never })
}

function aboutAgent(actor: Actor, truth: Truth, view: View, owed: boolean, verdicts: Verdicts): void {
  const call = (actor.machine.view(actor.state) as AgentView | undefined)?.call
  // of those that are over only the one it knows: its end is on its way
  const own = (view.byOwner.get(actor.key) ?? []).filter((leg) => !leg.over || leg.legId === call?.legId)
  const missing = call !== undefined && !own.some((leg) => leg.legId === call.legId)
  const strange = own.some((leg) => leg.legId !== call?.legId && leg.ageMs > YOUNG_MS)
  const silent = missing && isSilent(call.node, truth)
  const underWay = missing && call.node !== undefined && view.busy(call.node, call.callId)
  if (silent || underWay || (owed && view.knowsMore(actor))) {
    if (silent || owed) verdicts.unsure.push(actor.ref)
    return
  }
  if (view.knowsMore(actor) || !(owed || missing || strange)) return
  const legs = own.map(({ legId, callId, node, state, tags, from, to, direction, ageMs }) => ({
    ...{ legId, callId, node, state, tags, from, to, direction, ageMs },
  }))
  const command = { type: 'reconcile', legIds: legs.map((leg) => leg.legId), legs, ...(owed ? { rebuilt: true } : {}) }
  verdicts.tell.push({ ref: actor.ref, command })
}

function split(actors: Iterable<Actor>): Record<ActorKind, Actor[]> {
  const groups: Record<ActorKind, Actor[]> = { agent: [], queue: [], call: [] }
  for (const actor of actors) groups[actor.ref.kind].push(actor)
  return groups
}

/** Legs that belong to an actor which should be here and is not. `taken`: shards just taken over, where age says nothing. */
export function orphans(
  truth: Truth,
  owner: { runs: (shard: number) => boolean; has: (ref: ActorRef) => boolean; taken?: ReadonlySet<number> },
): LegTruth[] {
  return truth.legs.filter((leg) => {
    const shard = shardOf(leg.owner.id)
    const ripe = owner.taken ? owner.taken.has(shard) : leg.ageMs > YOUNG_MS && owner.runs(shard)
    return ripe && !owner.has(leg.owner)
  })
}

/** A caller's own leg: from it the call can begin again. */
export const isCallers = (leg: LegTruth): boolean =>
  leg.direction === 'in' && leg.owner.kind === 'call' && leg.owner.id === leg.callId && leg.origin !== undefined

function grouped<Item>(items: Iterable<Item>, keyOfItem: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOfItem(item))
    if (group) group.push(item)
    else groups.set(keyOfItem(item), [item])
  }
  return groups
}

// What live screens see: the views that changed, all of one kind in one message, at most ten times a second and the last one
// always. Of what an actor goes through within a moment nobody could see more, and twenty messages a call are one.
import type { Bus } from '#engine/ports/bus.ts'
import type { Clock, Timer } from '#engine/ports/clock.ts'
import { type ActorKind, type ActorRef, subjects } from '#engine/protocol/actors.ts'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallView } from '#engine/protocol/call.ts'
import type { LiveSnapshotPart, LiveUpdate, LiveViewsTold } from '#engine/protocol/live.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { VIEW_SHAPE } from '#engine/protocol/shapes.ts'
import type { Actor } from './actor.ts'

export interface Live {
  changed(actor: Actor): void
  /** the actor's life is over (`over`), or another node shows it from now on */
  gone(actor: Actor, over: boolean): void
  /** answers ask.live-snapshot */
  snapshot(actors: Iterable<Actor>): LiveSnapshotPart[]
  stop(): void
}

export interface LiveSettings {
  /** shortest time between two messages */
  everyMs: number
  /** what follows within this after a first change comes with it: a call's arrival, its offer, its ring */
  soonMs: number
  /** characters of views in one part of a snapshot: three bytes each at most, below the bus's largest message */
  part: number
}

export const liveDefaults: LiveSettings = { everyMs: 100, soonMs: 20, part: 200_000 }

/** so few views together are below the bus's largest message: a queue's, the largest, is cut at 200 agents and 100 calls */
const FEW = 20

export function newLive(node: string, bus: Bus, clock: Clock, settings = liveDefaults): Live {
  /** by key; undefined: its life is over */
  let dirty = new Map<string, { ref: ActorRef; actor: Actor | undefined }>()
  let timer: Timer | undefined
  let toldAt = Number.NEGATIVE_INFINITY
  const tell = () => {
    timer = undefined
    toldAt = clock.steady()
    const changes = [...dirty.values()]
    dirty = new Map()
    for (const [kind, views] of byKind(changes)) {
      for (const some of parts(views, settings.part)) {
        const told: LiveViewsTold = { v: VIEW_SHAPE, node, at: clock.now(), views: some }
        bus.publish(subjects.liveViews(kind), told)
      }
    }
  }
  const mark = (key: string, ref: ActorRef, actor: Actor | undefined) => {
    dirty.set(key, { ref, actor })
    timer ??= clock.after(Math.max(settings.soonMs, toldAt + settings.everyMs - clock.steady()), tell)
  }
  return {
    changed: (actor) => mark(actor.key, actor.ref, actor),
    gone(actor, over) {
      if (over) mark(actor.key, actor.ref, undefined)
      else dirty.delete(actor.key)
    },
    snapshot: (actors) => snapshotParts(node, clock.now(), actors, settings.part),
    stop() {
      timer?.cancel()
      timer = undefined
      dirty.clear()
    },
  }
}

type Told = LiveViewsTold['views']

function byKind(changes: readonly { ref: ActorRef; actor: Actor | undefined }[]): Map<ActorKind, Told> {
  const kinds = new Map<ActorKind, Told>()
  for (const { ref, actor } of changes) {
    const view = actor && (actor.machine.view(actor.state) as LiveUpdate['view'])
    const views = kinds.get(ref.kind) ?? []
    views.push(view === undefined ? { id: ref.id } : { id: ref.id, view })
    kinds.set(ref.kind, views)
  }
  return kinds
}

/** Of at most so many views each that no message is too large, whatever a view holds. */
function* parts(views: Told, size: number): Generator<Told> {
  let some: Told = []
  let filled = 0
  for (const one of views) {
    const length = views.length < FEW ? 0 : JSON.stringify(one).length
    if (some.length > 0 && filled + length > size) {
      yield some
      some = []
      filled = 0
    }
    filled += length
    some.push(one)
  }
  if (some.length > 0) yield some
}

function snapshotParts(node: string, at: number, actors: Iterable<Actor>, size: number): LiveSnapshotPart[] {
  const parts: LiveSnapshotPart[] = []
  let filled = size
  for (const actor of actors) {
    const view = actor.machine.view(actor.state)
    if (view === undefined) continue
    const length = JSON.stringify(view).length
    if (filled + length > size) {
      parts.push({ v: VIEW_SHAPE, node, at, part: parts.length, parts: 0, agents: [], queues: [], calls: [] })
      filled = 0
    }
    filled += length
    const part = parts.at(-1)
    if (actor.ref.kind === 'agent') part?.agents.push(view as AgentView)
    else if (actor.ref.kind === 'queue') part?.queues.push(view as QueueView)
    else part?.calls.push(view as CallView)
  }
  if (parts.length === 0) parts.push({ v: VIEW_SHAPE, node, at, part: 0, parts: 0, agents: [], queues: [], calls: [] })
  for (const part of parts) part.parts = parts.length
  return parts
}

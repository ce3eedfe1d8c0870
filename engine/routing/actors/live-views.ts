// What live screens see: each actor's view, at most ten times a second and the last one always.
import type { Bus } from '#engine/ports/bus.ts'
import type { Clock } from '#engine/ports/clock.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallView } from '#engine/protocol/call.ts'
import type { LiveSnapshotPart, LiveUpdate } from '#engine/protocol/live.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { VIEW_SHAPE } from '#engine/protocol/shapes.ts'
import type { Actor } from './actor.ts'
import { newTimers } from './timers.ts'

export interface Live {
  changed(actor: Actor): void
  /** the actor's life is over (`over`), or another node shows it from now on */
  gone(actor: Actor, over: boolean): void
  /** answers ask.live-snapshot */
  snapshot(actors: Iterable<Actor>): LiveSnapshotPart[]
  stop(): void
}

export interface LiveSettings {
  /** shortest time between two views of one actor */
  everyMs: number
  /** characters of views in one part of a snapshot: three bytes each at most, below the bus's largest message */
  part: number
}

export const liveDefaults: LiveSettings = { everyMs: 100, part: 200_000 }

export function newLive(node: string, bus: Bus, clock: Clock, settings = liveDefaults): Live {
  /** actors shown lately and when; those not in here were last shown longer ago than `everyMs` */
  const shown = new Map<string, { actor: Actor; dirty: boolean }>()
  const show = (actor: Actor) => {
    const view = actor.machine.view(actor.state)
    const update = { v: VIEW_SHAPE, node, at: clock.now(), ...(view === undefined ? {} : { view }) } as LiveUpdate
    bus.publish(subjects.live(actor.ref), update)
  }
  const timers = newTimers(clock, (key) => {
    const entry = shown.get(key)
    if (!entry?.dirty) {
      shown.delete(key)
      return
    }
    entry.dirty = false
    show(entry.actor)
    timers.set(key, clock.steady() + settings.everyMs)
  })
  return {
    changed(actor) {
      const entry = shown.get(actor.key)
      if (entry) {
        entry.dirty = true
        entry.actor = actor
        return
      }
      shown.set(actor.key, { actor, dirty: false })
      timers.set(actor.key, clock.steady() + settings.everyMs)
      show(actor)
    },
    gone(actor, over) {
      shown.delete(actor.key)
      timers.clear(actor.key)
      if (over) bus.publish(subjects.live(actor.ref), { v: VIEW_SHAPE, node, at: clock.now() } satisfies LiveUpdate)
    },
    snapshot: (actors) => snapshotParts(node, clock.now(), actors, settings.part),
    stop: () => timers.stop(),
  }
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

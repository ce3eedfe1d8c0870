// What live screens show, kept by the gateway: views in, numbered changes out. Pure: no socket, no clock, no bus.
import type { AgentView } from '../../protocol/agent.ts'
import type { CallView } from '../../protocol/call.ts'
import type { LiveSnapshotPart } from '../../protocol/live.ts'
import type { QueueView } from '../../protocol/queue.ts'

export type ViewKind = 'agent' | 'queue' | 'call'
export type View = AgentView | QueueView | CallView

interface Kept {
  at: number
  node: string
  view: View
}

/** Ids that changed up to one sequence number; what they look like is read from the views when it is sent. */
interface Change {
  seq: number
  keys: Set<string>
}

export interface Changed {
  seq: number
  agents: AgentView[]
  queues: QueueView[]
  calls: CallView[]
  gone: { kind: ViewKind; id: string }[]
}

export interface LiveViews {
  hear(kind: ViewKind, id: string, update: { node: string; at: number; view?: View }): void
  /** all parts of what the engine nodes showed when asked at `askedAt`; views they no longer have are over */
  reconcile(parts: readonly LiveSnapshotPart[], askedAt: number): void
  /** closes a batch; undefined when nothing changed */
  tick(): Changed | undefined
  /** everything after a sequence number, or undefined when it is too long ago */
  since(seq: number): Changed | undefined
  all(): Changed
  agent(id: string): AgentView | undefined
  seq(): number
  /** takes a number of its own for an event that is not a view */
  number(): number
}

/** Batches kept for those who come back: 600 of 100 ms are a minute of steady change. */
const KEPT_BATCHES = 600

/** a node that does not answer this long is gone, and what it showed with it */
const SILENT_NODE_MS = 120_000

/** `firstSeq` must be above every number an earlier run of this gateway gave out: pages resume across a restart. */
export function liveViews(firstSeq: number, keptBatches = KEPT_BATCHES): LiveViews {
  const views = new Map<string, Kept>()
  const ring: Change[] = []
  let dirty = new Set<string>()
  let seq = firstSeq

  function put(key: string, update: { node: string; at: number; view?: View }): void {
    const known = views.get(key)
    // a slow old owner must not paint over what the new owner said
    if (known && known.at > update.at) return
    if (update.view === undefined) {
      if (!views.delete(key)) return
    } else views.set(key, { at: update.at, node: update.node, view: update.view })
    dirty.add(key)
  }

  function changed(keys: Iterable<string>): Changed {
    const found: Changed = { seq, agents: [], queues: [], calls: [], gone: [] }
    for (const key of keys) {
      const [kind, id] = split(key)
      const view = views.get(key)?.view
      if (view === undefined) found.gone.push({ kind, id })
      else if (kind === 'agent') found.agents.push(view as AgentView)
      else if (kind === 'queue') found.queues.push(view as QueueView)
      else found.calls.push(view as CallView)
    }
    return found
  }

  return {
    hear: (kind, id, update) => put(`${kind}.${id}`, update),
    reconcile(parts, askedAt) {
      if (parts.length === 0) return
      const told = new Set<string>()
      const take = (part: LiveSnapshotPart, key: string, view: View) => {
        told.add(key)
        put(key, { node: part.node, at: part.at, view })
      }
      for (const part of parts) {
        for (const view of part.agents) take(part, `agent.${view.agentId}`, view)
        for (const view of part.queues) take(part, `queue.${view.queueId}`, view)
        for (const view of part.calls) take(part, `call.${view.callId}`, view)
      }
      const answered = new Set(parts.map((part) => part.node))
      for (const [key, kept] of views) {
        if (told.has(key) || kept.at >= askedAt) continue
        // a node that kept silent may only be slow: its views stay a while
        const over = answered.has(kept.node) || kept.at < askedAt - SILENT_NODE_MS
        if (over) put(key, { node: kept.node, at: askedAt })
      }
    },
    tick() {
      if (dirty.size === 0) return undefined
      seq += 1
      ring.push({ seq, keys: dirty })
      if (ring.length > keptBatches) ring.shift()
      const keys = dirty
      dirty = new Set()
      return changed(keys)
    },
    since(from) {
      if (from > seq) return undefined
      const oldest = ring[0]?.seq ?? seq + 1
      if (from < oldest - 1) return undefined
      return changed(new Set(ring.filter((change) => change.seq > from).flatMap((change) => [...change.keys])))
    },
    all: () => changed(views.keys()),
    agent: (id) => views.get(`agent.${id}`)?.view as AgentView | undefined,
    seq: () => seq,
    number() {
      seq += 1
      ring.push({ seq, keys: new Set() })
      if (ring.length > keptBatches) ring.shift()
      return seq
    },
  }
}

function split(key: string): [ViewKind, string] {
  const at = key.indexOf('.')
  return [key.slice(0, at) as ViewKind, key.slice(at + 1)]
}

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

/** A view now and, where those who listen have it, as it was at the number before. */
export interface Step<Of extends View> {
  before?: Of
  after: Of
}

export interface Changed {
  seq: number
  agents: Step<AgentView>[]
  queues: Step<QueueView>[]
  calls: Step<CallView>[]
  gone: { kind: ViewKind; id: string }[]
}

export interface LiveViews {
  hear(kind: ViewKind, id: string, update: { node: string; at: number; view?: View }): void
  /** all parts of what the engine nodes showed when asked at `askedAt`; views they no longer have are over */
  reconcile(parts: readonly LiveSnapshotPart[], askedAt: number): void
  /** closes a batch; undefined when nothing changed */
  tick(): Changed | undefined
  /** everything after a sequence number, whole, or undefined when it is too long ago */
  since(seq: number): Changed | undefined
  /** everything as it stands at the present number */
  all(): Changed
  /** the newest that was heard */
  agent(id: string): AgentView | undefined
  /** who is parked at a place, the longest of them */
  parkedAt(place: string): string | undefined
  /** calls that are up and rang at this agent in vain */
  missing(agentId: string): CallView[]
  /** as it stands at the present number: what the next step begins from */
  shown(agentId: string): AgentView | undefined
  seq(): number
  /** takes a number of its own for an event that is not a view */
  number(): number
}

/** Batches kept for those who come back: 600 of 100 ms are a minute of steady change. */
const KEPT_BATCHES = 600

/** a node that does not answer this long is gone, and what it showed with it */
const SILENT_NODE_MS = 120_000

/** older by more than this is not late: somebody set the clock back, and what comes now is the truth */
const LATE_MS = 10_000
const isSetBack = (before: number, after: number): boolean => before - after > LATE_MS

/** Of many gateways each gives numbers of its own, so that no page resumes at one with what another has told it. */
export interface Numbering {
  gateway: number
  gateways: number
  keptBatches?: number
}

const callsIn = (views: ReadonlyMap<string, Kept>): CallView[] =>
  [...views].flatMap(([key, { view }]) => (key.startsWith('call.') ? [view as CallView] : []))

/** `firstSeq` must be above every number an earlier run of this gateway gave out. */
export function liveViews(firstSeq: number, numbering: Numbering = { gateway: 0, gateways: 1 }): LiveViews {
  const views = new Map<string, Kept>()
  /** as of `seq`: a frame made between two ticks must not hold what the next step brings again */
  const shown = new Map<string, View>()
  const numbers = numbersFrom(firstSeq, numbering)
  let dirty = new Set<string>()

  function put(key: string, update: { node: string; at: number; view?: View }): void {
    const known = views.get(key)
    // a slow old owner must not paint over what the new owner said
    if (known && known.at > update.at && !isSetBack(known.at, update.at)) return
    if (update.view === undefined) {
      if (!views.delete(key)) return
    } else views.set(key, { at: update.at, node: update.node, view: update.view })
    dirty.add(key)
  }
  const whole = (keys: Iterable<string>): Changed =>
    changedOf(numbers.seq(), keys, (key) => ({ before: undefined, after: shown.get(key) }))

  return {
    hear: (kind, id, update) => put(`${kind}.${id}`, update),
    reconcile: (parts, askedAt) => reconcile(views, put, parts, askedAt),
    tick() {
      if (dirty.size === 0) return undefined
      const keys = dirty
      dirty = new Set()
      return changedOf(numbers.take(keys), keys, (key) => {
        const before = shown.get(key)
        const after = views.get(key)?.view
        if (after) shown.set(key, after)
        else shown.delete(key)
        return { before, after }
      })
    },
    since(from) {
      const keys = numbers.since(from)
      return keys && whole(keys)
    },
    all: () => whole(shown.keys()),
    agent: (id) => views.get(`agent.${id}`)?.view as AgentView | undefined,
    parkedAt: (place) =>
      callsIn(views)
        .filter(({ parked }) => parked?.place === place)
        .sort((a, b) => a.stageSince - b.stageSince)[0]?.callId,
    missing: (agentId) => callsIn(views).filter((call) => call.missedBy?.includes(agentId) && call.agentId !== agentId),
    shown: (id) => shown.get(`agent.${id}`) as AgentView | undefined,
    seq: numbers.seq,
    number: () => numbers.take(new Set()),
  }
}

type Put = (key: string, update: { node: string; at: number; view?: View }) => void

/** What answering nodes no longer show is over. */
function reconcile(
  views: ReadonlyMap<string, Kept>,
  put: Put,
  parts: readonly LiveSnapshotPart[],
  askedAt: number,
): void {
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
  for (const [key, kept] of [...views]) {
    if (told.has(key) || (kept.at >= askedAt && !isSetBack(kept.at, askedAt))) continue
    // a node that kept silent may only be slow: its views stay a while
    const over = answered.has(kept.node) || kept.at < askedAt - SILENT_NODE_MS
    if (over) put(key, { node: kept.node, at: askedAt })
  }
}

function changedOf(
  seq: number,
  keys: Iterable<string>,
  stepOf: (key: string) => { before: View | undefined; after: View | undefined },
): Changed {
  const found: Changed = { seq, agents: [], queues: [], calls: [], gone: [] }
  const lists = { agent: found.agents, queue: found.queues, call: found.calls } as Record<ViewKind, Step<View>[]>
  for (const key of keys) {
    const [kind, id] = split(key)
    const { before, after } = stepOf(key)
    if (after === undefined) found.gone.push({ kind, id })
    else lists[kind].push(before === undefined ? { after } : { before, after })
  }
  return found
}

/** Numbers of batches, and which views each of the last so many touched. */
function numbersFrom(firstSeq: number, { gateway, gateways, keptBatches = KEPT_BATCHES }: Numbering) {
  const ring: Change[] = []
  let seq = firstSeq * gateways + gateway
  return {
    seq: () => seq,
    take(keys: Set<string>): number {
      seq += gateways
      ring.push({ seq, keys })
      if (ring.length > keptBatches) ring.shift()
      return seq
    },
    since(from: number): Set<string> | undefined {
      if (from > seq || from % gateways !== gateway) return undefined
      const oldest = ring[0]?.seq ?? seq + gateways
      if (from < oldest - gateways) return undefined
      return new Set(ring.filter((change) => change.seq > from).flatMap((change) => [...change.keys]))
    },
  }
}

function split(key: string): [ViewKind, string] {
  const at = key.indexOf('.')
  return [key.slice(0, at) as ViewKind, key.slice(at + 1)]
}

// Everything live, folded from the frames of /live: plain maps, told to listeners once per tick.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { AgentSeen, CallSeen, LiveToPage, QueueSeen } from '#engine/protocol/live.ts'
import { diff, type Patch, patched } from '#engine/protocol/patch.ts'
import type { QueueView } from '#engine/protocol/queue.ts'

export interface LiveData {
  agents: ReadonlyMap<string, AgentView>
  queues: ReadonlyMap<string, QueueView>
  calls: ReadonlyMap<string, CallSeen>
  me: AgentView | undefined
  /** server time minus our clock, ms */
  skewMs: number
  /** server time of the newest frame */
  at: number
  seq: number
}

export type Notice = Extract<LiveToPage, { type: 'notice' }>
export type Word = Extract<LiveToPage, { type: 'word' }>

export interface LiveStore {
  data(): LiveData
  apply(frame: LiveToPage): void
  /** before the desk is asked: takes what it answers, unless frames have told of me since, which are newer or will be */
  asking(): (me: AgentView) => void
  onChange(listener: () => void): () => void
  onNotice(listener: (notice: Notice) => void): () => void
  onWord(listener: (word: Word) => void): () => void
  clear(): void
}

export interface StoreParts {
  now: () => number
  /** runs once, soon; a timer, not an animation frame, so that hidden tabs go on */
  soon: (run: () => void) => void
}

/** What the frames said, as they said it: the next patch is of this. */
interface Told {
  agents: ReadonlyMap<string, AgentSeen>
  queues: ReadonlyMap<string, QueueSeen>
  calls: ReadonlyMap<string, CallSeen>
  me: AgentView | undefined
}

const nothing = (): Told => ({ agents: new Map(), queues: new Map(), calls: new Map(), me: undefined })
const empty = (): LiveData => ({
  agents: new Map(),
  queues: new Map(),
  calls: new Map(),
  me: undefined,
  skewMs: 0,
  at: 0,
  seq: 0,
})

function folded<View>(
  before: ReadonlyMap<string, View>,
  whole: readonly View[] = [],
  patches: Record<string, Patch> = {},
  gone: readonly string[] = [],
  id: (view: View) => string,
): ReadonlyMap<string, View> {
  const changes = Object.entries(patches).filter(([one]) => before.has(one))
  if (whole.length + changes.length === 0 && !gone.some((one) => before.has(one))) return before
  const after = new Map(before)
  for (const view of whole) after.set(id(view), view)
  for (const [one, patch] of changes) after.set(one, patched(after.get(one), patch))
  for (const one of gone) after.delete(one)
  return after
}

function toldBy(before: Told, frame: Extract<LiveToPage, { type: 'snapshot' | 'changes' }>): Told {
  const { patches = {}, gone = [] } = frame.type === 'changes' ? frame : {}
  return {
    agents: folded(before.agents, frame.agents, patches.agents, gone, (view) => view.agentId),
    queues: folded(before.queues, frame.queues, patches.queues, gone, (view) => view.queueId),
    calls: folded(before.calls, frame.calls, patches.calls, gone, (view) => view.callId),
    me: patches.me !== undefined && before.me ? patched(before.me, patches.me) : (frame.me ?? before.me),
  }
}

/** Pages know one shape of an agent; what lists do not show of another's call is empty. */
const asView = ({ call, ...rest }: AgentSeen): AgentView =>
  call === undefined ? rest : { ...rest, call: { legId: '', ...call, card: { ...NO_CARD, ...call.card } } }
const NO_CARD = { region: '', accessNumber: '', queueName: '', collected: {}, recent: [] }

/** Unchanged agents keep their identity. */
function agentViews(before: LiveData['agents'], was: Told['agents'], now: Told['agents']): LiveData['agents'] {
  if (was === now) return before
  return new Map([...now].map(([id, seen]) => [id, (was.get(id) === seen && before.get(id)) || asView(seen)] as const))
}

/** Who serves a queue is read off the agents; a queue that nothing touched keeps its identity. */
function queueViews(before: LiveData['queues'], was: Told, now: Told): LiveData['queues'] {
  if (was.queues === now.queues && was.agents === now.agents) return before
  const serving = new Map<string, QueueView['agents']>()
  for (const { agentId, mode, available, queueIds } of now.agents.values())
    for (const queueId of queueIds)
      serving.set(queueId, [...(serving.get(queueId) ?? []), { agentId, mode, available }])
  let same = was.queues === now.queues
  const after = [...now.queues].map(([id, seen]) => {
    const agents = serving.get(id) ?? []
    const known = before.get(id)
    if (known && was.queues.get(id) === seen && diff(known.agents, agents) === undefined) return [id, known] as const
    same = false
    return [id, { ...seen, agents }] as const
  })
  return same ? before : new Map(after)
}

export function createLiveStore(parts: StoreParts): LiveStore {
  let told = nothing()
  let data = empty()
  /** a frame came late by the way it took; a pong tells how long that was */
  let measured = false
  let scheduled = false
  const listeners = new Set<() => void>()
  const noticeListeners = new Set<(notice: Notice) => void>()
  const wordListeners = new Set<(word: Word) => void>()

  const tell = (): void => {
    if (scheduled) return
    scheduled = true
    parts.soon(() => {
      scheduled = false
      for (const listener of listeners) listener()
    })
  }

  return {
    data: () => data,
    apply(frame) {
      if (frame.type === 'pong') {
        measured = true
        data = { ...data, skewMs: frame.serverAt - (frame.at + parts.now()) / 2 }
        tell()
        return
      }
      if (frame.type === 'word') {
        for (const listener of wordListeners) listener(frame)
        return
      }
      if (frame.type === 'notice') {
        for (const listener of noticeListeners) listener(frame)
        return
      }
      const before = told
      told = toldBy(frame.type === 'snapshot' ? nothing() : told, frame)
      data = {
        agents: agentViews(data.agents, before.agents, told.agents),
        queues: queueViews(data.queues, before, told),
        calls: told.calls,
        // an answer of the desk may be newer; a snapshot without `me` says only that the agent has no live view now
        me: told.me === before.me ? data.me : told.me,
        skewMs: measured ? data.skewMs : frame.at - parts.now(),
        at: frame.at,
        seq: frame.seq,
      }
      tell()
    },
    asking() {
      const known = told.me
      return (me) => {
        if (told.me !== known) return
        data = { ...data, me }
        tell()
      }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onWord(listener) {
      wordListeners.add(listener)
      return () => wordListeners.delete(listener)
    },
    onNotice(listener) {
      noticeListeners.add(listener)
      return () => noticeListeners.delete(listener)
    },
    clear() {
      told = nothing()
      measured = false
      data = empty()
      tell()
    },
  }
}

// Everything live, folded from the frames of /live: plain maps, told to listeners once per tick.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallView } from '#engine/protocol/call.ts'
import type { LiveToPage } from '#engine/protocol/live.ts'
import type { QueueView } from '#engine/protocol/queue.ts'

export interface LiveData {
  agents: ReadonlyMap<string, AgentView>
  queues: ReadonlyMap<string, QueueView>
  calls: ReadonlyMap<string, CallView>
  me: AgentView | undefined
  /** server time minus our clock, ms */
  skewMs: number
  /** server time of the newest frame */
  at: number
  seq: number
}

export type Notice = Extract<LiveToPage, { type: 'notice' }>

export interface LiveStore {
  data(): LiveData
  apply(frame: LiveToPage): void
  /** an answer of the desk is newer than the last frame */
  setMe(me: AgentView): void
  onChange(listener: () => void): () => void
  onNotice(listener: (notice: Notice) => void): () => void
  clear(): void
}

export interface StoreParts {
  now: () => number
  /** runs once, soon; a timer, not an animation frame, so that hidden tabs go on */
  soon: (run: () => void) => void
}

const empty = (): LiveData => ({
  agents: new Map(),
  queues: new Map(),
  calls: new Map(),
  me: undefined,
  skewMs: 0,
  at: 0,
  seq: 0,
})

function changed<View>(
  before: ReadonlyMap<string, View>,
  views: View[],
  gone: string[],
  id: (v: View) => string,
): ReadonlyMap<string, View> {
  if (views.length === 0 && !gone.some((one) => before.has(one))) return before
  const after = new Map(before)
  for (const view of views) after.set(id(view), view)
  for (const one of gone) after.delete(one)
  return after
}

export function createLiveStore(parts: StoreParts): LiveStore {
  let data = empty()
  let scheduled = false
  const listeners = new Set<() => void>()
  const noticeListeners = new Set<(notice: Notice) => void>()

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
      if (frame.type === 'pong') return
      if (frame.type === 'notice') {
        for (const listener of noticeListeners) listener(frame)
        return
      }
      const fresh = frame.type === 'snapshot'
      const gone = fresh ? [] : frame.gone
      const base = fresh ? empty() : data
      data = {
        agents: changed(base.agents, frame.agents, gone, (v) => v.agentId),
        queues: changed(base.queues, frame.queues, gone, (v) => v.queueId),
        calls: changed(base.calls, frame.calls, gone, (v) => v.callId),
        // a snapshot without `me` says only that the agent has no live view now
        me: frame.me ?? base.me,
        skewMs: frame.at - parts.now(),
        at: frame.at,
        seq: frame.seq,
      }
      tell()
    },
    setMe(me) {
      data = { ...data, me }
      tell()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onNotice(listener) {
      noticeListeners.add(listener)
      return () => noticeListeners.delete(listener)
    },
    clear() {
      data = empty()
      tell()
    },
  }
}

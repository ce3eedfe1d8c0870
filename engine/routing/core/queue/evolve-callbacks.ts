// What becomes of those who are to be called back, in the state.
import type { Changes } from '#engine/routing/core/machine/evolve.ts'
import { changeWaiting, insertWaiting, removeWaiting } from './order.ts'
import type { QueueFact, QueueState, RunningQueue, Waiting } from './state.ts'

type FactOf<Type extends QueueFact['type']> = Extract<QueueFact, { type: Type }>

const running =
  <Fact>(change: (state: RunningQueue, fact: Fact) => RunningQueue) =>
  (state: QueueState, fact: Fact): QueueState =>
    state.mode === 'unknown' ? state : change(state, fact)

const withOne = (state: RunningQueue, callId: string, change: (one: Waiting) => Waiting): RunningQueue => ({
  ...state,
  waiting: changeWaiting(state.waiting, callId, change),
})

const without = (state: RunningQueue, callId: string): RunningQueue => ({
  ...state,
  waiting: removeWaiting(state.waiting, callId),
})

/** It stands where the call stood that it replaces, with the rights that had. */
function asked(state: RunningQueue, { call, replaces }: FactOf<'callback-asked'>): RunningQueue {
  const old = state.waiting.find((one) => one.call.callId === replaces)
  const { n, missed, missedBy } = old ?? { n: state.arrivals, missed: 0, missedBy: [] }
  const relaxed = old?.relaxed === undefined ? {} : { relaxed: old.relaxed }
  const waiting = insertWaiting(state.waiting, { call, n, missed, missedBy, ...relaxed }, state.config)
  return { ...state, waiting, arrivals: state.arrivals + (old ? 0 : 1) }
}

/** The next call to him is another call, at the same place. */
function failed(state: RunningQueue, { callId, nextCallId, notBefore }: FactOf<'callback-failed'>): RunningQueue {
  return withOne(state, callId, ({ calling: _, ...one }) => {
    const { callback } = one.call
    const tried = callback ? { callback: { ...callback, tries: callback.tries + 1 } } : {}
    return { ...one, notBefore, call: { ...one.call, callId: nextCallId, ...tried } }
  })
}

export const callbackChanges = {
  'callback-asked': running(asked),
  'callback-tried': running((state, { callId, agentId, until }) =>
    withOne(state, callId, (one) => ({ ...one, calling: { agentId, until } })),
  ),
  'callback-reached': running((state, { callId }) => ({
    ...without(state, callId),
    today: { ...state.today, calledBack: (state.today.calledBack ?? 0) + 1 },
  })),
  'callback-failed': running(failed),
  'callback-held': running((state, { callId, until }) =>
    withOne(state, callId, (one) => ({ ...one, notBefore: until })),
  ),
  'callback-over': running((state, { callId }) => without(state, callId)),
} satisfies Changes<QueueState, QueueFact>

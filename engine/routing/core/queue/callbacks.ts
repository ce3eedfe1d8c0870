// Callers who do not wait on the line: they stand where they stood, an agent is found as for anybody, and when it has answered
// the customer is called. One who is not reached keeps his place and is called again later.
import type { QueueConfig } from '#engine/protocol/company.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { type Effect, idFrom } from '#engine/protocol/machine.ts'
import type { CallbackAsked, QueueCommand, WaitingCall } from '#engine/protocol/queue.ts'
import { decided, nothing } from '#engine/routing/core/machine/decided.ts'
import { findCall, type QueueFact, type RunningQueue, type Waiting } from './state.ts'
import { type QueueMade, withdraw } from './telling.ts'

type Command<Type extends QueueCommand['type']> = Extract<QueueCommand, { type: Type }>
type CallbackWaiting = Waiting & { call: WaitingCall & { callback: CallbackAsked } }

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** So long an agent who has answered and the call it makes may be silent: a look-up, a minute of ringing, and some. */
export const CALLING_MS = 90_000
/** After a day he has found another way. */
export const KEPT_MS = DAY_MS
const USUAL_TRIES = 3
const USUAL_RETRY_MS = 600_000

export const isCallback = (one: Waiting): one is CallbackWaiting => one.call.callback !== undefined

/** The number at which a caller wants to be called takes the place of his call. Asked twice, the earlier place stays. */
export function instead(state: RunningQueue, { call }: Waiting, number: string, given: Given): QueueFact[] {
  if (sameNumber(state, number)) return []
  const callback = { number, askedAt: given.at, by: 'caller' as const, tries: 0 }
  const asked = { ...call, callId: `cb-${idFrom(given.seed, 0)}`, callback, card: { ...call.card, number } }
  return [{ type: 'callback-asked', callId: asked.callId, replaces: call.callId, call: asked }]
}

export function ask(state: RunningQueue, { call }: Command<'ask-callback'>, given: Given): QueueMade {
  const known = findCall(state, call.callId) ?? sameNumber(state, call.callback.number)
  if (known) return decided<QueueFact>([], [], { callId: known.call.callId, merged: true })
  const joining = { ...call, joinedAt: Math.min(call.joinedAt, given.at) }
  const fact: QueueFact = { type: 'callback-asked', callId: call.callId, call: joining }
  return decided([fact], [], { callId: call.callId, merged: false })
}

const sameNumber = (state: RunningQueue, number: string): CallbackWaiting | undefined =>
  state.waiting.filter(isCallback).find(({ call }) => call.callback.number === number)

export function cancel(state: RunningQueue, { callId }: Command<'cancel-callback'>): QueueMade {
  const one = findCall(state, callId)
  if (!one || !isCallback(one)) return nothing()
  const { facts, effects } = over(one, 'cancelled')
  return decided(facts, effects)
}

type Why = Extract<QueueFact, { type: 'callback-over' }>['reason']

/** It is over; an agent who rings for it stops. One who is on the line finishes its call. */
function over({ call: { callId }, offer }: CallbackWaiting, reason: Why): { facts: QueueFact[]; effects: Effect[] } {
  const fact: QueueFact = { type: 'callback-over', callId, reason }
  if (!offer) return { facts: [fact], effects: [] }
  const { offerId, agentId } = offer
  const ended: QueueFact = { type: 'offer-ended', offerId, callId, agentId, result: 'withdrawn' }
  return { facts: [ended, fact], effects: [withdraw(offer, reason)] }
}

/** He called by himself: his call takes the place that is kept for him. */
export function calledAgain(
  state: RunningQueue,
  call: WaitingCall,
): { call: WaitingCall; facts: QueueFact[]; effects: Effect[] } {
  const one = sameNumber(state, call.card.number)
  if (!one || one.calling || one.offer) return { call, facts: [], effects: [] }
  return { call: { ...call, placeAt: one.call.placeAt ?? one.call.joinedAt }, ...over(one, 'called-again') }
}

/** He talks with the agent; or what was to call him is gone. */
export function told(state: RunningQueue, one: CallbackWaiting, command: Command<'leave'>, given: Given): QueueMade {
  const { callId, joinedAt } = one.call
  if (command.reason !== 'answered')
    return decided<QueueFact>(one.calling ? [failed(state, one, command.reason, given)] : [])
  const agentId = command.agentId ?? one.calling?.agentId ?? ''
  return decided<QueueFact>([{ type: 'callback-reached', callId, agentId, waitedMs: Math.max(0, given.at - joinedAt) }])
}

export function notReached(state: RunningQueue, command: Command<'callback-failed'>, given: Given): QueueMade {
  const one = findCall(state, command.callId)
  return one?.calling && isCallback(one) ? decided([failed(state, one, command.reason, given)]) : nothing()
}

function failed({ config }: RunningQueue, one: CallbackWaiting, reason: string, { at }: Given): QueueFact {
  const { callId, callback } = one.call
  const { callbackTries = USUAL_TRIES, callbackRetryMs = USUAL_RETRY_MS } = config
  const tries = callback.tries + 1
  if (tries >= callbackTries) return { type: 'callback-over', callId, reason: 'not-reached' }
  const nextCallId = `${callId.replace(/_\d+$/, '')}_${tries + 1}`
  return { type: 'callback-failed', callId, reason, nextCallId, notBefore: at + callbackRetryMs }
}

/** The agent answered, and nothing was heard since. */
export const dueCallbacks = (state: RunningQueue, given: Given): QueueFact[] =>
  state.waiting.flatMap((one) =>
    isCallback(one) && one.calling && one.calling.until <= given.at ? [failed(state, one, 'no-word', given)] : [],
  )

/** When customers may be called, from this moment on: the moment itself within the hours. */
export function callableFrom({ callbackFrom = '', callbackTo = '' }: QueueConfig, zoneMs: number, at: number): number {
  const from = minuteOf(callbackFrom)
  const to = minuteOf(callbackTo)
  if (from === undefined || to === undefined || from === to) return at
  const midnight = Math.floor((at + zoneMs) / DAY_MS) * DAY_MS - zoneMs
  const minute = (at - midnight) / MINUTE_MS
  const within = from < to ? from <= minute && minute < to : minute >= from || minute < to
  if (within) return at
  return midnight + from * MINUTE_MS + (minute >= from ? DAY_MS : 0)
}

function minuteOf(time: string): number | undefined {
  const parts = /^(\d{2}):(\d{2})$/.exec(time)
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined
}

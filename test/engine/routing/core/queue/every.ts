// Every stand of a queue and every command it can be told, for the table of cells.
import type { QueueCommand } from '#engine/protocol/queue.ts'
import { queueMachine } from '#engine/routing/core/queue/machine.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'
import { given } from '../../../../kit/machine.ts'
import { queueConfig, waitingCall } from '../samples.ts'
import { AWAY, changed, join, OUT, queues, T } from './stands.ts'

export const queueMachineOfAll = queueMachine(await loadStrategies())
const { queue } = await queues()

/** soon after everything that the stands did */
export const LATER = T + 4000

const TWO = { a1: {}, a2: {} }
const RARE = { maxWaitMs: 60_000, nobodyWaitMs: 15_000, announcePosition: true, announceEveryMs: 10_000 }
const configure = (more: Parameters<typeof queueConfig>[0] = {}, agentIds = ['a1', 'a2']): QueueCommand => ({
  type: 'configure',
  config: queueConfig(more),
  agentIds,
})
/** The id of the offer that stands, whatever the queue calls it. */
const offer = (stand: Stand) => {
  const { state } = stand
  const open = state.mode === 'unknown' ? undefined : state.waiting.find((one) => one.offer)?.offer
  return { offerId: open?.offerId ?? 'none', agentId: open?.agentId ?? 'a1' }
}
type Stand = ReturnType<typeof queue>

const waiting = () =>
  queue({ a1: AWAY, a2: AWAY }, RARE)
    .does(join('c1'), T)
    .does(join('c2', { vip: true }), T + 100)
const offered = () => queue(TWO, RARE).does(join('c1'), T)
const accepted = () => {
  const stand = offered()
  return stand.does({ type: 'offer-accepted', ...offer(stand) }, T + 200)
}
const missedOnce = () => {
  const stand = accepted()
  const away = stand.does(changed('a2', AWAY), T + 300)
  return away.does({ type: 'offer-missed', ...offer(stand), reason: 'no-answer' }, T + 3000)
}

/** c1 hung up to be called instead of c2 */
const called = () =>
  waiting().does({ type: 'leave', callId: 'c1', reason: 'callback', callback: '13800000001' }, T + 200, 'x')
const callingBack = () => {
  const stand = offered()
  const away = stand.does(changed('a2', AWAY), T + 100)
  const back = away.does({ type: 'leave', callId: 'c1', reason: 'callback', callback: '13800000001' }, T + 200, 'x')
  const ready = back.does(changed('a1'), T + 300)
  return ready.does({ type: 'offer-answered', ...offer(ready) }, T + 400).does(changed('a1', AWAY), T + 400)
}
const CALLED = 'cb-x-0'

export const STANDS: Record<string, () => Stand> = {
  unknown: () => given(queueMachineOfAll, 'q1'),
  'without callers': () => queue(TWO, RARE),
  'without anybody signed in': () => queue({ a1: OUT, a2: OUT }, RARE).does(join('c1'), T),
  'whose agents are away': waiting,
  'that plays its sound first': () => queue(TWO, { ...RARE, musicFirstMs: 8000 }).does(join('c1'), T),
  'that has offered': offered,
  'for which an agent rings': accepted,
  'whose call was missed': missedOnce,
  'that will call back': called,
  'whose agent calls back': callingBack,
  full: () => queue({ a1: AWAY }, { ...RARE, maxWaiting: 1 }).does(join('c1'), T),
  closed: () => waiting().does(configure({ ...RARE, enabled: false }), T + 500),
}

export const COMMANDS: Record<string, (stand: Stand) => QueueCommand> = {
  'agent-changed, ready': () => changed('a1'),
  'agent-changed, away': () => changed('a1', AWAY),
  'agent-changed, a stranger': () => changed('a9'),
  'configure as it is': () => configure(RARE),
  'configure, closed': () => configure({ ...RARE, enabled: false }),
  'configure, one agent less': () => configure(RARE, ['a2']),
  join: () => join('c9', { joinedAt: LATER }),
  'join, vip': () => join('c9', { joinedAt: LATER, vip: true }),
  'join, again': () => join('c1'),
  'leave, abandoned': () => ({ type: 'leave', callId: 'c1', reason: 'abandoned' }),
  'leave, answered': () => ({ type: 'leave', callId: 'c1', reason: 'answered', agentId: 'a1' }),
  'leave, transferred': () => ({ type: 'leave', callId: 'c1', reason: 'transferred' }),
  'leave, voicemail': () => ({ type: 'leave', callId: 'c1', reason: 'voicemail' }),
  'leave, a stranger': () => ({ type: 'leave', callId: 'c9', reason: 'abandoned' }),
  'leave, to be called back': () => ({ type: 'leave', callId: 'c1', reason: 'callback', callback: '13800000001' }),
  'leave, reached': () => ({ type: 'leave', callId: CALLED, reason: 'answered', agentId: 'a1' }),
  'leave, gone': () => ({ type: 'leave', callId: CALLED, reason: 'call-ended' }),
  'ask-callback': () => {
    const call = waitingCall('cb-9', { joinedAt: LATER })
    return { type: 'ask-callback', call: { ...call, callback: { number: '139', askedAt: LATER, by: 'web', tries: 0 } } }
  },
  'ask-callback, again': () => {
    const call = waitingCall('cb-8', { joinedAt: LATER })
    const callback = { number: '13800000001', askedAt: LATER, by: 'web' as const, tries: 0 }
    return { type: 'ask-callback', call: { ...call, callback } }
  },
  'ask-state': () => ({ type: 'ask-state', callId: 'c9', requestId: 'r1' }),
  'callback-failed': () => ({ type: 'callback-failed', callId: CALLED, reason: 'busy' }),
  'cancel-callback': () => ({ type: 'cancel-callback', callId: CALLED }),
  'offer-accepted': (stand) => ({ type: 'offer-accepted', ...offer(stand) }),
  'offer-accepted, another': () => ({ type: 'offer-accepted', offerId: 'o0', agentId: 'a1' }),
  'offer-answered': (stand) => ({ type: 'offer-answered', ...offer(stand) }),
  'offer-answered, another': () => ({ type: 'offer-answered', offerId: 'o0', agentId: 'a1' }),
  'offer-missed': (stand) => ({ type: 'offer-missed', ...offer(stand), reason: 'no-answer' }),
  'offer-missed, another': () => ({ type: 'offer-missed', offerId: 'o0', agentId: 'a1', reason: 'no-answer' }),
  'offer-refused': (stand) => ({ type: 'offer-refused', ...offer(stand), reason: 'busy' }),
  'offer-refused, another': () => ({ type: 'offer-refused', offerId: 'o0', agentId: 'a1', reason: 'busy' }),
  'reconcile, nobody': () => ({ type: 'reconcile', callIds: [] }),
  'reconcile, a lost caller': () => ({ type: 'reconcile', callIds: ['c7'] }),
  'reconcile, a lost ring': () => ({
    type: 'reconcile',
    callIds: ['c1'],
    rings: [{ offerId: 'q1-7', callId: 'c1', agentId: 'a2' }],
  }),
  wake: () => ({ type: 'wake' }),
}

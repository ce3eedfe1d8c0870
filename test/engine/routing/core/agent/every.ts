// Every stand an agent can be in and every command it can be told, for the table of cells.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { agentConfig, card, offerOf } from '../samples.ts'
import * as stands from './stands.ts'

const { T, news } = stands
type Stand = ReturnType<typeof stands.ready>

/** after everything that the stands did; the wrap-up goes on */
export const LATER = T + 70_000

export const STANDS: Record<string, () => Stand> = {
  'signed out': () => stands.signedOut(),
  'on break': () => stands.onBreak(),
  'without phone': stands.monitoring,
  ready: () => stands.ready(),
  ringing: () => stands.ringing(),
  'ringing directly': stands.ringingDirect,
  'own leg dialled': stands.dialling,
  'own leg up': stands.outbound,
  'talk begins': () => stands.joining(),
  talking: () => stands.talking(),
  'on hold': () => stands.talking().does({ type: 'call-held', callId: 'c1', held: true }, T + 6000),
  'wrapping up': stands.wrappingUp,
}

/** The call and the leg of most stands; those of an own dial have names of their own. */
const leg = { callId: 'c1', legId: 'ring-0' }
const ownLeg = { callId: 'dial-0', legId: 'dial-1' }
const told = (body: MediaNews): AgentCommand => news(body)

export const COMMANDS: Record<string, AgentCommand> = {
  'act-failed': { type: 'act-failed', callId: 'c1', act: 'transfer', reason: 'busy', number: '1002' },
  'adopt-leg': { type: 'adopt-leg', callId: 'c9', legId: 'l9', node: 'm3', toNumber: '139' },
  'after-call': { type: 'after-call', after: { mode: 'ready' } },
  'call-connected': { type: 'call-connected', callId: 'c1', at: LATER },
  'call-connected, own dial': { type: 'call-connected', callId: 'dial-0', at: LATER },
  'call-held': { type: 'call-held', callId: 'c1', held: true },
  'call-held, no more': { type: 'call-held', callId: 'c1', held: false },
  'by-phone, ready': { type: 'by-phone', callId: 'c7', legId: 'l7', user: '8001', act: 'ready' },
  'by-phone, sign-in': { type: 'by-phone', callId: 'c7', legId: 'l7', user: '8001', act: 'sign-in' },
  flag: { type: 'flag' },
  'line-told': { type: 'line-told', line: { loss: 0.08, jitterMs: 4 } },
  'call-over': { type: 'call-over', callId: 'c1', cause: 'normal' },
  'call-over, own dial': { type: 'call-over', callId: 'dial-0', cause: 'busy' },
  'call-over, another': { type: 'call-over', callId: 'c8', cause: 'normal' },
  'configure as it is': { type: 'configure', config: agentConfig() },
  'configure, another queue': { type: 'configure', config: agentConfig({ queueIds: ['q2'] }) },
  'configure, disabled': { type: 'configure', config: agentConfig({ enabled: false }) },
  decline: { type: 'decline' },
  dial: { type: 'dial', number: '139', node: 'm2' },
  'dial without a media node': { type: 'dial', number: '139', node: '' },
  dispose: { type: 'dispose', callId: 'c1', dispositionId: 'd1', note: '' },
  'digit-pressed': told({ type: 'digit-pressed', ...leg, digit: '5' }),
  'end-wrap-up': { type: 'end-wrap-up' },
  'use-skills, as they are': { type: 'use-skills', skillIds: ['s1'] },
  'hang-up': { type: 'hang-up' },
  hold: { type: 'hold' },
  'leg-answered': told({ type: 'leg-answered', ...leg }),
  'leg-answered, own dial': told({ type: 'leg-answered', ...ownLeg }),
  'play-ended': told({ type: 'play-ended', ...leg, playId: 'p1', reason: 'finished' }),
  'leg-ended': told({ type: 'leg-ended', ...leg, by: 'peer', cause: 'normal' }),
  'leg-ended, own dial': told({ type: 'leg-ended', ...ownLeg, by: 'peer', cause: 'normal' }),
  'leg-ended by a fault': told({ type: 'leg-ended', ...leg, by: 'fault', cause: 'fault' }),
  'leg-ended, another': told({ type: 'leg-ended', callId: 'c8', legId: 'l8', by: 'peer', cause: 'normal' }),
  'leg-failed': told({ type: 'leg-failed', ...leg, cause: 'busy', sipStatus: 486 }),
  'leg-failed, own dial': told({ type: 'leg-failed', ...ownLeg, cause: 'not-registered', sipStatus: 404 }),
  'leg-ringing': told({ type: 'leg-ringing', ...leg }),
  'looked-up': {
    type: 'looked-up',
    requestId: 'dial-2',
    answer: { type: 'dialled', found: false, reason: 'no-trunk' } as never,
  },
  'more-time': { type: 'more-time' },
  offer: { type: 'offer', offer: offerOf({ offerId: 'o2', callId: 'c2' }) },
  'order-failed': told({ type: 'order-failed', ...leg, order: 'dial', detail: '' }),
  'order-failed, own dial': told({ type: 'order-failed', ...ownLeg, order: 'dial', detail: '' }),
  'pick-up': { type: 'pick-up', by: 'a2' },
  'phone-heard, lost': { type: 'phone-heard', user: 'agent.1001', reachable: false },
  'phone-heard, there': { type: 'phone-heard', user: 'agent.1001', reachable: true },
  'phone-held': told({ type: 'phone-held', ...leg, held: true }),
  'phone-held, no more': told({ type: 'phone-held', ...leg, held: false }),
  ready: { type: 'ready' },
  reattach: { type: 'reattach' },
  record: { type: 'record', act: 'pause' },
  'recording-changed': { type: 'recording-changed', callId: 'c1', recording: 'paused' },
  'reconcile, nothing is up': { type: 'reconcile', legIds: [], legs: [] },
  'reconcile, the leg is up': {
    type: 'reconcile',
    legIds: ['ring-0'],
    legs: [{ ...leg, node: 'm1', state: 'up' }],
  },
  'refresh-standing': { type: 'refresh-standing', queueId: 'q7' },
  resume: { type: 'resume' },
  consult: { type: 'consult', target: { type: 'agent', agentId: 'a2' } },
  invite: { type: 'invite', target: { type: 'agent', agentId: 'a2' } },
  swap: { type: 'swap' },
  merge: { type: 'merge' },
  'take-back': { type: 'take-back' },
  'hand-over': { type: 'hand-over' },
  drop: { type: 'drop', legId: 'l9' },
  verify: { type: 'verify', flowId: 'f9' },
  'check-told': { type: 'check-told', callId: 'c1', check: { flow: 'PIN', state: 'running', text: '' } },
  'talk-told': { type: 'talk-told', callId: 'c1', parties: [] },
  'may-ring': { type: 'may-ring', requestId: 'r2', callId: 'c2' },
  'ring-direct': { ...stands.direct, requestId: 'r2', callId: 'c2', caller: card() },
  'send-digits': { type: 'send-digits', digits: '12' },
  'sign-in elsewhere': { type: 'sign-in', phone: { type: 'extension', user: '8001' }, session: 'another' },
  'sign-out': { type: 'sign-out', by: 'agent' },
  'sign-out by a supervisor': { type: 'sign-out', by: 'supervisor' },
  'take-break': { type: 'take-break', reason: 'meal' },
  transfer: { type: 'transfer', target: { type: 'agent', agentId: 'a2' } },
  'transfer-asked': told({ type: 'transfer-asked', ...leg, target: '<sip:1002@host>' }),
  wake: { type: 'wake' },
  'withdraw-direct': { type: 'withdraw-direct', requestId: 'r1', reason: 'gone' },
  'withdraw-offer': { type: 'withdraw-offer', offerId: 'o1', reason: 'abandoned' },
  bar: { type: 'bar', on: true },
  'bar, let go': { type: 'bar', on: false },
  told: { type: 'told', by: '王', act: 'break', note: '开会' },
  watch: { type: 'watch', callId: 'c1', node: 'm1', as: 'listener', number: '1002', name: '' },
  'watch-told': { type: 'watch-told', callId: 'c1', as: 'listener' },
  'wrap-up': { type: 'wrap-up' },
}

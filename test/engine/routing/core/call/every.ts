// Every stand of a call and every command it can be told, for the table of cells.
import type { CallCommand } from '#engine/protocol/call.ts'
import type { LegTruth, MediaNews } from '#engine/protocol/media.ts'
import { waitingCall } from '../samples.ts'
import * as checks from './checks.ts'
import * as company from './company.ts'
import { parked } from './parks.ts'
import { asks, consulting, press, threeWay } from './talks.ts'

const { news, notice, waitId } = company
type Stand = company.Stand

/** long after everything that the stands did */
export const LATER = 30_000

const toColleague = (): Stand =>
  company.talking().does({ type: 'transfer', agentId: 'a1', target: { type: 'agent', agentId: 'a2' } }, 19_900)
const passed = (): Stand => company.mayRing(toColleague(), 20_000)

const callBack: CallCommand = {
  ...{ type: 'call-back', queueId: 'q1', record: true },
  call: { ...waitingCall('c1'), callback: { number: '13800000001', askedAt: 500, by: 'caller', tries: 0 } },
}

export const STANDS: Record<string, () => Stand> = {
  new: company.fresh,
  'that is to call back': () => company.fresh().does(callBack, 1000),
  arriving: () => company.fresh().does(company.arrived(), 1000),
  'whose flow is fetched': () =>
    company
      .inQueue()
      .does(
        notice({ type: 'queue-left', queueId: 'q1', reason: 'nobody', wayOut: { type: 'flow', flowId: 'f2' } }),
        20_000,
      ),
  'in a menu': company.atMenu,
  'that joins a queue': company.joining,
  'in a queue': () => company.inQueue(),
  'for which an agent rings': company.reserved,
  'that looks for its target': () => {
    const rings = passed()
    const gone = { type: 'agent-missed', agentId: 'a2', reason: 'busy', forward: '139' } as const
    return rings.does({ ...gone, requestId: waitId(rings) }, 20_000)
  },
  'that asks a colleague’s desk': toColleague,
  'that rings a colleague': passed,
  'that rings outside': company.ringingOut,
  'that says the agent number': () => company.inQueue({ sayAgentNumber: true }).does(company.joined(), 8000),
  'in a talk': company.talking,
  'in a talk outside': company.talkingOut,
  'on hold': company.held,
  'that consults': consulting,
  'of three': threeWay,
  'whose check is asked for': checks.asked,
  'in a check': checks.keying,
  'that leaves a message': company.recordingMail,
  'at a phone’s code': () => company.atCode(),
  'that is parked': parked,
  'told goodbye': () =>
    company
      .inQueue()
      .does(
        notice({ type: 'queue-left', queueId: 'q1', reason: 'nobody', wayOut: { type: 'hang-up', promptId: 'bye' } }),
        20_000,
      ),
  'that ended': () => company.talking().does(company.ended('L1'), 20_000),
}

const both = { callId: 'c1', legId: 'L1' }
const said = (body: MediaNews) => () => news(body)
const queue = (body: Parameters<typeof notice>[0]) => () => notice(body)
const agent = (type: 'hold' | 'resume', agentId: string) => (): CallCommand => ({ type, agentId })
const up: LegTruth[] = []

/** Whoever is in the call besides the one it is for. */
const otherLeg = ({ state }: Stand): string =>
  ('journey' in state ? state.journey.parties[1]?.legId : undefined) ?? 'none'

export const COMMANDS: Record<string, (stand: Stand) => CallCommand> = {
  'agent-joined': () => company.joined(),
  'agent-joined, by request': (stand) => company.joined('a2', { requestId: waitId(stand) }),
  'agent-left': () => ({ type: 'agent-left', agentId: 'a1', legId: 'leg-a1', by: 'agent' }),
  'agent-left by a fault': () => ({ type: 'agent-left', agentId: 'a1', legId: 'leg-a1', by: 'system' }),
  'agent-left, another': () => ({ type: 'agent-left', agentId: 'a9', legId: 'leg-a9', by: 'agent' }),
  'agent-lost': queue({ type: 'agent-lost', queueId: 'q1', offerId: 'o1', agentId: 'a1' }),
  'agent-missed': (stand) => ({ type: 'agent-missed', agentId: 'a2', requestId: waitId(stand), reason: 'busy' }),
  'agent-missed, another': () => ({ type: 'agent-missed', agentId: 'a2', requestId: 'r0', reason: 'busy' }),
  'may-ring-told': (stand) => ({ type: 'may-ring-told', agentId: 'a2', requestId: waitId(stand) }),
  'may-ring-told, busy': (stand) => ({
    ...{ type: 'may-ring-told', agentId: 'a2', requestId: waitId(stand), reason: 'busy' },
  }),
  'agent-moved': () => ({ type: 'agent-moved', agentId: 'a1', fromLegId: 'leg-a1', toLegId: 'leg-b1' }),
  'agent-moved, another': () => ({ type: 'agent-moved', agentId: 'a9', fromLegId: 'leg-a9', toLegId: 'leg-b9' }),
  'agent-reserved': queue({ type: 'agent-reserved', queueId: 'q1', offerId: 'o2', agentId: 'a2' }),
  'agent-reserved, elsewhere': queue({ type: 'agent-reserved', queueId: 'q9', offerId: 'o2', agentId: 'a2' }),
  announce: queue({ type: 'announce', queueId: 'q1', position: 2, offerVoicemail: true }),
  'announce, elsewhere': queue({ type: 'announce', queueId: 'q9', position: 2, offerVoicemail: true }),
  asked: queue({ type: 'asked', queueId: 'q1' }),
  'asked, elsewhere': queue({ type: 'asked', queueId: 'q9' }),
  'call-back': () => callBack,
  'begin-outbound': () => ({
    ...{ type: 'begin-outbound', agentId: 'a1', agentNumber: '1001', legId: 'A1', node: 'm1' },
    ...{ number: '139', user: 'agent.1001' },
  }),
  'outbound-failed': () => ({
    ...{ type: 'outbound-failed', agentId: 'a1', agentNumber: '1001', legId: 'A1', node: 'm1' },
    ...{ number: '139', reason: 'no-trunk' },
  }),
  'call-arrived': () => company.arrived(),
  'digit-pressed': said({ type: 'digit-pressed', ...both, digit: '5' }),
  'digits-collected': (stand) => company.keyed(waitId(stand), '2'),
  'digits-collected, wrong': (stand) => company.keyed(waitId(stand), '9'),
  'digits-collected, none': (stand) => company.keyed(waitId(stand), ''),
  'digits-collected, late': () => company.keyed('another', '1'),
  consult: () => asks('consult', { type: 'outside', number: '139' }),
  invite: () => asks('invite', { type: 'agent', agentId: 'a3' }),
  swap: () => press('swap'),
  merge: () => press('merge'),
  'take-back': () => press('take-back'),
  'hand-over': () => press('hand-over'),
  'move-to-call': () => ({ type: 'move-to-call', agentId: 'a1', toCallId: 'c2', act: 'merge' }),
  'moved-here': () => ({
    ...{ type: 'moved-here', agentId: 'a1', fromCallId: 'c2', node: 'm1', act: 'merge' },
    party: { legId: 'M1', number: '139' },
  }),
  flag: () => ({ type: 'flag', agentId: 'a1' }),
  'line-told': () => ({ type: 'line-told', agentId: 'a1', line: { loss: 0.08, jitterMs: 4 } }),
  'phone-told': () => ({ type: 'phone-told', agentId: 'a1', mode: 'ready' }),
  drop: () => ({ type: 'drop', agentId: 'a1', legId: 'leg-a2' }),
  verify: () => checks.VERIFY,
  found: () => ({ type: 'found', legs: up }),
  redirect: () => ({ type: 'redirect', number: '02188' }),
  'pick-up': () => ({ type: 'pick-up', user: '8002' }),
  retrieve: () => ({ type: 'retrieve', agentId: 'a2' }),
  watch: () => ({ type: 'watch', agentId: 's1', agentNumber: '9001', legId: 'W1', as: 'listener' }),
  'hang-up by the agent': () => ({ type: 'hang-up', by: 'agent', who: 'a1' }),
  'hang-up by a supervisor': () => ({ type: 'hang-up', by: 'supervisor', who: 's1' }),
  hold: agent('hold', 'a1'),
  'hold by a stranger': agent('hold', 'a9'),
  'leg-answered': (stand) => company.legNews('leg-answered', waitId(stand)),
  'leg-ended of the caller': () => company.ended('L1'),
  'leg-ended of the agent': () => company.ended('A1'),
  'leg-ended of the other': (stand) => company.ended(otherLeg(stand)),
  'leg-ended, another': () => company.ended('another'),
  'leg-failed': (stand) => news({ ...both, type: 'leg-failed', legId: waitId(stand), cause: 'busy', sipStatus: 486 }),
  'leg-failed, another': said({ type: 'leg-failed', ...both, legId: 'another', cause: 'busy', sipStatus: 486 }),
  'leg-ringing': (stand) => company.legNews('leg-ringing', waitId(stand)),
  'looked-up': (stand) => company.told(stand, company.known()),
  'looked-up, nothing': (stand) =>
    company.told(stand, { type: 'dialled', found: false, reason: 'unknown-number' } as never),
  'looked-up, late': () => ({ type: 'looked-up', requestId: 'another', answer: company.known() }),
  'order-failed, play': said({ type: 'order-failed', ...both, order: 'play', detail: '' }),
  'order-failed, collect': said({ type: 'order-failed', ...both, order: 'collect', detail: '' }),
  'order-failed, start-recording': said({ type: 'order-failed', ...both, order: 'start-recording', detail: '' }),
  'order-failed, dial': (stand) =>
    news({ type: 'order-failed', ...both, legId: waitId(stand), order: 'dial', detail: '' }),
  'phone-held': said({ type: 'phone-held', ...both, held: true }),
  'play-ended': (stand) => company.played(waitId(stand)),
  'play-ended, another': () => company.played('another'),
  'queue-left, max-wait': queue({
    ...{ type: 'queue-left', queueId: 'q1', reason: 'max-wait', wayOut: { type: 'voicemail' } },
  }),
  'queue-left, elsewhere': queue({
    ...{ type: 'queue-left', queueId: 'q9', reason: 'nobody', wayOut: { type: 'voicemail' } },
  }),
  'queue-refused, closed': queue({
    ...{ type: 'queue-refused', queueId: 'q1', reason: 'closed', wayOut: { type: 'queue', queueId: 'q2' } },
  }),
  queued: queue({ type: 'queued', queueId: 'q1', position: 4, record: true }),
  'queued, elsewhere': queue({ type: 'queued', queueId: 'q9', position: 4 }),
  'reconcile, all is up': () => ({ type: 'reconcile', legIds: ['L1', 'leg-a1', 'A1'] }),
  'reconcile, nothing is up': () => ({ type: 'reconcile', legIds: [] }),
  'recording-failed': said({ type: 'recording-failed', callId: 'c1', recordingId: 'another', detail: '' }),
  'recording-ready': said({ type: 'recording-ready', callId: 'c1', recordingId: 'another', files: [], durationMs: 9 }),
  record: () => ({ type: 'record', agentId: 'a9', act: 'pause' }),
  resume: agent('resume', 'a1'),
  'resume by a stranger': agent('resume', 'a9'),
  'send-digits': () => ({ type: 'send-digits', agentId: 'a1', digits: '12#' }),
  'send-digits by a stranger': () => ({ type: 'send-digits', agentId: 'a9', digits: '1' }),
  'silence-reached': said({ type: 'silence-reached', ...both, recordingId: 'another' }),
  'transfer to a colleague': () => ({ type: 'transfer', agentId: 'a1', target: { type: 'agent', agentId: 'a2' } }),
  'transfer to a queue': () => ({ type: 'transfer', agentId: 'a1', target: { type: 'queue', queueId: 'q2' } }),
  'transfer outside': () => ({ type: 'transfer', agentId: 'a1', target: { type: 'outside', number: '139' } }),
  'transfer by a stranger': () => ({ type: 'transfer', agentId: 'a9', target: { type: 'queue', queueId: 'q2' } }),
  'transfer-asked': said({ type: 'transfer-asked', ...both, target: '1002' }),
  wake: () => ({ type: 'wake' }),
}

// The call's record: everything a call log row needs, made of the journey at its end.
import type { CallOutcome, CallSummary } from '#engine/protocol/call.ts'
import { spansOf } from './line.ts'
import { lineUsesOf } from './line-uses.ts'
import { watchesOf } from './line-watches.ts'
import type { Ending, Journey, LiveState, Purpose } from './state.ts'

export function summaryOf(journey: Journey, ending: Ending, at: number): CallSummary {
  const { callId, direction, from, to, accessNumber, arrivedAt, answeredAt, talkStartedAt, recordingId, caller } =
    journey
  // a private message is its receiver's to hear, whoever may hear this call's record
  const recording = journey.messageIsPrivate ? undefined : (recordingId ?? journey.message)
  return {
    ...{ callId, direction, from, to, accessNumber, arrivedAt },
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(talkStartedAt === undefined ? {} : { talkStartedAt }),
    endedAt: at,
    queues: journey.queues,
    agents: journey.agents.map((stay) => (stay.to === 0 ? { ...stay, to: at } : stay)),
    ...(journey.placedBy === undefined ? {} : { placedBy: journey.placedBy }),
    ...(journey.missed === undefined ? {} : { missed: journey.missed }),
    ...(journey.lines === undefined ? {} : { lines: journey.lines }),
    ...(journey.flags === undefined ? {} : { flags: journey.flags }),
    line: spansOf(journey.line, at),
    ...lineUsesOf(journey, at),
    ...watchesOf(journey, at),
    ...{ path: journey.path, collected: journey.collected, ...ending },
    ...(recording === undefined ? {} : { recordingId: recording }),
    ...(caller.customerId === undefined ? {} : { customerId: caller.customerId }),
    ...{ region: caller.region, vip: journey.vip },
  }
}

/** To a phone of the house by its own number, from no queue. */
const isDirect = (purpose: Purpose): boolean => purpose.for === 'way-out' && purpose.queueId === ''

/** What became of the call if it ended now, where nobody decided it otherwise. */
export function outcomeNow(state: LiveState): CallOutcome {
  const { journey } = state
  if (journey.talkStartedAt !== undefined) return 'answered'
  if (journey.message !== undefined) return 'voicemail'
  switch (state.mode) {
    case 'queue':
      return state.stay.offer ? 'abandoned-ringing' : 'abandoned-in-queue'
    case 'connecting':
      return 'abandoned-ringing'
    case 'ringing':
    case 'finding':
      return state.purpose.for === 'outbound' || isDirect(state.purpose) ? 'not-answered' : 'overflowed'
    case 'talking':
      return 'overflowed'
    case 'farewell':
      return state.ending.outcome
    case 'code':
      return 'self-served'
    case 'voicemail':
      return journey.queues.length > 0 ? 'abandoned-in-queue' : 'abandoned-in-flow'
    default:
      return journey.direction === 'in' ? 'abandoned-in-flow' : 'not-answered'
  }
}

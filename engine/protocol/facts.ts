// The facts that readers outside the engine core rely on (call records, ClickHouse, bench). Versioned by type name.
// A machine may have more facts of its own; these keep their names and shapes.
import type { AgentMode, PhoneChoice } from './agent.ts'
import type { CallSummary } from './call.ts'
import type { RecordingGap } from './media.ts'
import type { CallbackAsked, Candidate, LeaveReason, RejectedBecause, WaitingCall } from './queue.ts'
import type { WaitTold } from './wait.ts'

export type AgentReportFact =
  | { type: 'signed-in'; phone: PhoneChoice; session: string }
  | { type: 'signed-out'; by: 'agent' | 'supervisor' }
  /** every change of mode, with the time spent in the one before */
  | {
      type: 'mode-changed'
      from: AgentMode
      to: AgentMode
      spentMs: number
      breakReason?: string
      /** the company counts this state as work, not as a break */
      working?: true
      callId?: string
      queueId?: string
      /** when `to` really began, where that was before this fact: a break that lasted past the minimum busy time */
      startedAt?: number
      /** idle time goes on counting from here: the ring was withdrawn */
      idleSince?: number
    }
  | { type: 'ring-started'; callId: string; legId: string; offerId?: string; queueId?: string }
  | { type: 'ring-missed'; callId: string; offerId?: string; queueId?: string; ringMs: number; reason: string }
  | { type: 'talk-started'; callId: string; legId: string; queueId?: string; ringMs: number }
  | { type: 'talk-ended'; callId: string; queueId?: string; talkMs: number; holdMs: number }
  | { type: 'call-disposed'; callId: string; queueId?: string; dispositionId: string; note: string }

export type QueueReportFact =
  | { type: 'call-queued'; callId: string; number: string; vip: boolean; joinedAt: number }
  | {
      type: 'offer-made'
      offerId: string
      callId: string
      agentId: string
      waitedMs: number
      /** the chosen one first, then the best rejected; bounded (engine/routing/core/acd/explain.ts) */
      candidates: Candidate[]
      /** every agent of the queue who was not chosen, counted by reason */
      rejected?: Partial<Record<RejectedBecause, number>>
    }
  | { type: 'offer-ended'; offerId: string; callId: string; agentId: string; result: string }
  /** `promised`: what was reckoned of his wait when he came; absent: nobody was there to be waited for, or before 2026-12 */
  | {
      type: 'call-answered'
      callId: string
      agentId: string
      waitedMs: number
      inTarget: boolean
      promised?: WaitTold
    }
  | { type: 'call-left'; callId: string; reason: LeaveReason; waitedMs: number; lost?: true; promised?: WaitTold }
  /** `replaces`: the call in which it was asked for, whose place it takes */
  | { type: 'callback-asked'; callId: string; replaces?: string; call: WaitingCall & { callback: CallbackAsked } }
  /** an agent is on the line, and the customer is called */
  | { type: 'callback-tried'; callId: string; agentId: string; waitedMs: number; until: number }
  | { type: 'callback-reached'; callId: string; agentId: string; waitedMs: number }
  /** he keeps his place and is called again from then on, by a call of this id */
  | { type: 'callback-failed'; callId: string; reason: string; nextCallId: string; notBefore: number }
  /** outside the hours in which customers are called */
  | { type: 'callback-held'; callId: string; until: number }
  | { type: 'callback-over'; callId: string; reason: 'cancelled' | 'not-reached' | 'expired' | 'called-again' }
  | {
      type: 'call-overflowed'
      callId: string
      reason: 'max-wait' | 'nobody' | 'full' | 'closed'
      waitedMs: number
      wayOut: string
    }

/** What a flow sends to somebody outside the call. */
export interface Letter {
  channel: 'sms' | 'mail'
  to: string
  text: string
  afterMs: number
}

export type CallReportFact =
  | { type: 'call-ended'; summary: CallSummary }
  | {
      type: 'recording-stored'
      recordingId: string
      files: { format: 'wav' | 'mp3'; path: string; bytes: number }[]
      durationMs: number
      gaps?: RecordingGap[]
    }
  | { type: 'recording-lost'; recordingId: string; detail: string }
  /** its files should have come: the media node is away, and makes them when it is back */
  | { type: 'recording-awaited'; recordingId: string }
  /** a flow wants it sent, so long after */
  | ({ type: 'letter-asked' } & Letter)
  /** `agentId`: for this agent alone, left by a colleague (`by`) */
  | { type: 'message-left'; queueId?: string; recordingId: string; agentId?: string; by?: string }

export type ReportFact = AgentReportFact | QueueReportFact | CallReportFact

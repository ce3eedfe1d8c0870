// Facts of the call's own besides the reported ones. A fact carries what it led to, so a fold needs no flow and no node.

import type { CallSummary } from '#engine/protocol/call.ts'
import type { AccessNumber, CallerInfo, Flow } from '#engine/protocol/company.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import type { Origin } from '#engine/protocol/media.ts'
import type { LineQuality } from '#engine/protocol/party.ts'
import type { StayNumber } from '#engine/protocol/queue.ts'
import type { Run } from '#engine/routing/core/ivr/run.ts'
import type { TimeSet } from '#engine/routing/core/machine/time-set.ts'
import type { Asks, Checked, Checking, Park, ToCall, Voicemail } from './asks.ts'
import type { CodeState, Ending, Found, Goal, Joining, Party, Passing, Purpose, Waits } from './state.ts'

export type CallOwnFact =
  | {
      type: 'arrived'
      node: string
      legId: string
      origin: Origin
      from: { number: string; name: string }
      to: string
      /** found by its legs, so long after it arrived */
      found?: Found
      agoMs?: number
    }
  | {
      type: 'outbound-begun'
      agentId: string
      agentNumber: string
      legId: string
      node: string
      number: string
      record: boolean
      /** a customer called back for a queue */
      callback?: ToCall
    }
  /** whom this call will be for */
  | ({ type: 'callback-due'; callback: ToCall } & Waits)
  | ({ type: 'number-asked'; requestId: string } & Waits)
  | ({ type: 'target-asked'; requestId: string; purpose: Purpose; number: string; user?: string } & Waits)
  | ({ type: 'flow-asked'; requestId: string; flowId?: string } & Waits)
  | ({ type: 'check-asked'; check: Checking } & Waits)
  /** the caller is back with its agent; `checked`: absent when the flow never began */
  | { type: 'check-over'; checked?: Checked }
  | { type: 'caller-known'; number: AccessNumber; caller: CallerInfo }
  | { type: 'leg-adopted'; agentId: string }
  | { type: 'direction-known'; direction: 'out' | 'internal' }
  | { type: 'answered' }
  | ({
      type: 'flow-paused'
      /** only when it begins: kept for the whole run */
      flow?: Flow
      run: Run
      passed: CallSummary['path']
      waitFor: 'play' | 'collect' | 'ask'
      waitId: string
    } & Waits)
  | { type: 'flow-left'; run: Run; passed: CallSummary['path'] }
  /** `stay`: as the caller's leg kept it; else it is the next */
  | ({ type: 'queue-joined'; queueId: string; joinedAt: number; words?: string; front?: boolean } & Waits & StayNumber)
  /** the queue said nothing: it is asked again */
  | ({ type: 'queue-asked' } & Waits)
  | ({
      type: 'queue-entered'
      music: string
      record: boolean
      sayAgentNumber: boolean
      whisper?: string
      afterTalk?: string
    } & Waits)
  | { type: 'announcement-started'; playId: string; collectId?: string; asks?: Asks; until: number }
  | { type: 'announcement-ended'; until: number }
  | { type: 'agent-reserved'; offerId: string; agentId: string }
  | { type: 'agent-lost'; offerId: string; agentId: string; rang?: false }
  | { type: 'queue-left'; left: CallSummary['queues'][number]['left'] }
  | ({ type: 'ring-begun'; purpose: Purpose; goal: Goal } & Waits)
  | ({ type: 'pass-asked' } & Passing)
  /** passed on, or not: what stood before goes on */
  | { type: 'pass-settled' }
  /** `sound`: of its own, before it answers */
  | ({ type: 'reach-queued'; purpose: Joining; queueId: string; joinedAt: number } & Waits)
  | { type: 'ring-heard'; sound?: true }
  /** `missedBy`: an agent who let it ring */
  /** the agent's calls go elsewhere; `rang`: it let this one ring first */
  | { type: 'forwarded'; agentId?: string; extension?: string; to: string; rang?: true }
  | { type: 'ring-failed'; reason: string; missedBy?: string }
  /** `numberNext`: these words are for the agent, and its number is said to the caller after them */
  | ({ type: 'agent-announced'; other: Party; ringMs: number; playId: string; numberNext?: boolean } & Waits)
  | { type: 'talk-started'; served: Party; other: Party; ringMs: number }
  /** ended by now, and so long as the media node saw it: its news came late */
  | { type: 'talk-lasted'; ms: number }
  /** `legId`: who waits; in facts of before 2026-12 the other one of two */
  | { type: 'held'; by: string; legId?: string }
  | { type: 'resumed'; heldMs: number; legId?: string }
  | { type: 'party-joined'; party: Party; ringMs: number }
  /** those who stay go on */
  | { type: 'party-left'; legId: string; why: 'transferred' | 'lost' | 'left' | 'dropped' | 'handed-over' | 'moved' }
  /** a supervisor is in the call, which counts for nobody's time */
  | { type: 'watch-begun'; party: Party }
  | { type: 'watch-changed'; legId: string; role: Party['role'] }
  /** by this supervisor, from the agents of these legs */
  | { type: 'taken-over'; party: Party; from: string[] }
  /** whom this party's agent asked in private talks with all */
  | { type: 'all-talk'; by: string }
  /** an agent's talk goes on on another leg */
  | { type: 'party-moved'; fromLegId: string; toLegId: string }
  | { type: 'recording-started'; recordingId: string }
  | { type: 'recording-paused' | 'recording-resumed'; recordingId: string; by: string }
  | { type: 'recording-stopped'; recordingId: string }
  | ({ type: 'parked'; park: Park } & Waits)
  | ({ type: 'voicemail-entered'; mail: Voicemail; playId: string } & Waits)
  | ({ type: 'message-started'; recordingId: string; collectId: string } & Waits)
  | { type: 'flagged'; agentId: string }
  | { type: 'line-told'; agentId: string; line: LineQuality }
  | ({ type: 'code-step' } & Pick<CodeState, 'code' | 'step' | 'waitId' | 'tries' | 'number' | 'until'>)
  | ({ type: 'farewell-started'; playId: string; ending: Ending } & Waits)
  | { type: 'over' }
  | TimeSet

export type CallFact = CallReportFact | CallOwnFact

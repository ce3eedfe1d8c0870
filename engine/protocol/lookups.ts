// Questions an actor asks outside itself; each answer is recorded as an input, so a decision can be replayed.

import type { AtOnce } from './at-once.ts'
import type { AccessNumber, CallerInfo, ChosenState, Flow, Lang, PhoneAct, Trunk } from './company.ts'
import type { GoesOn } from './switch.ts'
import type { TimeGroupState } from './time-groups.ts'
import type { WaitTold } from './wait.ts'

export type Lookup =
  /** the access number, its flow at this hour and what is known of the caller */
  | { type: 'access-number'; to: string; from: string; at: number }
  /**
   * Who a dialled number is: an agent, an extension, a queue, or an outside number with its trunks. `at`: the moment, for
   * routes with hours; `by`: the agent who passes the call on, where no phone dials; `callId`: the call that goes out now, which counts
   * for the limits; `inside`: nobody outside is reached, as for another site of the company.
   */
  | { type: 'dialled'; number: string; user: string; at?: number; by?: string; callId?: string; inside?: true }
  /** a place that is free, as the target of a dialled number */
  | { type: 'free-place' }
  | { type: 'flow'; flowId: string }
  /** `pin`: a token of secret keys (secrets.ts) in every record */
  | { type: 'pin'; agentNumber: string; pin: string }
  /** whether a time group is open now */
  | { type: 'time-group'; timeGroupId: string; at: number }
  /** answered by the queue itself */
  | { type: 'queue-state'; queueId: string }
  | {
      type: 'http'
      method: 'GET' | 'POST'
      url: string
      /** sent as query (GET) or JSON (POST) */
      values: Record<string, string>
    }

export type DialledTarget =
  | { type: 'agent'; agentId: string }
  | { type: 'queue'; queueId: string }
  | InsideTarget
  /** a ring elsewhere that this phone takes */
  | { type: 'pick-up'; callId: string; user: string }
  | { type: 'access-number'; number: string }
  | DialledCode
  /** a message for this agent alone */
  | { type: 'mailbox'; agentId: string }
  | ParkTarget
  | OutsideTarget

/** A place to park at; `callId`: who waits there now, the longest of them. */
export interface ParkTarget {
  type: 'park'
  number: string
  recallMs: number
  callId?: string
}

/** A phone of the house, or several under one number. */
export interface InsideTarget {
  type: 'extension'
  /** the number that was dialled */
  user: string
  /** SIP users that ring, all at once or one after the other; absent: the one of that number */
  phones?: string[]
  inTurn?: true
  ringMs?: number
  /** it answers by itself */
  intercom?: true
  /** do not disturb: it does not ring */
  quiet?: true
  /** numbers that the call goes on to */
  busy?: string
  noAnswer?: string
  /** else a message is taken, for this agent */
  mailboxAgentId?: string
}

/** A line at a carrier, and what the called side sees when it is taken. */
export interface OutsideLine {
  trunk: Pick<Trunk, 'id'> & { learnt?: true; secure?: true; follows?: string[]; channels?: number }
  callerNumber: string
}

/** `written`: as the carrier is to see the number; `others`: trunks tried in turn when a fault of `goesOn` comes back. */
export interface OutsideTarget extends OutsideLine {
  type: 'outside'
  number: string
  written?: string
  routeId?: string
  others?: OutsideLine[]
  goesOn?: GoesOn[]
  /** number of the extension that forwards there, whose call it is to the limits */
  forwardedBy?: string
  /** besides the channels of its trunk */
  atOnce?: AtOnce[]
}

/** What a call goes on to when a leg fails: other trunks or phones in turn; what an extension says of its calls. */
export interface Instead {
  next?: OutsideTarget | InsideTarget
  inside?: InsideTarget
}

/** A phone dialled what an agent without a page does: `agentId` is signed in at it. */
export interface DialledCode {
  type: 'code'
  act: PhoneAct
  user: string
  lang: Lang
  agentId?: string
  states: ChosenState[]
}

export type LookupAnswer =
  | { type: 'access-number'; found: true; number: AccessNumber; flow: Flow; caller: CallerInfo }
  | { type: 'access-number'; found: false }
  | { type: 'dialled'; found: true; target: DialledTarget; agentId?: string }
  /** `agentId`: the agent behind the phone that dialled */
  | {
      type: 'dialled'
      found: false
      reason?:
        | 'unknown-number'
        | 'no-trunk'
        | 'blocked-number'
        | 'over-limit'
        | 'nothing-rings'
        | 'blacklisted'
        | 'no-free-place'
      agentId?: string
    }
  | { type: 'flow'; found: true; flow: Flow }
  | { type: 'flow'; found: false }
  | { type: 'pin'; agentId: string }
  | { type: 'pin'; refused: 'wrong' | 'locked' }
  /** `wait` absent: nobody is there to be waited for */
  | { type: 'queue-state'; waiting: number; wait?: WaitTold }
  | { type: 'time-group'; state: TimeGroupState }
  /** `fields`: top-level strings and numbers of a JSON answer; `text`: the body, first 1,000 characters */
  | { type: 'http'; status: number; fields: Record<string, string>; text: string }
  | { type: 'timeout' }
  /** what was to be sent held a secret (secrets.ts) that nobody knows any more: nothing was asked */
  | { type: 'secret-lost'; token: string }
  | { type: 'fault'; detail: string }

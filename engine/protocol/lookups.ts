// Questions an actor asks outside itself; each answer is recorded as an input, so a decision can be replayed.
import type { AccessNumber, CallerInfo, ChosenState, Flow, Lang, PhoneAct, Trunk } from './company.ts'
import type { WaitTold } from './wait.ts'

export type Lookup =
  /** the access number, its flow at this hour and what is known of the caller */
  | { type: 'access-number'; to: string; from: string; at: number }
  /** who a dialled number is for an agent: an agent, an extension, a queue, or an outside number with its trunk */
  | { type: 'dialled'; number: string; user: string }
  | { type: 'flow'; flowId: string }
  /** `pin`: a token of secret keys (secrets.ts) in every record */
  | { type: 'pin'; agentNumber: string; pin: string }
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
  | { type: 'extension'; user: string }
  | { type: 'access-number'; number: string }
  | DialledCode
  /** a message for this agent alone */
  | { type: 'mailbox'; agentId: string }
  | {
      type: 'outside'
      number: string
      trunk: Pick<Trunk, 'id'> & { learnt?: true; follows?: string[] }
      callerNumber: string
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
  | { type: 'dialled'; found: false; reason?: 'unknown-number' | 'no-trunk' | 'blacklisted'; agentId?: string }
  | { type: 'flow'; found: true; flow: Flow }
  | { type: 'flow'; found: false }
  | { type: 'pin'; agentId: string }
  | { type: 'pin'; refused: 'wrong' | 'locked' }
  /** `wait` absent: nobody is there to be waited for */
  | { type: 'queue-state'; waiting: number; wait?: WaitTold }
  /** `fields`: top-level strings and numbers of a JSON answer; `text`: the body, first 1,000 characters */
  | { type: 'http'; status: number; fields: Record<string, string>; text: string }
  | { type: 'timeout' }
  /** what was to be sent held a secret (secrets.ts) that nobody knows any more: nothing was asked */
  | { type: 'secret-lost'; token: string }
  | { type: 'fault'; detail: string }

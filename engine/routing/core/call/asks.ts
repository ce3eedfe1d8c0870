// What a caller who waits is asked, where he leaves a message or is parked, and whom a queue wants called back.
import type { IdentityCheck } from '#engine/protocol/agent.ts'
import type { WaitingCall } from '#engine/protocol/queue.ts'

/** Words spoken over the music, and what a key means after them. */
export interface Announcing {
  playId: string
  collectId?: string
  asks?: Asks
}

/** `number`: at which the caller is to be called back, or the keys of one */
export type Asks =
  | { type: 'choice'; voicemail: boolean; callback: boolean }
  | { type: 'confirm'; number: string }
  | { type: 'number' }

/** A customer whom a queue wants called as soon as its agent is on the line. */
export interface ToCall {
  queueId: string
  call: WaitingCall
  record: boolean
}

/** Who sent the caller into which flow. `paused`: the recording is, for as long as it lasts. */
export interface Checking {
  requestId: string
  flowId: string
  byAgentId: string
  paused?: true
}

/** What came of it. */
export interface Checked extends IdentityCheck {
  byAgentId: string
}

/** A caller at a place, and who put him there; `recalls`: how often it rang there again in vain. */
export interface Park {
  place: string
  recallMs: number
  byAgentId: string
  recallAt: number
  recalls: number
}

export interface Voicemail {
  queueId?: string
  /** for this agent alone */
  agentId?: string
  /** the colleague who leaves it */
  by?: string
  maxMs: number
  silenceMs: number
}

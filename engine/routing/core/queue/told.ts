// What a queue remembers of its recent service, and what it promised of a wait.
import type { WaitTold } from '#engine/protocol/wait.ts'

export interface Learnt {
  half: number
  most: number
}

export interface Pace {
  /** until here `busyMs` is counted */
  at: number
  /** what agents at work spent, and how many of this queue's calls they took meanwhile; both fade with every call */
  busyMs: number
  answers: number
  /** ms to the talk for who finds an agent free */
  ring: Learnt
  /** what the reckoned wait is multiplied by, so that half and nine in ten are kept */
  line: Learnt
}

/** What a caller was promised when he came. */
export interface Told extends WaitTold {
  /** an agent was free */
  atOnce?: true
}

/** On the fact by which it is known what came of it. */
export const promisedTo = ({ told }: { told?: Told }): { promised?: WaitTold } =>
  told ? { promised: { halfMs: told.halfMs, mostMs: told.mostMs } } : {}

// What the runner and its threads say to each other.
import type { RosterProblem, SolvedDuty } from '#engine/protocol/roster.ts'
import type { Pin } from './duties.ts'

export type Job =
  | { kind: 'search'; file: RosterProblem; pins: Pin[]; budgetMs: number; seed: number }
  | { kind: 'bound'; file: RosterProblem; pins: Pin[]; limitMs: number }
  | {
      kind: 'day'
      file: RosterProblem
      duties: SolvedDuty[]
      day: number
      absent: string[]
      keep: string[]
      budgetMs: number
    }

export interface Given {
  job: Job
  /** one number: 1 asks to stop with the best so far */
  stop: SharedArrayBuffer
}

export type Told =
  | { kind: 'progress'; done: number; cost: number }
  | { kind: 'bound'; bound: number; by: BoundBy }
  | { kind: 'found'; duties: SolvedDuty[]; cost: number; stopped: boolean; changed: string[] }

/** the quick bound comes in a moment and is weak; the linear programme's is strong */
export type BoundBy = 'quick' | 'programme'

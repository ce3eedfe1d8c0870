// A flow played in text: what a caller would hear and where he would get to, without a call.
import type { Flow } from './company.ts'
import type { Sound } from './media.ts'

/** What the caller does, or another system, when the flow waits for it. */
export type TryInput =
  | { type: 'keys'; digits: string }
  /** no key until the time is up */
  | { type: 'silence' }
  /** the other system answers; `body` JSON or text as it would send it */
  | { type: 'answer'; status: number; body: string }
  /** or it does not answer in time */
  | { type: 'no-answer' }

export interface TryAsk {
  flow: Pick<Flow, 'name' | 'lang' | 'startNodeId' | 'nodes'>
  /** digits */
  caller: string
  called: string
  /** all inputs from the beginning, in order; those past the end are ignored */
  inputs: TryInput[]
}

/** What a flow must still do: kept with it, tried at every publication. */
export interface FlowTest {
  name: string
  caller: string
  called: string
  /** yyyy-mm-ddThh:mm in the centre; '' = a Monday morning */
  moment: string
  inputs: TryInput[]
  steps: TryAnswer['path']
  /** said in this order, whatever else is said */
  words: string[]
}

export type TryLine =
  | { type: 'said'; nodeId: string; sounds: Sound[] }
  | { type: 'keyed'; nodeId: string; digits: string }
  | { type: 'asked'; nodeId: string; method: 'GET' | 'POST'; url: string; answered: string }
  | { type: 'to-queue'; nodeId: string; queueId: string }
  | { type: 'callback'; nodeId: string; queueId: string; number: string }
  | { type: 'outside'; nodeId: string; number: string }
  | { type: 'to-flow'; nodeId: string; flowId: string }
  | { type: 'voicemail'; nodeId: string }
  | { type: 'given-back'; nodeId: string; result: 'passed' | 'failed'; text: string }
  | { type: 'hung-up'; nodeId: string }
  | { type: 'broken'; nodeId: string; detail: string }

export interface TryAnswer {
  lines: TryLine[]
  /** nodes passed, in order, with the outlet taken */
  path: { nodeId: string; outlet: string }[]
  /** the node the caller is at; absent at the end */
  at?: string
  waitsFor?: { type: 'keys'; maxDigits: number; terminators: string } | { type: 'answer' }
  /** variables set, without secret ones */
  values: Record<string, string>
}

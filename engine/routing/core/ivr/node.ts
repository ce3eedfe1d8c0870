// What a node type is: one file in nodes/ with `export default defineNode({...})`. No list elsewhere names it.
import type { NodeInfo } from '#engine/protocol/api.ts'
import type { Lang, SkillLevel } from '#engine/protocol/company.ts'
import type { Letter } from '#engine/protocol/facts.ts'
import type { FlowNode } from '#engine/protocol/flow.ts'
import type { Lookup, LookupAnswer } from '#engine/protocol/lookups.ts'
import type { MediaNews, Sound } from '#engine/protocol/media.ts'

type News<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>

/** What a waiting node hears. `deadline`: what it waited for did not come in time. */
export type Heard =
  | { type: 'played'; reason: News<'play-ended'>['reason'] }
  /** `count`: how many they were; of secret digits, `digits` is a token */
  | { type: 'digits'; digits: string; count: number; ended: News<'digits-collected'>['ended'] }
  | { type: 'answer'; answer: LookupAnswer }
  | { type: 'deadline' }

export interface Collect {
  maxDigits: number
  terminators: string
  firstDigitMs: number
  interDigitMs: number
  bargeIn: boolean
  secret: boolean
}

export type Values = Record<string, string>

/** How a flow ends. */
export type FlowEnd =
  | { type: 'to-queue'; queueId: string }
  | { type: 'voicemail'; sounds: Sound[]; queueId?: string; maxMs: number; silenceMs: number }
  | { type: 'callback'; queueId: string; number: string }
  | { type: 'outside'; number: string }
  | { type: 'flow'; flowId: string }
  | { type: 'hang-up' }
  /** back to the agent who sent the caller here, with what came of it; `text`: for the agent's screen */
  | { type: 'give-back'; result: 'passed' | 'failed'; text: string }
  /** the flow itself is at fault: an outlet without a link, or steps without end */
  | { type: 'broken'; detail: string }

export interface Kept {
  values: Values
  /** kept out of call records and screens */
  secret?: boolean
}

/**
 * What a node does next. A wait names what it waits for: the digits when it collects, the answer when it asks.
 * `needs`: what the call asks of an agent from here on, in place of what a node asked before. `lang`: spoken from here on.
 * `script`: what whoever answers goes on with. `send`: to somebody outside the call.
 */
export type Step = { set?: Kept; needs?: SkillLevel[]; lang?: Lang; script?: string; send?: Letter } & (
  | { do: 'play'; sounds: Sound[]; tries?: number }
  | { do: 'collect'; sounds: Sound[]; collect: Collect; tries?: number }
  | { do: 'ask'; lookup: Lookup; deadlineMs: number }
  | { do: 'leave'; outlet: string }
  | { do: 'back' }
  | { do: 'top' }
  | { do: 'end'; end: FlowEnd; outlet?: string }
)

/** What a node sees of the run it is in. */
export interface Visit {
  node: FlowNode
  lang: Lang
  values: Values
  at: number
  /** tries used up in this visit */
  tries: number
}

/** A mistake of one node's own, found when the flow is saved. */
export interface Fault {
  problem: 'bad-settings' | 'missing-prompt' | 'unknown-queue' | 'dead-end'
  zh: string
  en: string
}

/** What a flow may refer to. */
export interface Known {
  prompts: ReadonlySet<string>
  queues: ReadonlySet<string>
  flows: ReadonlySet<string>
  skills: ReadonlySet<string>
}

export interface NodeKind extends NodeInfo {
  /** a level that `back` and `top` return to */
  level?: boolean
  /** lets time pass or makes a sound, so a cycle through it is not a silent loop */
  audible(node: FlowNode): boolean
  /** besides the check of the settings by their fields */
  check(node: FlowNode, known: Known): Fault[]
  /** variables this node sets for later nodes */
  sets(node: FlowNode): string[]
  enter(visit: Visit): Step
  hear(visit: Visit, heard: Heard): Step
}

type Optional = 'audible' | 'check' | 'sets' | 'hear'

/** What a node file gives; what most do alike has a default. */
export const defineNode = (kind: Omit<NodeKind, Optional> & Partial<Pick<NodeKind, Optional>>): NodeKind => ({
  audible: () => true,
  check: () => [],
  sets: () => [],
  hear: () => ({ do: 'leave', outlet: kind.outlets[0]?.name ?? 'done' }),
  ...kind,
})

export type NodeKinds = ReadonlyMap<string, NodeKind>

export const nodeKinds = (kinds: readonly NodeKind[]): NodeKinds => new Map(kinds.map((kind) => [kind.type, kind]))

/** What forms and the editor need of each type, ordered by name. */
export const nodeInfos = (kinds: NodeKinds): NodeInfo[] =>
  [...kinds.values()]
    .map(({ type, label, help, fields, outlets }) => ({ type, label, help, fields, outlets }))
    .sort((a, b) => a.type.localeCompare(b.type))

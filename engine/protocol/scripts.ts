// What an agent is led through on a call: steps with answers that lead on, and how far one has come.
import type { BusinessNames } from './business.ts'

/** where an answer leads when it is no step */
export const NEXT_STEP = ''
export const LAST_STEP = 'end'

export interface ScriptStep {
  /** for life: answers are kept by it */
  key: string
  title: string
  /** what is said */
  text: string
  /** none: the step after this one follows */
  answers: { label: string; to: string }[]
  /** what the customer says is written down */
  noted: boolean
}

export interface Script {
  id: string
  name: string
  purpose: string
  steps: ScriptStep[]
}

export const RUN_STATES = ['running', 'paused', 'done'] as const
export type RunState = (typeof RUN_STATES)[number]

export interface ScriptRun {
  scriptId: string
  state: RunState
  /** the steps gone through, the last one is where one stands */
  trail: string[]
  /** by step */
  answers: Record<string, string>
  notes: Record<string, string>
}

/** GET and PUT /api/script-run/:callId */
export interface ScriptNow {
  /** those for this call's queue that are in use */
  scripts: Script[]
  run?: ScriptRun & { id: string }
  names: BusinessNames
}

/** A script that goes on from what was answered already, by step: as far as the answers lead. */
export function begunWith({ id, steps }: Script, said: Record<string, string>): ScriptRun {
  const run: ScriptRun = { scriptId: id, state: 'running', trail: [], answers: {}, notes: {} }
  let key = steps[0]?.key
  while (key !== undefined && !run.trail.includes(key)) {
    const step = steps.find((one) => one.key === key)
    run.trail.push(key)
    const words = said[key]
    if (!step || words === undefined) return run
    if (step.answers.some(({ label }) => label === words)) run.answers[key] = words
    else run.notes[key] = words
    // words of his own fit no answer: the agent chooses
    if (step.answers.length > 0 && run.answers[key] === undefined) return run
    key = stepAfter(steps, key, words)
  }
  return key === undefined && run.trail.length > 0 ? { ...run, state: 'done' } : run
}

/** Where an answer leads; undefined when the script is over. */
export function stepAfter(steps: readonly ScriptStep[], key: string, answer: string): string | undefined {
  const at = steps.findIndex((one) => one.key === key)
  const to = steps[at]?.answers.find(({ label }) => label === answer)?.to ?? NEXT_STEP
  if (to === LAST_STEP) return undefined
  if (to !== NEXT_STEP && steps.some((one) => one.key === to)) return to
  return steps[at + 1]?.key
}

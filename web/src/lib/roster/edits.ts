// What the planner did since the last save, to be undone and redone: a stack of steps, each some changes of cells.
import type { Duty, DutyChange } from '#engine/protocol/roster.ts'
import { changesCell, keyOf } from './cells.ts'

export interface Edits {
  done: readonly (readonly DutyChange[])[]
  undone: readonly (readonly DutyChange[])[]
}

export const NO_EDITS: Edits = { done: [], undone: [] }
const MOST_STEPS = 500

export function edit(edits: Edits, step: readonly DutyChange[]): Edits {
  if (step.length === 0) return edits
  const done = [...edits.done, step]
  // beyond this many the two oldest become one, so that nothing is lost
  return { done: done.length > MOST_STEPS ? [[...done[0]!, ...done[1]!], ...done.slice(2)] : done, undone: [] }
}

export function undo({ done, undone }: Edits): Edits {
  const last = done.at(-1)
  return last ? { done: done.slice(0, -1), undone: [...undone, last] } : { done, undone }
}

export function redo({ done, undone }: Edits): Edits {
  const last = undone.at(-1)
  return last ? { done: [...done, last], undone: undone.slice(0, -1) } : { done, undone }
}

/** One change a cell, the last one, and only where it differs from the server's duty. */
export function changesOf(edits: Edits, duties: ReadonlyMap<string, Duty>): DutyChange[] {
  const last = new Map<string, DutyChange>()
  for (const step of edits.done) for (const change of step) last.set(keyOf(change), change)
  return [...last.values()].filter((change) => changesCell(duties, change))
}

// Two people changed one record: what the other changed is taken over where we did not, and asked about where both did.
import type { Values } from './values.ts'

export interface Merge {
  /** ours, with theirs where only they changed */
  values: Values
  /** names of fields that both changed, each to something else */
  clashes: string[]
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** `before`: what both began from. */
export function merged(names: readonly string[], before: Values, mine: Values, theirs: Values): Merge {
  const values: Values = { ...mine }
  const clashes: string[] = []
  for (const name of names) {
    if (same(theirs[name], before[name]) || same(theirs[name], mine[name])) continue
    if (same(mine[name], before[name])) values[name] = theirs[name]
    else clashes.push(name)
  }
  return { values, clashes }
}

// What differs between two JSON values, small enough to send often: RFC 7396 for objects, one splice for a list.
// Values hold no null: in a patch it means that a field is gone.

export type Patch = string | number | boolean | null | Patch[] | { [name: string]: Patch }
type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** undefined when the two are equal. `before` undefined: all of `after`. */
export function diff(before: unknown, after: unknown): Patch | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return splice(before, after)
  if (isFields(before) && isFields(after)) return fields(before, after)
  return before === after ? undefined : (after as Patch)
}

/** A list becomes [first place, how many go, ...what comes instead]. */
function splice(before: readonly unknown[], after: readonly unknown[]): Patch | undefined {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && isEqual(before[head], after[head])) head += 1
  let tail = 0
  while (tail < shorter - head && isEqual(before.at(-1 - tail), after.at(-1 - tail))) tail += 1
  const gone = before.length - head - tail
  const come = after.slice(head, after.length - tail)
  return gone === 0 && come.length === 0 ? undefined : [head, gone, ...(come as Patch[])]
}

function fields(before: Fields, after: Fields): Patch | undefined {
  const changed: Record<string, Patch> = {}
  for (const name of Object.keys(before))
    if (after[name] === undefined && before[name] !== undefined) changed[name] = null
  for (const [name, value] of Object.entries(after)) {
    const patch = value === undefined ? undefined : diff(before[name], value)
    if (patch !== undefined) changed[name] = patch
  }
  return Object.keys(changed).length === 0 ? undefined : changed
}

const isEqual = (one: unknown, other: unknown): boolean => diff(one, other) === undefined

/** `before` itself is never changed, so that pages see what is new by identity. */
export function patched<Value>(before: Value | undefined, patch: Patch): Value {
  if (Array.isArray(before) && Array.isArray(patch)) {
    const [from, gone, ...come] = patch as [number, number, ...unknown[]]
    return before.toSpliced(from, gone, ...come) as Value
  }
  if (!isFields(before) || !isFields(patch)) return patch as Value
  const after: Fields = { ...before }
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete after[name]
    else after[name] = patched(after[name], value as Patch)
  }
  return after as Value
}

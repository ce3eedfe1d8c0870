// Waiting for a condition instead of sleeping.

export interface Waiting {
  timeoutMs?: number
  /** said when it does not come true */
  what: string
}

/**
 * Resolves with the first truthy answer; fails with `what` at the deadline. The deadline is far: it tells a thing that never
 * comes from one that comes late on a busy machine.
 */
export async function waitFor<Value>(
  predicate: () => Value | Promise<Value>,
  { timeoutMs = 30_000, what }: Waiting,
): Promise<NonNullable<Value>> {
  const until = Date.now() + timeoutMs
  for (;;) {
    const value = await predicate()
    if (value) return value as NonNullable<Value>
    if (Date.now() > until) throw new Error(`did not happen within ${timeoutMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

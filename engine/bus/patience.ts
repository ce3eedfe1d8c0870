// Waiting on another part: with a bound, a word when it takes long, and a second try.

/** what an operator should know of a wait; the mains write it to their log */
export type Told = (what: string, fields: Record<string, unknown>) => void

export interface Patience {
  /** tries in all */
  tries: number
  pauseMs: number
  told: Told
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The answer, or the last fault when every try failed. */
export async function tried<Value>(what: string, work: () => Promise<Value>, patience: Patience): Promise<Value> {
  for (let n = 1; ; n++) {
    try {
      return await work()
    } catch (error) {
      if (n >= patience.tries) throw error
      patience.told(`${what}: trying again`, { tries: n, err: error })
      await pause(patience.pauseMs * n)
    }
  }
}

export class TooLate extends Error {}

/** Rejects with TooLate when `work` has not ended within `ms`; what it was waiting for goes on unheard. */
export function within<Value>(ms: number, what: string, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`${what}: no end within ${ms} ms`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

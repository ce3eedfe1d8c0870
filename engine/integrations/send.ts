// One call of ours to another system: the same doors as a flow's question over HTTP, with a bound on time.
import type { Post } from './deliver.ts'

const TRY_MS = 10_000

/** engine/routing/lookups/http.ts, handed in by the gateway. */
export type PostThrough = (
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
) => Promise<number>

export const postWithin =
  (through: PostThrough): Post =>
  async (url, headers, body) => {
    try {
      return { status: await through(url, headers, body, AbortSignal.timeout(TRY_MS)) }
    } catch (error) {
      const late = (error as Error).name === 'TimeoutError' || (error as Error).name === 'AbortError'
      return { fault: late ? `no answer within ${TRY_MS / 1000} s` : (error as Error).message }
    }
  }

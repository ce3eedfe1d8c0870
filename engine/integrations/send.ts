// One call of ours to another system: the same doors as a flow's question over HTTP, with a bound on time.
import type { DeliveryFault } from '../protocol/integrations.ts'
import type { Post } from './deliver.ts'

/** what the word for `late` says */
const TRY_MS = 10_000

const FAULTS: Readonly<Record<string, DeliveryFault>> = {
  ...{ TimeoutError: 'late', AbortError: 'late', ETIMEDOUT: 'late', ClosedDoor: 'inside' },
  ...{ ENOTFOUND: 'no-such-name', EAI_AGAIN: 'no-such-name', ECONNREFUSED: 'refused' },
  ...{ EHOSTUNREACH: 'unreachable', ENETUNREACH: 'unreachable', ECONNRESET: 'cut-off', EPIPE: 'cut-off' },
}

/** engine/routing/lookups/http.ts, handed in by the gateway. */
export type PostThrough = (
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
) => Promise<number>

/** What nobody has a word for is told whole to `failed`, for the log. */
export const postWithin =
  (through: PostThrough, failed: (error: unknown, where: string) => void): Post =>
  async (url, headers, body) => {
    try {
      return { status: await through(url, headers, body, AbortSignal.timeout(TRY_MS)) }
    } catch (error) {
      const fault = faultOf(error as Error)
      if (fault === 'other') failed(error, `a webhook to ${new URL(url).host}`)
      return { fault }
    }
  }

/** OpenSSL and Node name what is wrong with a certificate in some thirty ways. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^ERR_TLS_|^ERR_SSL_/

export function faultOf(error: Error & { code?: unknown }): DeliveryFault {
  const code = String(error.code)
  return FAULTS[error.name] ?? FAULTS[code] ?? (CERTIFICATE.test(code) ? 'certificate' : 'other')
}

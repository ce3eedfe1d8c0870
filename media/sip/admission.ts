// May this INVITE become a call? What a request must be before anybody decides about it.
import type { SipLimits } from './api.ts'
import { SDP_TYPE, sdpOf } from './body.ts'
import { ALLOW } from './build.ts'
import type { ReplySpec } from './env.ts'
import type { SipRequest } from './message.ts'
import { answerSession } from './session-timer.ts'

export const KEY_HEADER = 'X-Tinglan-Key'
const KNOWN_OPTIONS = new Set(['100rel', 'timer', 'replaces'])

/** RFC 3261 8.2.2.3: an extension that the caller insists on and we do not know. */
export function badExtension(request: SipRequest): ReplySpec | undefined {
  const unknown = request.headers.all('require').filter((option) => !KNOWN_OPTIONS.has(option.toLowerCase()))
  return unknown.length ? { status: 420, headers: [['Unsupported', unknown.join(', ')]] } : undefined
}

/** `edgeKey`: what the edge says in every new call; undefined when anybody may call. */
export function admit(
  request: SipRequest,
  limits: SipLimits,
  edgeKey: string | undefined,
): { sdp: string | undefined } | { refusal: ReplySpec } {
  if (edgeKey !== undefined && request.headers.get(KEY_HEADER) !== edgeKey) return { refusal: { status: 403 } }
  const body = sdpOf(request)
  if (body === 'unsupported') return { refusal: { status: 415, headers: [['Accept', SDP_TYPE]] } }
  if (!acceptsSdp(request)) return { refusal: { status: 406 } }
  if (!request.contact) return { refusal: { status: 400, reason: 'Bad Request (missing contact)' } }
  if (!answerSession(request, limits).tooSmall) return body
  const minSe = String(Math.ceil(limits.minSessionExpiresMs / 1000))
  return { refusal: { status: 422, headers: [['Min-SE', minSe]] } }
}

function acceptsSdp(request: SipRequest): boolean {
  const accepted = request.headers.all('accept').map((item) => item.split(';')[0]!.trim().toLowerCase())
  return accepted.length === 0 || accepted.some((t) => t === SDP_TYPE || t === '*/*' || t === 'application/*')
}

/** What we answer to OPTIONS. */
export const ABILITIES: ReplySpec = {
  status: 200,
  headers: [
    ['Allow', ALLOW],
    ['Accept', SDP_TYPE],
    ['Supported', 'timer, 100rel, replaces'],
  ],
}

export const unavailable = (retryAfterMs: number): ReplySpec => ({
  status: 503,
  headers: [['Retry-After', String(Math.max(1, Math.ceil(retryAfterMs / 1_000)))]],
})

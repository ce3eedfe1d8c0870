// Why a call was not answered, from the SIP status and, where a carrier tells it, the Q.850 cause of the telephone network.
import type { MediaNews } from '#engine/protocol/media.ts'
import type { SipHeaders } from '#media/sip/api.ts'

export type FailCause = Extract<MediaNews, { type: 'leg-failed' }>['cause']

/** RFC 3261 21; what carriers in China send for 空号, 关机, 忙, 无人接听. */
const BY_STATUS: Record<number, FailCause> = {
  // sent on to where we do not go: by a desk phone that is forwarded, or beyond what the trunk allows
  301: 'declined',
  302: 'declined',
  403: 'declined',
  404: 'vacant-number',
  408: 'no-answer',
  410: 'vacant-number',
  480: 'no-answer',
  484: 'vacant-number',
  486: 'busy',
  487: 'cancelled',
  502: 'unreachable',
  503: 'unreachable',
  504: 'unreachable',
  600: 'busy',
  603: 'declined',
  604: 'vacant-number',
}

/** ITU-T Q.850, table 1. */
const BY_Q850: Record<number, FailCause> = {
  1: 'vacant-number',
  2: 'unreachable',
  3: 'unreachable',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  20: 'switched-off',
  21: 'declined',
  22: 'vacant-number',
  27: 'unreachable',
  28: 'vacant-number',
  34: 'unreachable',
  38: 'unreachable',
  41: 'unreachable',
  42: 'unreachable',
}

export interface Refused {
  status: number
  reason: string
  /** made up here: no answer from the other side */
  local: boolean
  headers?: SipHeaders
}

export function causeOf({ status, reason, local, headers }: Refused): FailCause {
  if (status === 480 && /not registered/i.test(reason)) return 'not-registered'
  // the edge's own word: it knows no such trunk
  if (status === 404 && /no such trunk/i.test(reason)) return 'unreachable'
  if (local) return status === 503 ? 'unreachable' : (BY_STATUS[status] ?? 'fault')
  return q850Of(headers) ?? BY_STATUS[status] ?? 'fault'
}

/** `Reason: Q.850;cause=20;text="Subscriber absent"` (RFC 3326, RFC 6432) */
function q850Of(headers: SipHeaders | undefined): FailCause | undefined {
  for (const value of headers?.all('Reason') ?? []) {
    const cause = /^\s*Q\.850\s*;.*\bcause\s*=\s*(\d{1,3})\b/i.exec(value)?.[1]
    if (cause !== undefined) return BY_Q850[Number(cause)]
  }
  return undefined
}

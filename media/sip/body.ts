// Bodies: SDP alone or inside multipart/mixed (carriers add ISUP or location parts), and DTMF in INFO.
import type { SipMessage } from './message.ts'

export const SDP_TYPE = 'application/sdp'

export function contentType(m: SipMessage): string {
  return (m.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
}

/** The SDP, undefined when there is no body, 'unsupported' when there is one that we cannot use. */
export function sdpOf(m: SipMessage): { sdp: string | undefined } | 'unsupported' {
  if (m.body.length === 0) return { sdp: undefined }
  if (m.headers.get('content-encoding')) return 'unsupported'
  const type = contentType(m)
  if (type === SDP_TYPE) return { sdp: m.body.toString('utf8') }
  if (!type.startsWith('multipart/')) return 'unsupported'
  const part = sdpPart(m)
  return part === undefined ? 'unsupported' : { sdp: part }
}

function sdpPart(m: SipMessage): string | undefined {
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(m.headers.get('content-type') ?? '')
  const mark = boundary?.[1] ?? boundary?.[2]
  if (!mark) return undefined
  for (const part of m.body.toString('utf8').split(`--${mark}`)) {
    const gap = part.indexOf('\r\n\r\n')
    if (gap >= 0 && /\r\ncontent-type\s*:\s*application\/sdp/i.test(part.slice(0, gap))) {
      return part.slice(gap + 4).replace(/\r\n$/, '\r\n')
    }
  }
  return undefined
}

/** RFC-less but common: "Signal=5\r\nDuration=160" (application/dtmf-relay) or a bare digit (application/dtmf). */
export function digitOf(m: SipMessage): { digit: string; ms: number } | undefined {
  const type = contentType(m)
  if (type !== 'application/dtmf-relay' && type !== 'application/dtmf') return undefined
  const text = m.body.toString('latin1', 0, 200)
  const signal = (/signal\s*=\s*(\S+)/i.exec(text)?.[1] ?? text.trim()).toUpperCase()
  const digit = { '10': '*', '11': '#', '12': 'A', '13': 'B', '14': 'C', '15': 'D' }[signal] ?? signal
  if (!/^[0-9*#A-D]$/.test(digit)) return undefined
  const ms = Number(/duration\s*=\s*(\d{1,5})/i.exec(text)?.[1] ?? 160)
  return { digit, ms }
}

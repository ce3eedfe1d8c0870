// Messages as text. Content-Length counts bytes, so Chinese bodies arrive whole; no value can start a new line.
import type { Headers } from './message.ts'
import { phraseOf } from './reasons.ts'
import { cleanValue, TOKEN } from './syntax.ts'

export type HeaderLines = readonly (readonly [string, string])[]

export interface Body {
  type: string
  text: string
}

export interface RequestText {
  method: string
  uri: string
  via: string
  routes: readonly string[]
  from: string
  to: string
  callId: string
  cseq: number
  contact?: string | undefined
  headers?: HeaderLines | undefined
  body?: Body | undefined
}

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY, PRACK'

export function buildRequest(r: RequestText): string {
  const lines = [`${r.method} ${r.uri} SIP/2.0`, `Via: ${r.via}`, 'Max-Forwards: 70']
  for (const route of r.routes) lines.push(`Route: ${route}`)
  lines.push(`From: ${r.from}`, `To: ${r.to}`, `Call-ID: ${r.callId}`, `CSeq: ${r.cseq} ${r.method}`)
  if (r.contact) lines.push(`Contact: <${r.contact}>`)
  return finish(lines, r.headers, r.body)
}

export interface ResponseText {
  status: number
  reason?: string | undefined
  toTag?: string | undefined
  contact?: string | undefined
  headers?: HeaderLines | undefined
  body?: Body | undefined
}

/** Answers `request`; `received` is where a UDP request came from (RFC 3581). */
export function buildResponse(request: Headers, r: ResponseText, received?: { host: string; port: number }): string {
  const lines = [`SIP/2.0 ${r.status} ${cleanValue(r.reason ?? phraseOf(r.status))}`]
  request.all('via').forEach((via, i) => {
    lines.push(`Via: ${i === 0 && received ? markReceived(via, received) : via}`)
  })
  if (r.status > 100 && r.status < 300) for (const v of request.all('record-route')) lines.push(`Record-Route: ${v}`)
  const to = request.get('to') ?? ''
  const tag = r.toTag && !/;\s*tag\s*=/i.test(to) ? `;tag=${r.toTag}` : ''
  lines.push(`From: ${request.get('from')}`, `To: ${to}${tag}`)
  lines.push(`Call-ID: ${request.get('call-id')}`, `CSeq: ${request.get('cseq')}`)
  if (r.contact) lines.push(`Contact: <${r.contact}>`)
  return finish(lines, r.headers, r.body)
}

function markReceived(via: string, from: { host: string; port: number }): string {
  return `${via.replace(/;\s*rport(?:\s*=[^;]*)?(?=\s|;|$)/i, `;rport=${from.port}`)};received=${from.host}`
}

function finish(lines: string[], headers: HeaderLines | undefined, body: Body | undefined): string {
  for (const [name, value] of headers ?? []) if (TOKEN.test(name)) lines.push(`${name}: ${cleanValue(value)}`)
  if (body?.text) lines.push(`Content-Type: ${body.type}`, `Content-Length: ${Buffer.byteLength(body.text)}`)
  else lines.push('Content-Length: 0')
  return `${lines.join('\r\n')}\r\n\r\n${body?.text ?? ''}`
}

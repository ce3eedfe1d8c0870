// One datagram or frame → a message, a refusal with its status, or a reason to drop it. Never throws.
import { isUtf8 } from 'node:buffer'
import { headEnd } from './frame.ts'
import { MAX_HEADER_LINES } from './limits.ts'
import { Headers, type SipMessage } from './message.ts'
import { type Address, isAbsoluteUri, parseAddress, parseUri, parseVia, TOKEN } from './syntax.ts'

/** Enough of a bad request to answer it. */
export interface Refused {
  status: number
  reason: string
  headers: Headers
}

export type Parsed = { message: SipMessage } | { refused: Refused } | { dropped: string }

type Start =
  | { kind: 'response'; status: number; reason: string }
  | { kind: 'request'; method: string; uri: string; fault?: Fault }
interface Fault {
  status: number
  reason: string
}

const GBK = new TextDecoder('gb18030')
const SINGLE = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-length']

export function parseMessage(bytes: Buffer): Parsed {
  const end = headEnd(bytes)
  if (!end) return { dropped: 'no end of headers' }
  // folded lines (RFC 3261 7.3.1) become one
  const lines = headText(bytes.subarray(0, end.head))
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  const start = parseStart(lines[0]!)
  if (typeof start === 'string') return { dropped: start }
  if (lines.length > MAX_HEADER_LINES) return { dropped: 'too many headers' }
  const { headers, fault } = parseHeaders(lines)
  const refuse = (why: Fault): Parsed =>
    start.kind === 'request' && start.method !== 'ACK' && answerable(headers)
      ? { refused: { ...why, headers } }
      : { dropped: why.reason }
  const early = (start.kind === 'request' ? start.fault : undefined) ?? fault ?? missing(headers)
  if (early) return refuse(early)
  const common = parseCommon(headers, bytes.subarray(end.body))
  if ('status' in common) return refuse(common)
  if (start.kind === 'response') return { message: { ...start, ...common } }
  const wrong = requestFault(start.method, start.uri, common.cseqMethod)
  if (wrong) return refuse(wrong)
  const message = { kind: 'request' as const, method: start.method, uri: start.uri, ...common }
  message.branch = oldBranch(message)
  return { message }
}

/** Some exchanges write names in GBK: a line that is no UTF-8 is read so. */
function headText(head: Buffer): string {
  if (isUtf8(head)) return head.toString('utf8')
  return head
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1'))
    .map((line) => (isUtf8(line) ? line.toString('utf8') : GBK.decode(line)))
    .join('\n')
}

function parseStart(line: string): Start | string {
  const response = /^SIP\/2\.0 (\d{3})(?: (.*))?$/i.exec(line)
  if (response) {
    const status = Number(response[1])
    return status < 100 || status > 699 ? 'status code' : { kind: 'response', status, reason: response[2] ?? '' }
  }
  const [method = '', uri = '', version = '', ...rest] = line.split(' ')
  if (!TOKEN.test(method)) return 'method'
  if (rest.length || version === '') return { kind: 'request', method, uri, fault: bad('request line') }
  if (version.toUpperCase() === 'SIP/2.0') return { kind: 'request', method, uri }
  const fault = /^SIP\/\d/i.test(version) ? { status: 505, reason: 'Version Not Supported' } : bad('request line')
  return { kind: 'request', method, uri, fault }
}

function parseHeaders(lines: string[]): { headers: Headers; fault: Fault | undefined } {
  const headers = new Headers()
  let fault: Fault | undefined
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim()
    if (TOKEN.test(name)) headers.add(name, line.slice(colon + 1).trim())
    else fault ??= bad('header name')
  }
  return { headers, fault }
}

function missing(headers: Headers): Fault | undefined {
  for (const name of ['from', 'to', 'call-id', 'cseq', 'via']) if (!headers.get(name)) return bad(`missing ${name}`)
  for (const name of SINGLE) if (headers.all(name).length > 1) return bad(`more than one ${name}`)
  return undefined
}

function answerable(headers: Headers): boolean {
  const via = headers.get('via')
  return ['from', 'to', 'call-id', 'cseq'].every((name) => headers.get(name)) && !!via && !!parseVia(via)
}

function parseCommon(headers: Headers, rest: Buffer) {
  const [via, ...further] = headers.all('via').map(parseVia)
  if (!via || further.includes(undefined)) return bad('via')
  const from = parseAddress(headers.get('from')!)
  const to = parseAddress(headers.get('to')!)
  if (!from || !to) return bad('from or to')
  const cseq = /^(\d{1,10})\s+(\S+)$/.exec(headers.get('cseq')!)
  if (!cseq || Number(cseq[1]) >= 2 ** 31) return bad('cseq')
  const body = parseBody(headers, rest)
  if ('status' in body) return body
  const hops = headers.get('max-forwards')
  // leading zeros are valid (RFC 4475 3.1.1.1: "0068")
  if (hops !== undefined && !(/^\d{1,10}$/.test(hops) && Number(hops) <= 255)) return bad('max-forwards')
  const contact = parseContact(headers)
  if (contact === 'bad') return bad('contact')
  return {
    headers,
    via,
    branch: via.params.get('branch') ?? '',
    from,
    to,
    fromTag: from.params.get('tag') ?? '',
    toTag: to.params.get('tag') ?? '',
    callId: headers.get('call-id')!,
    cseq: Number(cseq[1]),
    cseqMethod: cseq[2]!,
    contact,
    body: body.bytes,
  }
}

function parseBody(headers: Headers, rest: Buffer): { bytes: Buffer } | Fault {
  const length = headers.get('content-length')
  if (length === undefined) return { bytes: rest }
  if (!/^\d{1,9}$/.test(length) || Number(length) > rest.length) return bad('content-length')
  return { bytes: rest.subarray(0, Number(length)) }
}

function parseContact(headers: Headers): Address | undefined | 'bad' {
  const first = headers.get('contact')
  if (first === undefined || first === '*') return undefined
  for (const item of headers.all('contact')) if (!parseAddress(item)) return 'bad'
  return parseAddress(first)
}

function requestFault(method: string, uri: string, cseqMethod: string): Fault | undefined {
  if (method !== cseqMethod) return bad('cseq method')
  if (!isAbsoluteUri(uri)) return bad('request uri')
  if (!/^sips?:/i.test(uri)) return { status: 416, reason: 'Unsupported URI Scheme' }
  const parsed = parseUri(uri)
  // RFC 3261 19.1.1: a request URI carries no headers
  return !parsed || parsed.headers ? bad('request uri') : undefined
}

/** A branch without the RFC 3261 cookie identifies nothing: RFC 2543 matching by the other fields (17.2.3). */
function oldBranch(m: { branch: string; callId: string; fromTag: string; cseq: number; headers: Headers }): string {
  if (m.branch.startsWith('z9hG4bK') && m.branch.length > 7) return m.branch
  return `old|${m.callId}|${m.fromTag}|${m.cseq}|${m.headers.get('via')}`
}

function bad(what: string): Fault {
  return { status: 400, reason: `Bad Request (${what})` }
}

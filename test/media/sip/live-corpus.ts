// Messages that belong to something: requests in a call that is up, replies to what was asked, replies to nothing. Whole
// ones; mutations.ts spoils them.
import type { SipRequest, SipResponse } from '#media/sip/message.ts'

const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n'
/** BYE is not among them: the call shall stay up for the next one. */
const METHODS: [string, string, string][] = [
  ['INVITE', 'application/sdp', SDP],
  ['ACK', '', ''],
  ['UPDATE', 'application/sdp', SDP],
  ['INFO', 'application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n'],
  ['OPTIONS', '', ''],
  ['PRACK', '', ''],
  ['NOTIFY', 'message/sipfrag', 'SIP/2.0 200 OK\r\n'],
  ['REFER', '', ''],
  ['MESSAGE', 'text/plain', '你好'],
  ['CANCEL', '', ''],
]
const STATUSES = [100, 180, 183, 200, 202, 301, 302, 401, 404, 407, 422, 481, 486, 487, 491, 500, 503, 603]
const SHORT_BRANCHES = ['', 'a', 'ab', 'abc', 'z9h', '.', 'z9hG4bK', 'z9hG4bK.', 'z9hG4bK.0', 'z9hG4bKcydzigwkX', '0']

/** What the caller of the call that `ok` accepted could say next, from `via` (`SIP/2.0/UDP host:port`). */
export function dialogRequests(ok: SipResponse, via: string): Buffer[] {
  return METHODS.map(([method, type, body], n) =>
    message([
      `${method} ${ok.contact?.uri} SIP/2.0`,
      `Via: ${via};branch=z9hG4bKd${n}x${ok.callId.replace(/\W/g, '')};rport`,
      'Max-Forwards: 70',
      ...[...ok.headers.all('record-route')].reverse().map((route) => `Route: ${route}`),
      `From: ${ok.headers.get('from')}`,
      `To: ${ok.headers.get('to')}`,
      `Call-ID: ${ok.callId}`,
      `CSeq: ${ok.cseq + 1 + n} ${method}`,
      'Contact: <sip:13800138000@127.0.0.5:5090>',
      ...(method === 'REFER' ? ['Refer-To: <sip:8001@tinglan>', 'Referred-By: <sip:x@y>'] : []),
      ...(method === 'PRACK' ? [`RAck: 1 ${ok.cseq} INVITE`] : []),
      ...content(type, body),
    ]),
  )
}

/** Answers of every kind to a request that the edge has sent: its own branches, its own tags. */
export function repliesTo(m: SipRequest): Buffer[] {
  const to = m.headers.get('to') ?? ''
  return STATUSES.map((status) => {
    const body = m.method === 'INVITE' && (status === 183 || status === 200)
    return message([
      `SIP/2.0 ${status} Whatever`,
      ...m.headers.all('via').map((via) => `Via: ${via}`),
      ...m.headers.all('record-route').map((route) => `Record-Route: ${route}`),
      `From: ${m.headers.get('from')}`,
      `To: ${m.toTag ? to : `${to};tag=t${status}`}`,
      `Call-ID: ${m.callId}`,
      `CSeq: ${m.cseq} ${m.method}`,
      'Contact: <sip:8001@127.0.0.5:5090>',
      'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"',
      'Require: 100rel',
      'RSeq: 1',
      'Session-Expires: 90;refresher=uas',
      ...content(body ? 'application/sdp' : '', body ? SDP : ''),
    ])
  })
}

/** Replies to nothing, with two Vias, the first being the edge's own: short, empty and odd branches. */
export function strayReplies(edge: string, back: string): Buffer[] {
  return SHORT_BRANCHES.flatMap((branch) =>
    ['INVITE', 'BYE', 'REGISTER', 'OPTIONS'].map((method) =>
      message([
        'SIP/2.0 200 OK',
        `Via: SIP/2.0/UDP ${edge};branch=${branch}`,
        `Via: SIP/2.0/UDP ${back};branch=${branch}`,
        'From: <sip:a@b>;tag=1',
        'To: <sip:c@d>;tag=2',
        'Call-ID: x@y',
        `CSeq: 1 ${method}`,
        'Content-Length: 0',
        '',
      ]),
    ),
  )
}

const content = (type: string, body: string): string[] => [
  ...(type ? [`Content-Type: ${type}`] : []),
  `Content-Length: ${Buffer.byteLength(body)}`,
  '',
  body,
]

const message = (lines: string[]): Buffer => {
  const text = lines.join('\r\n')
  return Buffer.from(text.includes('\r\n\r\n') ? text : `${text}\r\n`)
}

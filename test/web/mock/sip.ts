// A SIP registrar and caller over WebSocket, just enough for JsSIP to register, be rung and answer. No audio flows.
import type { WebSocket } from 'ws'

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 40000 UDP/TLS/RTP/SAVPF 111 0 126',
  'c=IN IP4 127.0.0.1',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:126 telephone-event/8000',
  'a=ice-ufrag:mock',
  'a=ice-pwd:mockmockmockmockmockmockmock',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=rtcp-mux',
  'a=sendrecv',
  'a=candidate:1 1 udp 2130706431 127.0.0.1 40000 typ host',
  '',
].join('\r\n')

const header = (message: string, name: string): string =>
  new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(message)?.[1]?.trim() ?? ''

export interface MockPhone {
  /** the number of answered (200) INVITEs tells the mock that the agent took the call */
  ring(number: string, auto: boolean): void
  hangUp(): void
}

export interface MockSip {
  accept(socket: WebSocket): void
  phone(user: string): MockPhone | undefined
}

/** `onAnswered` and `onEnded` name the SIP user whose phone did it. */
export function createMockSip(onAnswered: (user: string) => void, onEnded: (user: string) => void): MockSip {
  const phones = new Map<string, MockPhone>()

  function accept(socket: WebSocket): void {
    let user = ''
    let contact = ''
    let dialog: { callId: string; from: string; to: string; up: boolean } | undefined
    let n = 0
    const send = (lines: string[], body = ''): void =>
      socket.send(
        [...lines, ...(body ? ['Content-Type: application/sdp'] : []), `Content-Length: ${body.length}`, '', body].join(
          '\r\n',
        ),
      )
    const request = (method: string, cseq: number, more: string[] = [], body = ''): void => {
      if (!dialog) return
      send(
        [
          `${method} ${contact} SIP/2.0`,
          `Via: SIP/2.0/WS mock.invalid;branch=z9hG4bK${dialog.callId}${method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method}`,
          'Max-Forwards: 70',
          `From: ${dialog.from}`,
          `To: ${dialog.to}`,
          `Call-ID: ${dialog.callId}`,
          `CSeq: ${cseq} ${method}`,
          'Contact: <sip:mock@mock.invalid;transport=ws>',
          ...more,
        ],
        body,
      )
    }
    const ok = (message: string, more: string[] = []): void => {
      const tag = /;tag=/.test(header(message, 'To')) ? '' : ';tag=mock'
      send([
        'SIP/2.0 200 OK',
        `Via: ${header(message, 'Via')}`,
        `From: ${header(message, 'From')}`,
        `To: ${header(message, 'To')}${tag}`,
        `Call-ID: ${header(message, 'Call-ID')}`,
        `CSeq: ${header(message, 'CSeq')}`,
        ...more,
      ])
    }
    const phone: MockPhone = {
      ring(number, auto) {
        dialog = {
          callId: `mock-${Date.now()}-${n++}`,
          from: `<sip:${number}@mock.invalid>;tag=m${n}`,
          to: `<sip:${user}@mock.invalid>`,
          up: false,
        }
        request('INVITE', 1, auto ? ['Answer-Mode: Auto'] : [], SDP)
      },
      hangUp() {
        if (!dialog) return
        if (dialog.up) request('BYE', 2)
        else request('CANCEL', 1)
        if (dialog.up) dialog = undefined
      },
    }
    socket.on('message', (data) => {
      const message = String(data)
      const cseq = header(message, 'CSeq')
      if (message.startsWith('REGISTER')) {
        user = /sip:([^@>]+)@/.exec(header(message, 'To'))?.[1] ?? ''
        contact = /<([^>]+)>/.exec(header(message, 'Contact'))?.[1] ?? ''
        if (/expires=0|^Expires:\s*0/im.test(header(message, 'Contact'))) phones.delete(user)
        else phones.set(user, phone)
        ok(message, [`Contact: <${contact}>;expires=120`])
      } else if (message.startsWith('BYE')) {
        ok(message)
        dialog = undefined
        onEnded(user)
      } else if (/^SIP\/2.0 200/.test(message) && cseq.endsWith('INVITE') && dialog) {
        dialog.to = header(message, 'To')
        dialog.up = true
        request('ACK', 1)
        onAnswered(user)
      } else if (/^SIP\/2.0 [3-6]/.test(message) && cseq.endsWith('INVITE') && dialog) {
        request('ACK', 1)
        dialog = undefined
        if (!/ 487 /.test(message)) onEnded(user)
      }
    })
    socket.on('close', () => {
      if (phones.get(user) === phone) phones.delete(user)
    })
  }
  return { accept, phone: (user) => phones.get(user) }
}

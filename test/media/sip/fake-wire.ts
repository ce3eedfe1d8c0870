// A stack on a wire that only records, and a peer's pen: the messages a test writes by hand.
import type { IncomingInvite, SipStackOptions } from '#media/sip/api.ts'
import type { SipMessage } from '#media/sip/message.ts'
import { parseMessage } from '#media/sip/parse.ts'
import { SipCore } from '#media/sip/stack.ts'
import type { Peer, SipTransport } from '#media/sip/transport.ts'
import { HandClock } from './hand-clock.ts'

export const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n'

export class FakeWire implements SipTransport {
  readonly host = '127.0.0.9'
  readonly port = 5060
  readonly sent: { text: string; to: Peer }[] = []
  /** When set, every send fails with it. */
  broken: string | undefined

  send(text: string, to: Peer, failed?: (why: string) => void): void {
    if (this.broken) failed?.(this.broken)
    else this.sent.push({ text, to })
  }

  connections(): number {
    return 0
  }

  async close(): Promise<void> {}

  /** Takes what was sent since the last look, parsed. */
  take(): SipMessage[] {
    return this.sent.splice(0).map(({ text }) => parsed(text))
  }
}

export function parsed(text: string): SipMessage {
  const result = parseMessage(Buffer.from(text))
  if (!('message' in result)) throw new Error(`not a message: ${JSON.stringify(result)}\n${text}`)
  return result.message
}

export function bench(options: Partial<SipStackOptions> = {}, proto: 'UDP' | 'TCP' = 'UDP') {
  const clock = new HandClock()
  const wire = new FakeWire()
  const calls: IncomingInvite[] = []
  const faults: unknown[] = []
  const stack = new SipCore(
    {
      host: wire.host,
      port: wire.port,
      edge: `sip:127.0.0.1:5070;transport=${proto.toLowerCase()}`,
      clock,
      onInvite: (call) => calls.push(call),
      onFault: (fault) => faults.push(fault),
      ...options,
    },
    wire,
  )
  const from: Peer = { proto, host: '127.0.0.1', port: 5070 }
  const receive = (text: string) => stack.receive(Buffer.from(text), from)
  return { clock, wire, calls, faults, stack, receive, proto }
}

export interface Written {
  method?: string
  uri?: string
  branch?: string
  fromTag?: string
  toTag?: string
  callId?: string
  cseq?: number
  headers?: string[]
  body?: string
  type?: string
  proto?: 'UDP' | 'TCP'
}

/** A request as the edge would send it. */
export function request(w: Written): string {
  const { method = 'INVITE', uri = 'sip:95588@127.0.0.9', cseq = 1, callId = 'call-1', fromTag = 'caller' } = w
  const branch = w.branch ?? `z9hG4bK-${method}-${cseq}-${callId}`
  const body = w.body ?? ''
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/${w.proto ?? 'UDP'} 127.0.0.1:5070;branch=${branch};rport`,
    'Record-Route: <sip:127.0.0.1:5070;transport=tcp;lr>',
    'Max-Forwards: 69',
    `From: "王小明" <sip:13800138000@peer.test>;tag=${fromTag}`,
    `To: <sip:95588@tinglan.test>${w.toTag ? `;tag=${w.toTag}` : ''}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:13800138000@127.0.0.5:5090>',
    ...(w.headers ?? []),
    ...(body ? [`Content-Type: ${w.type ?? 'application/sdp'}`] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

/** A response to something the stack has sent. */
export function response(
  to: SipMessage,
  status: number,
  more: { toTag?: string; headers?: string[]; body?: string } = {},
): string {
  const body = more.body ?? ''
  const toHeader = to.headers.get('to')!
  return [
    `SIP/2.0 ${status} Whatever`,
    ...to.headers.all('via').map((via) => `Via: ${via}`),
    `From: ${to.headers.get('from')}`,
    `To: ${toHeader}${more.toTag && !to.toTag ? `;tag=${more.toTag}` : ''}`,
    `Call-ID: ${to.callId}`,
    `CSeq: ${to.cseq} ${to.cseqMethod}`,
    'Record-Route: <sip:127.0.0.1:5070;transport=tcp;lr>',
    'Contact: <sip:1001@127.0.0.6:5091>',
    ...(more.headers ?? []),
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

/** Microtasks: handlers of offers answer by promise. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve()
}

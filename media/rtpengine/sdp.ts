// The little that this node must know of SDP: what kind of phone it is, where its audio is, which payload numbers it uses.

export interface RtpAddress {
  host: string
  port: number
}

/** Payload numbers of the plain side of a leg. They are copied from rtpengine's offer: a browser's telephone-event is 126. */
export interface Payloads {
  audio: { type: number; name: 'PCMA' | 'PCMU' }
  /** telephone-event; undefined when the phone cannot send RFC 4733 */
  events: number | undefined
}

export type Flow = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** DTLS-SRTP with feedback is what browsers speak. */
export const isWeb = (sdp: string): boolean => /^m=audio \d+ \S*SAVPF /m.test(sdp)

/** First audio stream's connection, or the session's. Undefined when there is no audio. */
export function addressOf(sdp: string): RtpAddress | undefined {
  const port = /^m=audio (\d+) /m.exec(sdp)?.[1]
  const audioPart = sdp.slice(Math.max(0, sdp.search(/^m=audio /m)))
  const host = (/^c=IN IP[46] (\S+)/m.exec(audioPart) ?? /^c=IN IP[46] (\S+)/m.exec(sdp))?.[1]
  return port !== undefined && host !== undefined ? { host, port: Number(port) } : undefined
}

/** Where a stub is sent to. `host`: its own, never by way of an address that only the outside knows. */
export const stubIn = (sdp: string, host: string | undefined): RtpAddress => {
  const at = addressOf(sdp)!
  return { host: host ?? at.host, port: at.port }
}

/** What the phone says of its own direction. An old-style hold (c=0.0.0.0) counts as inactive. */
export function flowOf(sdp: string): Flow {
  const audioPart = sdp.slice(Math.max(0, sdp.search(/^m=audio /m)))
  const flow =
    /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(audioPart) ??
    /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(sdp)
  if (addressOf(sdp)?.host === '0.0.0.0') return 'inactive'
  return (flow?.[1] ?? 'sendrecv') as Flow
}

export const isHeld = (sdp: string): boolean => flowOf(sdp) === 'sendonly' || flowOf(sdp) === 'inactive'

export function payloadsOf(sdp: string): Payloads {
  const formats = (/^m=audio \d+ \S+ ([\d ]+)/m.exec(sdp)?.[1] ?? '').trim().split(' ').map(Number)
  const mapped = (name: string): number | undefined => {
    const type = new RegExp(`^a=rtpmap:(\\d+) ${name}/8000`, 'im').exec(sdp)?.[1]
    return type === undefined ? undefined : Number(type)
  }
  const events = mapped('telephone-event')
  const pcma = mapped('PCMA') ?? (formats.includes(8) ? 8 : undefined)
  if (pcma !== undefined) return { audio: { type: pcma, name: 'PCMA' }, events }
  return { audio: { type: mapped('PCMU') ?? 0, name: 'PCMU' }, events }
}

/** Codecs of a phone that a tap cannot be read as without a decoder. */
export type OtherCodec = 'opus' | 'g722'

/** By payload number; 9 is G.722 without being said (RFC 3551 6). */
export function otherCodecsOf(sdp: string): Record<number, OtherCodec> {
  const found: Record<number, OtherCodec> = {}
  const formats = (/^m=audio \d+ \S+ ([\d ]+)/m.exec(sdp)?.[1] ?? '').trim().split(' ').map(Number)
  if (formats.includes(9)) found[9] = 'g722'
  for (const [, type, name] of sdp.matchAll(/^a=rtpmap:(\d+) (opus|G722)\//gim)) {
    if (formats.includes(Number(type))) found[Number(type)] = name?.toLowerCase() === 'opus' ? 'opus' : 'g722'
  }
  return found
}

/** What the plain side of a leg says to rtpengine: it is wherever we say it is. */
export function stubSdp(at: RtpAddress, payloads: Payloads, version: number, flow: Flow): string {
  const { audio, events } = payloads
  return [
    ...['v=0', `o=- 7 ${version} IN IP4 ${at.host}`, 's=-', `c=IN IP4 ${at.host}`, 't=0 0'],
    `m=audio ${at.port} RTP/AVP ${audio.type}${events === undefined ? '' : ` ${events}`}`,
    `a=rtpmap:${audio.type} ${audio.name}/8000`,
    ...(events === undefined ? [] : [`a=rtpmap:${events} telephone-event/8000`, `a=fmtp:${events} 0-16`]),
    ...[`a=${flow}`, 'a=ptime:20', ''],
  ].join('\r\n')
}

/** What RFC 3264 6.1 wants as the answer to a direction. */
const MIRROR: Record<Flow, Flow> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
}

export const replyFlow = (offer: string): Flow => MIRROR[flowOf(offer)]

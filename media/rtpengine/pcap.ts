// rtpengine's pcap (ethernet frames) → sound of both sides on one time line. Placed by RTP time stamps, anchored by capture
// time, so that jitter does not tear the sound and a gap stays a gap.
import { aLawToLinear, muLawToLinear } from '#media/audio/g711.ts'

const RATE = 8000
/** RTP time that runs away from capture time by more than this is anchored anew (a stream that paused or jumped). */
const MOST_DRIFT = RATE / 5

export interface Sound {
  /** the phone's own voice */
  said: Int16Array
  /** what came for it from the stub side */
  heard: Int16Array
}

interface Anchor {
  rtp: number
  sample: number
}

export function soundOf(pcap: Buffer, span: { startedAt: number; frames: number; stubPort: number }): Sound {
  const sound: Sound = { said: new Int16Array(span.frames), heard: new Int16Array(span.frames) }
  const anchors = new Map<string, Anchor>()
  for (const packet of packetsIn(pcap, HEADER).packets) {
    const side = packet.toPort === span.stubPort ? sound.heard : sound.said
    place(side, packet, Math.round(((packet.capturedAt - span.startedAt) * RATE) / 1000), anchors)
  }
  return sound
}

/** The file's own header (libpcap format). */
export const HEADER = 24

/** RTP packets from `at` on, and where the first one begins that is not yet written whole. */
export function packetsIn(pcap: Buffer, from: number): { packets: Packet[]; until: number } {
  const packets: Packet[] = []
  let at = from
  while (at + 16 <= pcap.length) {
    const capturedAt = pcap.readUInt32LE(at) * 1000 + pcap.readUInt32LE(at + 4) / 1000
    const size = pcap.readUInt32LE(at + 8)
    if (at + 16 + size > pcap.length) break
    const packet = packetOf(pcap.subarray(at + 16, at + 16 + size), capturedAt)
    if (packet) packets.push(packet)
    at += 16 + size
  }
  return { packets, until: at }
}

export interface Packet {
  /** ms since 1970 */
  capturedAt: number
  toPort: number
  stream: string
  rtp: number
  type: number
  payload: Buffer
}

function packetOf(frame: Buffer, capturedAt: number): Packet | undefined {
  const ip = frame.subarray(14)
  const v6 = ip[0]! >> 4 === 6
  if ((v6 ? ip[6] : ip[9]) !== 17) return undefined
  const udp = ip.subarray(v6 ? 40 : (ip[0]! & 15) * 4)
  const rtp = udp.subarray(8)
  if (rtp.length < 12 || (rtp[1]! >= 192 && rtp[1]! <= 223)) return undefined
  const toPort = udp.readUInt16BE(2)
  const header = 12 + (rtp[0]! & 15) * 4
  const extension = rtp[0]! & 0x10 && rtp.length >= header + 4 ? 4 + rtp.readUInt16BE(header + 2) * 4 : 0
  return {
    capturedAt,
    toPort,
    stream: `${toPort}/${rtp.readUInt32BE(8)}`,
    rtp: rtp.readUInt32BE(4),
    type: rtp[1]! & 0x7f,
    payload: rtp.subarray(header + extension),
  }
}

function place(side: Int16Array, packet: Packet, captured: number, anchors: Map<string, Anchor>): void {
  if (packet.type !== 0 && packet.type !== 8) return
  const toLinear = packet.type === 8 ? aLawToLinear : muLawToLinear
  const anchor = anchors.get(packet.stream)
  let sample = anchor ? anchor.sample + ((packet.rtp - anchor.rtp) | 0) : captured
  if (Math.abs(sample - captured) > MOST_DRIFT) sample = captured
  if (!anchor || sample === captured) anchors.set(packet.stream, { rtp: packet.rtp, sample })
  for (let i = 0; i < packet.payload.length; i++) {
    const at = sample + i
    if (at >= 0 && at < side.length) side[at] = toLinear(packet.payload[i]!)
  }
}

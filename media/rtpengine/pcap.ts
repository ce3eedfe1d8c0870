// rtpengine's pcap (ethernet frames) → sound of both sides on one time line. Placed by RTP time stamps, anchored by capture
// time, so that jitter does not tear the sound and a gap stays a gap.
import { linearOf } from '#media/audio/g711.ts'

const RATE = 8000
/** RTP time that runs away from capture time by more than this is anchored anew (a stream that paused or jumped). */
const MOST_DRIFT = RATE / 5

export interface Sound {
  /** the phone's own voice */
  said: Int16Array
  /** what came for it from the stub side */
  heard: Int16Array
}

/** Sound of one packet at 8 kHz; `clock` is what its RTP time counts in. */
export interface Voice {
  samples: Int16Array
  clock: number
}

interface Anchor {
  rtp: number
  sample: number
}

/** `voices` has the sound of packets that are not G.711. */
export function soundOf(
  packets: readonly Packet[],
  span: { startedAt: number; frames: number; stubPort: number },
  voices: ReadonlyMap<Packet, Voice> = new Map(),
): Sound {
  const sound: Sound = { said: new Int16Array(span.frames), heard: new Int16Array(span.frames) }
  const anchors = new Map<string, Anchor>()
  for (const packet of packets) {
    const side = packet.toPort === span.stubPort ? sound.heard : sound.said
    const captured = Math.round(((packet.capturedAt - span.startedAt) * RATE) / 1000)
    const voice = voices.get(packet) ?? g711(packet)
    if (voice) place(side, packet, voice, captured, anchors)
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

function g711({ type, payload }: Packet): Voice | undefined {
  if (type !== 0 && type !== 8) return undefined
  return { samples: linearOf(payload, type === 8 ? 'a' : 'mu'), clock: RATE }
}

function place(
  side: Int16Array,
  { stream, rtp }: Packet,
  { samples, clock }: Voice,
  captured: number,
  anchors: Map<string, Anchor>,
): void {
  const key = `${stream}/${clock}`
  const anchor = anchors.get(key)
  let first = anchor ? anchor.sample + Math.round((((rtp - anchor.rtp) | 0) * RATE) / clock) : captured
  if (Math.abs(first - captured) > MOST_DRIFT) first = captured
  if (!anchor || first === captured) anchors.set(key, { rtp, sample: first })
  const from = Math.max(0, -first)
  const until = Math.min(samples.length, side.length - first)
  if (from < until) side.set(samples.subarray(from, until), first + from)
}

// Voices in other codecs than G.711, decoded by ffmpeg: a tap holds what the phone sent, before rtpengine transcoded it.
import { readFile, unlink, writeFile } from 'node:fs/promises'
import { oggOpus, opusMs } from '#media/audio/opus.ts'
import { runProgram } from '#media/audio/program.ts'
import type { Packet, Voice } from './pcap.ts'
import type { OtherCodec } from './sdp.ts'

const RATE = 8000

interface Container {
  format: 'ogg' | 'g722'
  /** of its RTP time: of G.722 half of what it really has (RFC 3551 4.5.2) */
  clock: number
  file(payloads: readonly Buffer[]): Buffer
  /** ms of one packet */
  lasts(payload: Buffer): number
}

const CONTAINERS: Record<OtherCodec, Container> = {
  opus: { format: 'ogg', clock: 48_000, file: oggOpus, lasts: opusMs },
  // 64 kbit/s
  g722: {
    format: 'g722',
    clock: 8000,
    file: (payloads) => Buffer.concat(payloads),
    lasts: (payload) => payload.length / 8,
  },
}

/** `codecs` by payload number. Packets of one stream go through one decoder, in order; `beside` names the working files. */
export async function decodeVoices(
  packets: readonly Packet[],
  codecs: Record<number, OtherCodec>,
  beside: string,
): Promise<Map<Packet, Voice>> {
  const streams = new Map<string, Packet[]>()
  for (const packet of packets) {
    if (codecs[packet.type] === undefined || packet.payload.length === 0) continue
    const key = `${packet.stream}/${packet.type}`
    const stream = streams.get(key)
    if (stream) stream.push(packet)
    else streams.set(key, [packet])
  }
  const voices = new Map<Packet, Voice>()
  for (const stream of streams.values()) {
    const container = CONTAINERS[codecs[stream[0]!.type]!]
    const ordered = inOrder(stream)
    const samples = await decode(container, ordered, beside)
    let at = 0
    for (const packet of ordered) {
      const until = at + (container.lasts(packet.payload) * RATE) / 1000
      voices.set(packet, { samples: samples.subarray(Math.round(at), Math.round(until)), clock: container.clock })
      at = until
    }
  }
  return voices
}

/** By their time stamps, which may run over; a doubled one is left out. */
function inOrder(stream: readonly Packet[]): Packet[] {
  const first = stream[0]?.rtp ?? 0
  const sorted = [...stream].sort((a, b) => ((a.rtp - first) | 0) - ((b.rtp - first) | 0))
  return sorted.filter((packet, n) => packet.rtp !== sorted[n - 1]?.rtp)
}

async function decode({ format, file }: Container, stream: Packet[], beside: string): Promise<Int16Array> {
  const [from, to] = [`${beside}.${format}`, `${beside}.s16le`]
  try {
    await writeFile(from, file(stream.map(({ payload }) => payload)))
    const how = ['-nostdin', '-loglevel', 'error', '-y', '-f', format, '-i', from]
    await runProgram('ffmpeg', [...how, '-f', 's16le', '-ac', '1', '-ar', String(RATE), to])
    const bytes = await readFile(to)
    return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1)
  } finally {
    for (const path of [from, to]) await unlink(path).catch(() => {})
  }
}

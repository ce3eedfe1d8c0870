// The little of Opus that a recording needs: how long a packet lasts (RFC 6716 3.1), and packets as a file (RFC 7845).

const CLOCK = 48_000
/** ms of one frame by configuration: SILK, then hybrid, then CELT */
const FRAME_MS = [
  ...[10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 40, 60],
  ...[10, 20, 10, 20],
  ...[2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20],
]

/** 0 for a packet that is none. */
export function opusMs(packet: Buffer): number {
  const first = packet[0]
  if (first === undefined) return 0
  const code = first & 3
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 63 : 2
  return FRAME_MS[first >> 3]! * frames
}

/** One page a packet, so that a packet that cannot be decoded takes no other with it. */
export function oggOpus(packets: readonly Buffer[]): Buffer {
  const head = Buffer.from('OpusHead\x01\x02\0\0\0\0\0\0\0\0\0', 'latin1')
  head.writeUInt32LE(CLOCK, 12)
  const pages = [page(head, 0, 0, FIRST), page(Buffer.from('OpusTags\0\0\0\0\0\0\0\0', 'latin1'), 0, 1, 0)]
  let samples = 0
  for (const [n, packet] of packets.entries()) {
    samples += (opusMs(packet) * CLOCK) / 1000
    pages.push(page(packet, samples, n + 2, n === packets.length - 1 ? LAST : 0))
  }
  return Buffer.concat(pages)
}

const FIRST = 2
const LAST = 4

function page(packet: Buffer, samples: number, number: number, flags: number): Buffer {
  const lacing = Buffer.alloc(Math.floor(packet.length / 255) + 1, 255)
  lacing[lacing.length - 1] = packet.length % 255
  const header = Buffer.alloc(27)
  header.write('OggS', 'latin1')
  header[5] = flags
  header.writeBigUInt64LE(BigInt(Math.round(samples)), 6)
  header.writeUInt32LE(1, 14)
  header.writeUInt32LE(number, 18)
  header[26] = lacing.length
  const whole = Buffer.concat([header, lacing, packet])
  whole.writeUInt32LE(checksum(whole), 22)
  return whole
}

/** RFC 3533 6: polynomial 04c11db7, nothing reflected, nothing inverted. */
const TABLE = Array.from({ length: 256 }, (_, n) => {
  let rest = n << 24
  for (let bit = 0; bit < 8; bit++) rest = rest < 0 ? (rest << 1) ^ 0x04c1_1db7 : rest << 1
  return rest >>> 0
})

function checksum(bytes: Buffer): number {
  let sum = 0
  for (const byte of bytes) sum = ((sum << 8) ^ TABLE[(sum >>> 24) ^ byte]!) >>> 0
  return sum
}

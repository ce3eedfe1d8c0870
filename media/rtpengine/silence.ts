// When did a tapped party speak last? Read from the growing pcap of its recording, a bounded piece at a time.
import { open } from 'node:fs/promises'
import { aLawToLinear, muLawToLinear } from '#media/audio/g711.ts'
import { HEADER, type Packet, packetsIn } from './pcap.ts'

/** -44 dBFS: line noise and breath stay below, a voice is above. */
const LOUD = 200
/** Packets of 20 ms in a row; fewer are a click. */
const VOICE_PACKETS = 3
/** Other codecs are not decoded here: discontinuous transmission and Opus' silence are this short or shorter. */
const QUIET_BYTES = 10
/** Some 20 s of both sides; what is left over is read the next time. */
const MOST_BYTES = 1 << 19

/** From packets of one party to the time of his last word. */
export class VoiceMeter {
  lastVoiceAt: number
  #loudInRow = 0

  constructor(startedAt: number) {
    this.lastVoiceAt = startedAt
  }

  take(packet: Pick<Packet, 'type' | 'payload' | 'capturedAt'>): void {
    this.#loudInRow = isLoud(packet) ? this.#loudInRow + 1 : 0
    if (this.#loudInRow >= VOICE_PACKETS) this.lastVoiceAt = Math.max(this.lastVoiceAt, packet.capturedAt)
  }
}

function isLoud({ type, payload }: Pick<Packet, 'type' | 'payload'>): boolean {
  if (type !== 0 && type !== 8) return payload.length > QUIET_BYTES
  if (payload.length === 0) return false
  const toLinear = type === 8 ? aLawToLinear : muLawToLinear
  let sum = 0
  for (const code of payload) sum += toLinear(code) ** 2
  return Math.sqrt(sum / payload.length) > LOUD
}

/** Reads on in a pcap where it stopped the last time. */
export class SilenceWatch {
  readonly #path: string
  readonly #stubPort: number
  readonly #meter: VoiceMeter
  #at = HEADER

  constructor(path: string, stubPort: number, startedAt: number) {
    this.#path = path
    this.#stubPort = stubPort
    this.#meter = new VoiceMeter(startedAt)
  }

  /** How long the party has been silent; one who sends nothing at all is silent. */
  async silentMs(now: number): Promise<number> {
    const file = await open(this.#path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, this.#at)
      const { packets, until } = packetsIn(buffer.subarray(0, bytesRead), 0)
      this.#at += until
      for (const packet of packets) if (packet.toPort !== this.#stubPort) this.#meter.take(packet)
      // still behind: nothing is known of the present
      if (bytesRead === MOST_BYTES) return 0
    } finally {
      await file.close()
    }
    return now - this.#meter.lastVoiceAt
  }
}

// One party of a mix as RTP: what came from its leg, and the stream that its leg is sent.
import { aLawToLinear, linearToALaw, linearToMuLaw, muLawToLinear } from '#media/audio/g711.ts'
import { FRAME, Jitter } from './jitter.ts'
import { Listener, Speaker } from './mixing.ts'
import type { Seat } from './words.ts'

const HEADER = 12
const LAWS = {
  PCMA: { toLinear: aLawToLinear, fromLinear: linearToALaw, silence: 0xd5 },
  PCMU: { toLinear: muLawToLinear, fromLinear: linearToMuLaw, silence: 0xff },
}
/** a packet is the kernel's before the next but two is written */
const BUFFERS = 4

/** RFC 3550 5.1: behind the sources and the extension, before the padding. */
function payloadOf(packet: Buffer): Buffer {
  const header = HEADER + (packet[0]! & 15) * 4
  const extension = packet[0]! & 0x10 && packet.length >= header + 4 ? 4 + packet.readUInt16BE(header + 2) * 4 : 0
  const padding = packet[0]! & 0x20 ? packet.at(-1)! : 0
  return packet.subarray(header + extension, Math.max(0, packet.length - padding))
}

export class Party {
  readonly id: string
  readonly speaker = new Speaker(new Jitter())
  hears: readonly Party[] = []
  readonly #listener = new Listener()
  readonly #payloads: Seat['payloads']
  readonly #law: (typeof LAWS)[keyof typeof LAWS]
  readonly #packets: Buffer[]
  #sequence: number
  #stamp: number
  readonly #source: number
  #turn = 0
  /** nothing was sent at the last tick */
  #paused = true
  #key = { stamp: -1, sentAs: 0 }

  /** `random`: three numbers below 2 ** 31, where its stream begins */
  constructor(id: string, payloads: Seat['payloads'], random: () => number) {
    this.id = id
    this.#payloads = payloads
    this.#law = LAWS[payloads.audio.name]
    this.#packets = Array.from({ length: BUFFERS }, () => Buffer.alloc(HEADER + FRAME))
    this.#sequence = random() & 0x7fff
    this.#stamp = random()
    this.#source = random()
  }

  /** A packet from its leg. A key is handed to `key`; comfort noise and all else is silence. */
  heard(packet: Buffer, key: (packet: Buffer) => void): void {
    if (packet.length <= HEADER || packet[0]! >> 6 !== 2) return
    const type = packet[1]! & 0x7f
    const { audio, events } = this.#payloads
    if (type === events) key(packet)
    if (type !== audio.type) return
    const stamp = packet.readUInt32BE(4) | 0
    this.speaker.jitter.put(packet.readUInt32BE(8), stamp, payloadOf(packet), this.#law.toLinear)
  }

  /** What its leg is sent at this tick; undefined when nobody whom it hears sends anything. */
  tick(): Buffer | undefined {
    this.#stamp = (this.#stamp + FRAME) | 0
    if (!this.hears.some(({ speaker }) => speaker.jitter.flows)) {
      this.#paused = true
      return undefined
    }
    const packet = this.#packets[this.#turn++ % BUFFERS]!
    this.#head(packet, this.#payloads.audio.type, this.#stamp, this.#paused)
    this.#paused = false
    const { fromLinear, silence } = this.#law
    if (this.#listener.mix(this.hears.map(({ speaker }) => speaker))) {
      const { frame } = this.#listener
      for (let i = 0; i < FRAME; i++) packet[HEADER + i] = fromLinear(frame[i]!)
    } else packet.fill(silence, HEADER)
    return packet
  }

  /** A key that somebody whom it hears pressed, as its leg is sent it; undefined when its leg knows no RFC 4733. */
  key(pressed: Buffer): Buffer | undefined {
    const { events } = this.#payloads
    if (events === undefined) return undefined
    const stamp = pressed.readUInt32BE(4)
    // all packets of one key have the time of its beginning
    if (stamp !== this.#key.stamp) this.#key = { stamp, sentAs: this.#stamp }
    const packet = Buffer.from(pressed)
    this.#head(packet, events, this.#key.sentAs, pressed[1]! >= 0x80)
    return packet
  }

  #head(packet: Buffer, type: number, stamp: number, marker: boolean): void {
    packet[0] = 0x80
    packet[1] = type | (marker ? 0x80 : 0)
    packet.writeUInt16BE(this.#sequence++ & 0xffff, 2)
    packet.writeInt32BE(stamp, 4)
    packet.writeInt32BE(this.#source, 8)
  }
}

// Somebody who only presses keys: an RTP source of our own (RFC 4733) that a leg is pointed at for one key. rtpengine's own
// `play DTMF` needs the flag inject-DTMF, which makes every leg decode and encode all its sound.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { SipClock } from '#media/sip/api.ts'
import type { Payloads, RtpAddress } from './sdp.ts'

const FRAME_MS = 20
const FRAME = 160
/** A-law and µ-law silence */
const SILENCE = { PCMA: 0xd5, PCMU: 0xff }
const LEAD_FRAMES = 4
/** the end is said three times (RFC 4733 2.5.1.4) */
const END_FRAMES = 3
const KEYS = '0123456789*#ABCD'

export class DigitSource {
  readonly #socket: Socket
  readonly #clock: SipClock
  #sequence = Math.floor(Math.random() * 30_000)
  #stamp = Math.floor(Math.random() * 2 ** 30)
  readonly #ssrc = Math.floor(Math.random() * 2 ** 31)

  private constructor(socket: Socket, clock: SipClock) {
    this.#socket = socket
    this.#clock = clock
  }

  static async open(clock: SipClock): Promise<DigitSource> {
    const socket = createSocket('udp4')
    socket.on('error', () => {})
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new DigitSource(socket, clock)
  }

  get address(): RtpAddress {
    return { host: '127.0.0.1', port: this.#socket.address().port }
  }

  async press(to: RtpAddress, payloads: Payloads, digit: string, ms: number): Promise<void> {
    for (let i = 0; i < LEAD_FRAMES; i++) await this.#silence(to, payloads)
    const frames = Math.ceil(ms / FRAME_MS)
    const stamp = this.#stamp
    for (let i = 0; i < frames + END_FRAMES; i++) {
      const packet = this.#packet(payloads.events!, stamp, 4, i === 0)
      packet[12] = KEYS.indexOf(digit)
      packet[13] = (i >= frames ? 0x80 : 0) | 10
      packet.writeUInt16BE(Math.min(i + 1, frames) * FRAME, 14)
      await this.#send(packet, to)
    }
    for (let i = 0; i < LEAD_FRAMES; i++) await this.#silence(to, payloads)
  }

  close(): void {
    this.#socket.close()
  }

  #silence(to: RtpAddress, { audio }: Payloads): Promise<void> {
    const packet = this.#packet(audio.type, this.#stamp, FRAME, false)
    packet.fill(SILENCE[audio.name], 12)
    return this.#send(packet, to)
  }

  #packet(type: number, stamp: number, bytes: number, marker: boolean): Buffer {
    const packet = Buffer.alloc(12 + bytes)
    packet[0] = 0x80
    packet[1] = type | (marker ? 0x80 : 0)
    packet.writeUInt16BE(this.#sequence++ & 0xffff, 2)
    packet.writeUInt32BE(stamp >>> 0, 4)
    packet.writeUInt32BE(this.#ssrc, 8)
    return packet
  }

  #send(packet: Buffer, to: RtpAddress): Promise<void> {
    this.#socket.send(packet, to.port, to.host)
    this.#stamp += FRAME
    return new Promise((resolve) => this.#clock.after(FRAME_MS, resolve))
  }
}

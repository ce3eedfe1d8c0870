// Ears and a mouth for tests: tones, their strength in what was heard, and an RTP end that speaks G.711 and RFC 4733.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { aLawToLinear, linearToALaw, linearToMuLaw, muLawToLinear } from '#media/audio/g711.ts'
import type { Srtp } from './srtp.ts'

export const RATE = 8000

/** Samples of a sine. `level` is the peak, of 32767. */
export function tone(hz: number, ms: number, level = 8000, rate = RATE): Int16Array {
  const samples = new Int16Array(Math.round((ms * rate) / 1000))
  for (let i = 0; i < samples.length; i++) samples[i] = Math.round(level * Math.sin((2 * Math.PI * hz * i) / rate))
  return samples
}

/** Peak of the sine at `hz` within the samples (Goertzel). */
export function strengthOf(hz: number, samples: ArrayLike<number>, rate = RATE): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate)
  let last = 0
  let before = 0
  for (let i = 0; i < samples.length; i++) {
    const now = samples[i]! + turn * last - before
    before = last
    last = now
  }
  const power = last * last + before * before - turn * last * before
  return samples.length === 0 ? 0 : (2 * Math.sqrt(Math.max(0, power))) / samples.length
}

export function rms(samples: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < samples.length; i++) sum += samples[i]! ** 2
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}

const KEYS = '0123456789*#ABCD'

/** One RTP end: sends a tone (or silence) every 20 ms, keeps what it hears. */
export class RtpEnd {
  readonly heard: number[] = []
  readonly digits: string[] = []
  packets = 0
  /** frames of 20 ms that it has sent */
  sent = 0
  /** 0 = silence */
  hz: number
  /** when it last sent a tone, ms since 1970 */
  spokeAt = 0
  /** sends nothing at all */
  quiet = false
  /** the port its SDP names instead of its own, as behind NAT */
  saysPort: number | undefined
  /** the address its SDP names instead of its own */
  saysHost = '127.0.0.1'
  /** goes on sending sound while a key is down, so that key packets stand between sound packets, as baresip does */
  soundsOn = false
  /** SRTP: its own key, and the other side's */
  secured: { sends: Srtp; hears: Srtp } | undefined
  /** packets that were not encrypted for it */
  foreign = 0
  readonly #codec: 'PCMA' | 'PCMU'
  readonly #eventType: number
  #socket: Socket
  #to: { host: string; port: number } | undefined
  #timer: NodeJS.Timeout | undefined
  #sequence = Math.floor(Math.random() * 65_536)
  #stamp = 0
  #phase = 0
  #keys: { event: number; sent: number; stamp: number }[] = []
  #lastEvent = -1
  #version = 1

  private constructor(socket: Socket, options: { hz?: number; codec?: 'PCMA' | 'PCMU'; eventType?: number }) {
    this.#socket = socket
    this.hz = options.hz ?? 0
    this.#codec = options.codec ?? 'PCMA'
    this.#eventType = options.eventType ?? 101
    socket.on('message', (packet) => this.#hear(packet))
    socket.on('error', () => {})
  }

  /** `host` is where it stands and what its SDP names. */
  static async open(
    options: { hz?: number; codec?: 'PCMA' | 'PCMU'; eventType?: number; host?: string } = {},
  ): Promise<RtpEnd> {
    const { host = '127.0.0.1' } = options
    const socket = createSocket('udp4')
    socket.bind(0, host)
    await once(socket, 'listening')
    // a call that a test leaves up must not keep its process for ever
    socket.unref()
    const end = new RtpEnd(socket, options)
    end.saysHost = host
    return end
  }

  /** where it sends to */
  get to(): { host: string; port: number } | undefined {
    return this.#to
  }

  get port(): number {
    return this.#socket.address().port
  }

  sdp(direction = 'sendrecv', version = 1): string {
    const type = this.#codec === 'PCMA' ? 8 : 0
    return [
      ...['v=0', `o=- 1 ${version} IN IP4 127.0.0.1`, 's=-', `c=IN IP4 ${this.saysHost}`, 't=0 0'],
      `m=audio ${this.saysPort ?? this.port} RTP/AVP ${type} ${this.#eventType}`,
      ...[`a=rtpmap:${type} ${this.#codec}/8000`, `a=rtpmap:${this.#eventType} telephone-event/8000`],
      ...[`a=fmtp:${this.#eventType} 0-15`, `a=${direction}`, 'a=ptime:20', ''],
    ].join('\r\n')
  }

  /** Where to send, from the peer's SDP; starts sending. */
  connect(sdp: string): void {
    this.#to = { host: /c=IN IP4 (\S+)/.exec(sdp)![1]!, port: Number(/m=audio (\d+)/.exec(sdp)![1]) }
    if (this.#timer) return
    const began = performance.now()
    let frames = 0
    this.#timer = setInterval(() => {
      while (performance.now() - began > frames * 20) {
        frames++
        this.#frame()
      }
    }, 5).unref()
  }

  /** A new offer in the call, as after a restart of the media relay: sends there from now on. */
  offered(sdp: string | undefined): { sdp: string } {
    if (sdp !== undefined) this.connect(sdp)
    return { sdp: this.sdp('sendrecv', ++this.#version) }
  }

  /** all keys that were pressed are sent */
  idle(): boolean {
    return this.#keys.length === 0
  }

  press(digits: string): void {
    for (const key of digits) this.#keys.push({ event: KEYS.indexOf(key), sent: 0, stamp: 0 })
  }

  /** Forgets what was heard so far. */
  forget(): void {
    this.heard.length = 0
    this.packets = 0
  }

  /** The last `ms` of what was heard. */
  last(ms: number): number[] {
    return this.heard.slice(-Math.round((ms * RATE) / 1000))
  }

  close(): void {
    clearInterval(this.#timer)
    this.#socket.close()
  }

  #hear(arrived: Buffer): void {
    if (arrived.length < 12 || (arrived[1]! >= 192 && arrived[1]! <= 223)) return
    const packet = this.secured ? this.secured.hears.open(arrived) : arrived
    if (!packet) {
      this.foreign++
      return
    }
    const type = packet[1]! & 0x7f
    if (type === this.#eventType) {
      const stamp = packet.readUInt32BE(4)
      if (stamp !== this.#lastEvent) this.digits.push(KEYS[packet[12]!]!)
      this.#lastEvent = stamp
      return
    }
    this.packets++
    const linear = type === 8 ? aLawToLinear : muLawToLinear
    for (let i = 12; i < packet.length; i++) this.heard.push(linear(packet[i]!))
  }

  #frame(): void {
    if (!this.#to || this.quiet) return
    // rtpengine does not see a key in the first packets of a stream, and nobody presses one that early
    const key = this.sent++ > 10 ? this.#keys[0] : undefined
    if (key) this.#send(this.#eventPacket(key), this.#to)
    if (!key || this.soundsOn) this.#send(this.#soundPacket(), this.#to)
    if (this.hz > 0) this.spokeAt = Date.now()
    this.#stamp += 160
  }

  #send(packet: Buffer, to: { host: string; port: number }): void {
    packet.writeUInt16BE(this.#sequence++ & 0xffff, 2)
    packet.writeUInt32BE(0x7151_0000 + (this.port & 0xffff), 8)
    this.#socket.send(this.secured ? this.secured.sends.protect(packet) : packet, to.port, to.host)
  }

  #soundPacket(): Buffer {
    const packet = Buffer.alloc(172)
    packet[0] = 0x80
    packet[1] = this.#codec === 'PCMA' ? 8 : 0
    packet.writeUInt32BE(this.#stamp >>> 0, 4)
    for (let i = 0; i < 160; i++) {
      const sample = this.hz === 0 ? 0 : Math.round(8000 * Math.sin(this.#phase))
      packet[12 + i] = this.#codec === 'PCMA' ? linearToALaw(sample) : linearToMuLaw(sample)
      this.#phase += (2 * Math.PI * this.hz) / RATE
    }
    return packet
  }

  /** RFC 4733: seven packets of a growing duration, the last three with the end bit. */
  #eventPacket(key: { event: number; sent: number; stamp: number }): Buffer {
    if (key.sent === 0) key.stamp = this.#stamp >>> 0
    const packet = Buffer.alloc(16)
    packet[0] = 0x80
    packet[1] = this.#eventType | (key.sent === 0 ? 0x80 : 0)
    packet.writeUInt32BE(key.stamp, 4)
    packet[12] = key.event
    packet[13] = (key.sent >= 5 ? 0x80 : 0) | 10
    packet.writeUInt16BE(Math.min(key.sent + 1, 6) * 160, 14)
    if (++key.sent > 7) this.#keys.shift()
    return packet
  }
}

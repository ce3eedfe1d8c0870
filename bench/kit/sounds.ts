// A program of its own: many phones' sound, so that its CPU is not the media node's. Each speaks a tone; in every call the
// first one shouts for 20 ms now and then, and the others note when they hear it.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { aLawToLinear, linearToALaw } from '#media/audio/g711.ts'
import { percentile } from './figures.ts'
import type { FromSounds, ToSounds } from './sounds-words.ts'

const FRAME = 160
const FRAME_MS = 20
const STEP_MS = 5
const QUIET = 1000
const SHOUT = 28_000
/** a shout is above, voices together are below */
const LOUD = 14_000
const SHOUT_EVERY = 50
const TONES = [443, 733, 1129]

interface Phone {
  socket: Socket
  call: number
  place: number
  to: { host: string; port: number } | undefined
  sequence: number
  sent: number
  /** when its last packet came, and whether the shout of its call has been heard */
  heardAt: number
  shoutHeard: boolean
}

const phones: Phone[] = []
const shoutedAt: number[] = []
const figures = { delays: [] as number[], gaps: [] as number[], packets: 0 }
const say = (word: FromSounds) => process.send?.(word)

/** a second of each tone, and the shout in it */
const frames = TONES.map((hz) =>
  Array.from({ length: SHOUT_EVERY }, (_, n) => ({
    quiet: sound(hz, n, QUIET),
    shout: sound(hz, n, SHOUT),
  })),
)
function sound(hz: number, frame: number, level: number): Buffer {
  const at = (i: number) => Math.round(level * Math.sin((2 * Math.PI * hz * (frame * FRAME + i)) / 8000))
  return Buffer.from(Array.from({ length: FRAME }, (_, i) => linearToALaw(at(i))))
}

async function open(calls: number, parties: number): Promise<void> {
  for (let n = 0; n < calls * parties; n++) {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 16 })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const call = Math.floor(n / parties)
    const phone: Phone = {
      ...{ socket, call, place: n % parties, to: undefined, sequence: n * 100 },
      ...{ sent: n, heardAt: 0, shoutHeard: true },
    }
    socket.on('message', (packet) => heard(phone, packet))
    phones.push(phone)
  }
  say({ type: 'open', ports: phones.map(({ socket }) => socket.address().port) })
  setInterval(run, STEP_MS)
}

function heard(phone: Phone, packet: Buffer): void {
  if (packet.length < 12 + FRAME) return
  const now = performance.now()
  figures.packets++
  if (phone.heardAt > 0) figures.gaps.push(now - phone.heardAt)
  phone.heardAt = now
  if (phone.shoutHeard) return
  for (let i = 12; i < packet.length; i += 3) {
    if (Math.abs(aLawToLinear(packet[i]!)) < LOUD) continue
    phone.shoutHeard = true
    figures.delays.push(now - shoutedAt[phone.call]!)
    return
  }
}

const began = performance.now()
let steps = 0
function run(): void {
  for (; performance.now() - began > steps * STEP_MS; steps++)
    for (const phone of phones) if (phone.call % (FRAME_MS / STEP_MS) === steps % (FRAME_MS / STEP_MS)) speak(phone)
}

function speak(phone: Phone): void {
  if (!phone.to) return
  const { quiet, shout } = frames[phone.place % TONES.length]![phone.sent % SHOUT_EVERY]!
  const shouts = phone.place === 0 && phone.sent % SHOUT_EVERY === 0
  if (shouts) {
    shoutedAt[phone.call] = performance.now()
    for (const each of phones) if (each.call === phone.call && each.place === 1) each.shoutHeard = false
  }
  const packet = Buffer.alloc(12 + FRAME)
  packet[0] = 0x80
  packet[1] = 8
  packet.writeUInt16BE(phone.sequence++ & 0xffff, 2)
  packet.writeUInt32BE((phone.sent * FRAME) >>> 0, 4)
  packet.writeUInt32BE(0x1000_0000 + phone.call * 64 + phone.place, 8)
  packet.set(shouts ? shout : quiet, 12)
  phone.sent++
  phone.socket.send(packet, phone.to.port, phone.to.host)
}

process.on('message', (word: ToSounds) => {
  if (word.type === 'open') void open(word.calls, word.parties)
  else if (word.type === 'connect') phones[word.phone]!.to = word.to
  else {
    const { delays, gaps, packets } = figures
    const late = gaps.filter((ms) => ms > 60).length
    say({
      ...{ type: 'figures', packets, late, gapP99: percentile(gaps, 99), gapMost: percentile(gaps, 100) },
      ...{ shouts: delays.length, delayP50: percentile(delays, 50), delayP99: percentile(delays, 99) },
    })
    Object.assign(figures, { delays: [], gaps: [], packets: 0 })
  }
})
process.on('disconnect', () => process.exit())

// Taps of phones without G.711, with what networks do to them: loss, disorder, doubles, a clock that runs over.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { runProgram } from '#media/audio/program.ts'
import { encodeWav } from '#media/audio/wav.ts'
import { type Packet, soundOf } from '#media/rtpengine/pcap.ts'
import type { OtherCodec } from '#media/rtpengine/sdp.ts'
import { decodeVoices } from '#media/rtpengine/voices.ts'
import { RATE, strengthOf, tone } from '#test/kit/audio.ts'

const folder = await mkdtemp(join(tmpdir(), 'tinglan-voices-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
const STUB = 30_000
const STARTED = 1_795_000_000_000

/** Packets of an Ogg file with one packet a page or many, without its two headers. */
function packetsOf(ogg: Buffer): Buffer[] {
  const packets: Buffer[] = []
  for (let at = 0; at < ogg.length; ) {
    const segments = ogg.subarray(at + 27, at + 27 + ogg[at + 26]!)
    let from = at + 27 + segments.length
    let length = 0
    for (const segment of segments) {
      length += segment
      if (segment === 255) continue
      packets.push(ogg.subarray(from, from + length))
      from += length
      length = 0
    }
    at = from
  }
  return packets.slice(2)
}

/** 1000 Hz for two seconds in packets of 20 ms. */
async function spoken(codec: OtherCodec): Promise<Buffer[]> {
  const [wav, coded] = [join(folder, 'in.wav'), join(folder, `coded.${codec === 'opus' ? 'ogg' : 'g722'}`)]
  await writeFile(wav, encodeWav({ rate: RATE, channels: [tone(1000, 2000)] }))
  const how = codec === 'opus' ? ['-c:a', 'libopus', '-frame_duration', '20'] : ['-ar', '16000', '-f', 'g722']
  await runProgram('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', '-i', wav, ...how, coded])
  const bytes = await readFile(coded)
  if (codec === 'opus') return packetsOf(bytes)
  return Array.from({ length: Math.floor(bytes.length / 160) }, (_, n) => bytes.subarray(n * 160, n * 160 + 160))
}

const TYPE = { opus: 111, g722: 9 } as const
const TICKS = { opus: 960, g722: 160 } as const

for (const codec of ['opus', 'g722'] as const) {
  t.test(`${codec}: every word stands where it was said, and what was lost is silence`, async (t) => {
    const payloads = await spoken(codec)
    t.ok(payloads.length >= 100, `${payloads.length} packets`)
    const tap = payloads.slice(0, 100).map(
      (payload, n): Packet => ({
        ...{ toPort: 20_000, stream: '20000/1', type: TYPE[codec], payload },
        // a second of silence first; the clock of the stream runs over after half a second
        ...{ capturedAt: STARTED + 1000 + n * 20, rtp: (2 ** 32 - 25 * TICKS[codec] + n * TICKS[codec]) % 2 ** 32 },
      }),
    )
    const lost = tap.filter((_, n) => n < 40 || n >= 50)
    const [a, b] = [lost[10]!, lost[11]!]
    lost.splice(10, 2, b, a, { ...a })
    const voices = await decodeVoices(lost, { [TYPE[codec]]: codec }, join(folder, 'tap'))
    const { said, heard } = soundOf(lost, { startedAt: STARTED, frames: 4 * RATE, stubPort: STUB }, voices)
    const strength = (fromMs: number) => strengthOf(1000, said.subarray(fromMs * 8, fromMs * 8 + 800))
    t.equal(Math.round(strength(800)), 0, 'nothing before the first word')
    for (const ms of [1100, 1200, 1500, 1650, 2100, 2500, 2800])
      t.ok(strength(ms) > 5000, `the voice at ${ms} ms: ${Math.round(strength(ms))}`)
    t.ok(strength(1850) < 100, `what was lost is not made up: ${Math.round(strength(1850))}`)
    t.equal(Math.round(strength(3100)), 0, 'nothing after the last word')
    t.equal(
      heard.every((sample) => sample === 0),
      true,
    )
  })
}

t.test('a codec that nobody here knows is left out, and a phone of G.711 needs no decoder', async (t) => {
  const strange: Packet = {
    ...{ toPort: 20_000, stream: 's', type: 18, payload: Buffer.alloc(20), capturedAt: STARTED, rtp: 0 },
  }
  t.equal((await decodeVoices([strange], {}, join(folder, 'none'))).size, 0)
  const aLaw: Packet = { ...strange, type: 8, payload: Buffer.alloc(160, 0x2a) }
  t.equal((await decodeVoices([aLaw], { 111: 'opus' }, join(folder, 'none'))).size, 0)
  const { said } = soundOf([strange, aLaw], { startedAt: STARTED, frames: 160, stubPort: STUB })
  t.ok(
    said.every((sample) => sample !== 0),
    'the A-law voice is there',
  )
})

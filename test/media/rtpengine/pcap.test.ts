// Packets of a tap on one time line: cut where the recording begins and ends, whole in between.
import t from 'tap'
import { aLawToLinear, linearOf, muLawToLinear } from '#media/audio/g711.ts'
import { decodeWav, encodeWav } from '#media/audio/wav.ts'
import { type Packet, soundOf } from '#media/rtpengine/pcap.ts'

const all = Uint8Array.from({ length: 256 }, (_, code) => code)

t.test('a packet is decoded as each of its codes is', async (t) => {
  t.same([...linearOf(all, 'a')], Array.from(all, aLawToLinear))
  t.same([...linearOf(all, 'mu')], Array.from(all, muLawToLinear))
})

t.test('what lies before the begin and after the end is left out, both sides apart', async (t) => {
  const packet = (capturedAt: number, toPort: number, rtp: number, code: number): Packet => ({
    ...{ capturedAt, toPort, rtp, stream: `${toPort}/1`, type: 8 },
    payload: Buffer.alloc(160, code),
  })
  const { said, heard } = soundOf(
    [
      ...[packet(990, 2, 0, 0x55), packet(1_010, 2, 160, 0x56), packet(1_030, 2, 320, 0x57)],
      ...[packet(900, 1, 0, 0x58), packet(1_200, 1, 2_400, 0x59)],
    ],
    { startedAt: 1_000, frames: 360, stubPort: 1 },
  )
  const [first, second, third] = [0x55, 0x56, 0x57].map(aLawToLinear)
  t.same(
    [...said],
    [...Array(80).fill(first), ...Array(160).fill(second), ...Array(120).fill(third)],
    'half of the first, the second, what there is room for of the third',
  )
  t.ok(heard.every((sample) => sample === 0))
})

t.test('a WAV is read as it was written', async (t) => {
  const channels = [Int16Array.of(1, -2, 32_767), Int16Array.of(-32_768, 0, 5)]
  const bytes = encodeWav({ rate: 8_000, channels })
  t.same(decodeWav(bytes), { rate: 8_000, channels })
  t.equal(bytes.readInt16LE(44 + 2), -32_768, 'sample by sample, one channel after the other')
})

// When a party spoke last, from its packets alone.
import t from 'tap'
import { linearToALaw } from '#media/audio/g711.ts'
import { VoiceMeter } from '#media/rtpengine/silence.ts'
import { tone } from '#test/kit/audio.ts'

const packets = (level: number, count: number): Buffer[] =>
  Array.from({ length: count }, () => Buffer.from(tone(400, 20, level).map(linearToALaw)))

const meterAfter = (...parts: [level: number, count: number][]): number => {
  const meter = new VoiceMeter(0)
  let at = 0
  for (const [level, count] of parts) {
    for (const payload of packets(level, count)) {
      at += 20
      meter.take({ type: 8, payload, capturedAt: at })
    }
  }
  return meter.lastVoiceAt
}

t.test('a voice counts to its last packet, line noise and a click do not', async (t) => {
  t.equal(meterAfter([3000, 50], [60, 100]), 1000, 'a voice, then noise')
  t.equal(meterAfter([60, 100]), 0, 'noise alone: silent since the beginning')
  t.equal(meterAfter([60, 20], [8000, 2], [60, 20]), 0, 'a click of 40 ms')
  t.equal(meterAfter([60, 20], [1000, 10], [60, 20]), 600, 'one soft word')
})

t.test('of a codec that is not decoded the short packets are silence', async (t) => {
  const meter = new VoiceMeter(0)
  for (let i = 1; i <= 10; i++) meter.take({ type: 111, payload: Buffer.alloc(60), capturedAt: i * 20 })
  for (let i = 11; i <= 20; i++) meter.take({ type: 111, payload: Buffer.alloc(3), capturedAt: i * 20 })
  t.equal(meter.lastVoiceAt, 200)
})

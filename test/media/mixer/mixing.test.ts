// What a listener hears: the sum of those whom he may hear, never clipped; of many the loudest.
import t from 'tap'
import { FRAME, Jitter } from '#media/mixer/jitter.ts'
import { Listener, Speaker } from '#media/mixer/mixing.ts'
import { strengthOf, tone } from '#test/kit/audio.ts'

/** Speakers of steady tones, and what a listener hears of them. */
function world(tones: { hz: number; level: number }[]) {
  const speakers = tones.map(() => new Speaker(new Jitter()))
  const samples = tones.map(({ hz, level }) => tone(hz, 4000, level))
  const listener = new Listener()
  let at = 0
  const tick = (hears: readonly Speaker[] = speakers): number[] => {
    for (const [i, { jitter }] of speakers.entries()) {
      const frame = samples[i]!.subarray(at, at + FRAME)
      jitter.put(
        1,
        at,
        new Uint8Array(FRAME).map((_, n) => n),
        (n) => frame[n]!,
      )
    }
    at += FRAME
    for (const speaker of speakers) speaker.tick()
    return listener.mix(hears) ? [...listener.frame] : Array<number>(FRAME).fill(0)
  }
  const hear = (frames: number, hears?: readonly Speaker[]) => Array.from({ length: frames }, () => tick(hears)).flat()
  return { speakers, hear }
}

t.test('all whom he hears, as loud as they are, and nobody else', async (t) => {
  const { speakers, hear } = world([400, 900, 1700].map((hz) => ({ hz, level: 8000 })))
  const heard = hear(50, speakers.slice(0, 2)).slice(FRAME * 5)
  t.ok(Math.abs(strengthOf(400, heard) - 8000) < 80)
  t.ok(Math.abs(strengthOf(900, heard) - 8000) < 80)
  t.ok(strengthOf(1700, heard) < 20)
})

t.test('the loudest voices together do not clip', async (t) => {
  const { hear } = world([400, 900, 1700, 2300].map((hz) => ({ hz, level: 32_000 })))
  const heard = hear(100).slice(FRAME * 5)
  t.ok(Math.max(...heard.map(Math.abs)) < 32_100)
  for (const hz of [400, 900, 1700, 2300]) t.ok(strengthOf(hz, heard) > 6000, `${hz}`)
  for (const hz of [650, 1250, 3100]) t.ok(strengthOf(hz, heard) < 300, `${hz}: ${strengthOf(hz, heard)}`)
})

t.test('of more than eight the four loudest are heard, and who has the floor keeps it', async (t) => {
  const tones = [300, 500, 700, 900, 1100, 1300, 1500, 1700, 1900].map((hz, i) => ({ hz, level: 1000 + i * 500 }))
  const { hear } = world(tones)
  const heard = hear(100).slice(FRAME * 10)
  const loud = tones.filter(({ hz }) => strengthOf(hz, heard) > 400).map(({ hz }) => hz)
  t.same(loud, [1300, 1500, 1700, 1900])
})

t.test('silence is told as such', async (t) => {
  const { hear } = world([{ hz: 0, level: 0 }])
  t.ok(hear(10).every((sample) => sample === 0))
})

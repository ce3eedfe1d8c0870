// Sound that comes late, disordered, doubled or in odd pieces leaves in frames of 20 ms.
import t from 'tap'
import { FRAME, Jitter } from '#media/mixer/jitter.ts'

const asIs = (code: number) => code * 100
/** packet n of 20 ms, all of it the value n */
const packet = (n: number) => new Uint8Array(FRAME).fill(n)
const put = (jitter: Jitter, n: number, source = 1) => jitter.put(source, n * FRAME, packet(n), asIs)
const next = (jitter: Jitter) => {
  jitter.tick()
  return jitter.frame[0]! / 100
}

t.test('a stream is held back by one packet and then leaves frame by frame', async (t) => {
  const jitter = new Jitter()
  t.equal(jitter.tick(), false, 'nobody is there')
  put(jitter, 1)
  t.equal(next(jitter), 0)
  put(jitter, 2)
  t.equal(next(jitter), 1)
  put(jitter, 3)
  t.equal(next(jitter), 2)
  t.equal(jitter.peak, 200)
})

t.test('packets out of order are put right, a doubled one changes nothing, a lost one is silence', async (t) => {
  const jitter = new Jitter()
  for (const n of [1, 3, 2, 2, 5]) put(jitter, n)
  t.same(
    [1, 2, 3, 4, 5, 6].map(() => next(jitter)),
    [0, 1, 2, 3, 0, 5],
  )
})

t.test('packets of 10 and of 60 ms leave as frames of 20', async (t) => {
  for (const size of [80, 480]) {
    const jitter = new Jitter()
    for (let at = 0; at < 960; at += size) {
      const sound = new Uint8Array(size).map((_, i) => Math.floor((at + i) / FRAME) + 1)
      jitter.put(1, at, sound, asIs)
    }
    t.same(
      [0, 1, 2, 3, 4, 5, 6].map(() => next(jitter)),
      [0, 1, 2, 3, 4, 5, 6],
      `${size}`,
    )
  }
})

t.test('one that comes too late holds the stream back by a little, and no more is lost', async (t) => {
  const jitter = new Jitter()
  put(jitter, 1)
  next(jitter)
  next(jitter)
  t.equal(next(jitter), 0, 'two is not there')
  put(jitter, 2)
  put(jitter, 3)
  t.same([next(jitter), next(jitter)], [2, 3])
  t.equal(jitter.counts.late, 1)
})

t.test('delay that stands for some seconds is won back', async (t) => {
  const jitter = new Jitter()
  for (let n = 1; n <= 5; n++) put(jitter, n)
  for (let n = 6; n < 400; n++) {
    next(jitter)
    put(jitter, n)
  }
  t.ok(jitter.counts.skipped >= 3, `${jitter.counts.skipped} frames`)
  const last = next(jitter)
  t.ok(((399 - last) & 255) <= 2, `no more than two packets stand: ${last}`)
})

t.test('a new source, a leap in time and numbers that run over are followed', async (t) => {
  const jitter = new Jitter()
  put(jitter, 1)
  put(jitter, 7, 2)
  t.same([next(jitter), next(jitter)], [0, 7], 'another source')
  put(jitter, 90, 2)
  t.same([next(jitter), next(jitter)], [0, 90], 'a leap')
  const over = new Jitter()
  for (let i = 0; i < 4; i++) over.put(1, (2 ** 32 - 2 * FRAME + i * FRAME) | 0, packet(i + 1), asIs)
  t.same(
    [0, 1, 2, 3, 4].map(() => next(over)),
    [0, 1, 2, 3, 4],
    'numbers run over',
  )
})

t.test('a stream that stops is over after a second', async (t) => {
  const jitter = new Jitter()
  put(jitter, 1)
  let ticks = 0
  while (jitter.tick()) ticks++
  t.ok(ticks > 45 && ticks < 60, `${ticks}`)
  t.equal(jitter.peak, 0)
})

// Many deadlines, one timer.
import t from 'tap'
import { manualClock } from '#engine/clock/manual.ts'
import { newTimers } from '#engine/routing/actors/timers.ts'

t.test('deadlines come in order, replaced ones once, cleared ones never', async (t) => {
  const clock = manualClock(0)
  const heard: string[] = []
  const timers = newTimers(clock, (key) => heard.push(`${key}@${clock.now()}`))
  timers.set('b', 20)
  timers.set('a', 10)
  timers.set('c', 30)
  timers.set('b', 25)
  timers.set('d', 5)
  timers.clear('c')
  clock.advance(100)
  t.strictSame(heard, ['d@5', 'a@10', 'b@25'])
  t.equal(timers.size(), 0)
})

t.test('10,000 keys set anew many times keep one timer and a bounded heap', async (t) => {
  const clock = manualClock(0)
  let heard = 0
  let last = 0
  let ordered = true
  const timers = newTimers(clock, () => {
    heard++
    ordered &&= clock.now() >= last
    last = clock.now()
  })
  for (let round = 0; round < 5; round++) {
    for (let n = 0; n < 10_000; n++) timers.set(`k${n}`, 1_000 + ((n * 7_919 + round * 13) % 500))
  }
  t.equal(timers.size(), 10_000)
  clock.advance(2_000)
  t.equal(heard, 10_000)
  t.ok(ordered)
  t.equal(clock.next(), undefined)
})

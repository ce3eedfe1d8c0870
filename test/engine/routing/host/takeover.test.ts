// A crash at many moments of a centre's life: another node takes over from what was written and from the media node's truth.
// takeover.real.test.ts takes every moment; this one some, because it runs among the pure tests.
import t from 'tap'
import { liveThrough } from '#bench/kit/sim/takeover.ts'
import { loadMachines } from '#engine/routing/machines.ts'

const EVERY = 9

// computing alone, and the machine may be busy
t.setTimeout(600_000)

t.test('nobody is forgotten, hung up or rung twice, whenever the engine dies', async (t) => {
  const machines = await loadMachines()
  const calm = await liveThrough(machines, { lag: 0 })
  t.strictSame(calm.wrong, [], 'without a crash')
  t.ok(calm.inLife > 100, `${calm.sends} messages`)
  for (let at = 0, n = 0; at < calm.inLife; at += EVERY, n++) {
    const crash = { at, lag: [0, 2, 6][n % 3]! }
    const { wrong } = await liveThrough(machines, crash, calm.appendsAt)
    t.strictSame(wrong, [], `dead before message ${at}, the last ${crash.lag} appends lost`)
  }
})

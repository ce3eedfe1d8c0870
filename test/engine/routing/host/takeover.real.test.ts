// The crash before every single message and append of a centre's life, with none, some and all of the last appends lost. It
// starts no real part; it stands among those for its minutes of computing.
import t from 'tap'
import { liveThrough } from '#bench/kit/sim/takeover.ts'
import { loadMachines } from '#engine/routing/machines.ts'

t.setTimeout(20 * 60_000)

for (const lag of [0, 1, 3]) {
  t.test(`a crash before every message, the last ${lag} appends lost`, async (t) => {
    const machines = await loadMachines()
    const calm = await liveThrough(machines, { lag: 0 })
    const wrong: string[] = []
    for (let at = 0; at < calm.inLife; at++) {
      const lived = await liveThrough(machines, { at, lag }, calm.appendsAt)
      for (const each of lived.wrong) wrong.push(`${at}: ${each}`)
    }
    t.strictSame(wrong, [], `${calm.inLife} moments`)
  })
}

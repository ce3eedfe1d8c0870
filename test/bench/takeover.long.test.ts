// A crash at the moments of a centre's life: its node dies before a message or append leaves, with none, some or all of the
// last appends never written; another node takes over from what was written and from the media node's truth.
import t from 'tap'
import { liveThrough } from '#bench/kit/sim/takeover.ts'
import { loadMachines } from '#engine/routing/machines.ts'

t.setTimeout(20 * 60_000)

t.test('without a crash nothing goes wrong', async (t) => {
  const calm = await liveThrough(await loadMachines(), { lag: 0 })
  t.strictSame(calm.wrong, [])
  t.ok(calm.inLife > 100, `${calm.sends} messages`)
})

for (const { lag, every } of [
  { lag: 0, every: 1 },
  { lag: 1, every: 1 },
  { lag: 2, every: 9 },
  { lag: 3, every: 1 },
  { lag: 6, every: 9 },
]) {
  t.test(`a crash before every ${every}. message, the last ${lag} appends lost: nobody is forgotten`, async (t) => {
    const machines = await loadMachines()
    const calm = await liveThrough(machines, { lag: 0 })
    const wrong: string[] = []
    for (let at = 0; at < calm.inLife; at += every) {
      const lived = await liveThrough(machines, { at, lag }, calm.appendsAt)
      for (const each of lived.wrong) wrong.push(`${at}: ${each}`)
    }
    t.strictSame(wrong, [], `${calm.inLife} moments`)
  })
}

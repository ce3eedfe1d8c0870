// A media node that stands still for longer than orders are tried: what it did not hear is ordered again when it is back.
import t from 'tap'
import { Centre } from '#bench/kit/sim/centre.ts'
import { Life } from '#bench/kit/sim/life.ts'
import { broken } from '#bench/kit/sim/watch.ts'
import { loadMachines } from '#engine/routing/machines.ts'

const LIFE_MS = 120_000

/** One caller; the media node stands still from `at` ms after his arrival on for `ms`. */
async function live(at: number, ms: number): Promise<string[]> {
  const centre = new Centre({
    dice: { delayMs: () => 1, lost: () => false, doubled: () => false },
    ...{ machines: await loadMachines(), agents: 2 },
    phone: () => ({ type: 'answers', afterMs: 2_000 }),
  })
  await centre.openMedia()
  await centre.start('A')
  await centre.turn(1_500)
  const life = new Life(centre)
  const ready = life.everybodyReady()
  await centre.turn(2_000)
  await ready
  centre.clock.after(at, () => {
    centre.mediaLink.stop(true)
    centre.clock.after(ms, () => centre.mediaLink.stop(false))
  })
  centre.clock.after(1, () => life.call('one', 'first'))
  await life.run(LIFE_MS, () => life.over())
  await life.run(40_000)
  const wrong = [...life.wrong, ...(await broken(centre, life.callers))]
  if (life.talked.length === 0) wrong.push('nobody talked')
  for (const name of [...centre.nodes.keys()]) centre.kill(name)
  return wrong
}

t.test('a caller who arrives at a media node that stands still is answered when it goes on', async (t) => {
  t.strictSame(await live(0, 8_000), [])
})

t.test('whenever a media node stands still for eight seconds, its caller talks and is accounted for', async (t) => {
  for (const at of [3, 2_500, 3_010]) t.strictSame(await live(at, 8_000), [], `${at} ms after the arrival`)
})

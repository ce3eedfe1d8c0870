// Pauses before a dead part is started again.
import t from 'tap'
import { pauseAfter } from '#config/launch/pause.ts'

const pauses = (was: 'up' | 'failed', ranMs: number, times: number): number[] => {
  const all: number[] = []
  while (all.length < times) all.push(pauseAfter({ was, ranMs }, all.at(-1)))
  return all
}

t.test('what was up is back soon, however often it dies', async (t) => {
  t.same(pauses('up', 2_000, 7), [300, 600, 1_200, 2_400, 2_500, 2_500, 2_500])
})

t.test(
  'a start that fails waits longer each time, and never so long that 15 s pass until the next is up',
  async (t) => {
    t.same(pauses('failed', 2_000, 8), [300, 600, 1_200, 2_400, 4_800, 9_600, 10_000, 10_000])
  },
)

t.test('who ran for a while is healthy: back at once', async (t) => {
  t.equal(pauseAfter({ was: 'up', ranMs: 40_000 }, 2_500), 300)
  t.equal(pauseAfter({ was: 'failed', ranMs: 60_000 }, 9_600), 10_000, 'but not who needs a minute to fail')
})

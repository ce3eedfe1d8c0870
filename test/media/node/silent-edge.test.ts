// Who is silent while the edge is away cannot answer: only an edge that lives makes silence the end of a party.
import t from 'tap'
import type { NodeCore } from '#media/node/core.ts'
import { watchDeadParties } from '#media/node/dead-parties.ts'
import { HandClock } from '#test/media/sip/hand-clock.ts'

async function pass(clock: HandClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    clock.pass(500)
    for (let n = 0; n < 5; n++) await new Promise(setImmediate)
  }
}

t.test('a party that cannot be asked because the edge is away is kept, and lost when the edge is back', async (t) => {
  const clock = new HandClock()
  let edge = 503
  const ended: string[] = []
  const dialog = { options: async () => ({ status: 503 }), bye: () => ended.push('bye') }
  const leg = {
    ...{ callId: 'c', legId: 'l', stage: { mode: 'up', dialog }, tags: {} },
    audio: { device: 'phone', packets: async () => 100, remove: async () => {} },
  }
  const core = {
    ...{ clock, settings: { node: 'm' }, log: { info() {}, warn: (_: object, text: string) => ended.push(text) } },
    legs: { all: () => (ended.length > 0 ? [] : [leg]), ofCall: () => [], remove() {} },
    ...{ later() {}, keep() {}, tell: (_: unknown, news: { type: string }) => ended.push(news.type) },
    sip: { ping: async () => edge },
  } as unknown as NodeCore
  const watch = watchDeadParties(core)
  await pass(clock, 60_000)
  t.strictSame(ended, [])
  edge = 200
  await pass(clock, 30_000)
  t.ok(ended.includes('nobody is there any more'), ended.join())
  watch.stop()
})

// What callers are told of their wait: reckoned from the queue's own service, graded, learnt from, spoken.
import t from 'tap'
import { plainQueue, QueueDay } from '#bench/kit/queue-day.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'
import { AWAY, changed, factsOf, join, OUT, queues, T, toCall } from './stands.ts'

t.test('nine in ten are answered within the later moment, on a quiet day and in overload', async (t) => {
  const strategies = await loadStrategies()
  for (const [name, perHour] of Object.entries({ quiet: 110, overload: 185 })) {
    const config = plainQueue()
    const day = new QueueDay(
      { seed: name, agents: 12, perHour: Array(8).fill(perHour), handleMs: 240_000, config },
      strategies,
    )
    day.run()
    const known = [...day.served.values()].filter((one) => one.turn !== undefined && one.mostMs !== undefined)
    const kept = known.filter((one) => (one.turn as number) - one.came <= (one.mostMs as number)).length / known.length
    t.ok(kept >= 0.87 && kept <= 0.93, `${name}: ${kept}`)
    const { today } = day.state as Extract<typeof day.state, { mode: 'open' }>
    t.ok((today.toldKept ?? 0) / (today.told ?? 1) > 0.85, 'the queue grades itself')
  }
})

t.test(
  'who stands further back is told more, who finds an agent free a ring, and nobody is promised nobody',
  async (t) => {
    const { queue } = await queues()
    const one = queue({ a1: { mode: 'talking', available: false } })
    const first = one.view()?.wait
    const second = one.does(join('c1'), T).view()?.wait
    t.ok(first && second && second.halfMs > first.halfMs && second.mostMs > first.mostMs)
    t.ok(first && first.mostMs > first.halfMs)
    const free = queue({ a1: {} }).view()?.wait
    t.ok(free && free.mostMs <= 20_000)
    t.equal(queue({ a1: OUT }).view()?.wait, undefined)
    t.equal(queue({ a1: AWAY }).view()?.wait, undefined, 'all on a break')
  },
)

t.test('the wait is announced on arrival and then again; not to who is rung for at once', async (t) => {
  const { queue } = await queues()
  const config = { announceWait: true, announceAtEntry: true }
  const stand = queue({ a1: { mode: 'talking', available: false } }, config).does(join('c1'), T)
  t.equal(stand.wakeAt(), T)
  const { decision } = stand.when({ type: 'wake' }, T)
  t.match('effects' in decision && decision.effects, [
    toCall('c1', { type: 'announce', position: 1, sayPosition: false, wait: { halfMs: Number, mostMs: Number } }),
  ])
  t.equal(stand.does({ type: 'wake' }, T).wakeAt(), T + 30_000)
  const rung = queue({ a1: {} }, config).does(join('c1'), T).when({ type: 'wake' }, T).decision
  t.strictSame(
    factsOf(rung).map(({ type }) => type),
    ['position-announced'],
  )
  t.strictSame('effects' in rung && rung.effects, [])
})

t.test('a clock that is set moves what is counted of the service', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: { mode: 'talking', available: false } })
  const hour = 3_600_000
  const state = stand.does({ type: 'time-set', byMs: hour } as never, T).does(changed('a1'), T + hour + 60_000).state
  t.equal(state.mode === 'open' && state.pace && state.pace.busyMs - 3 * 240_000, 60_000)
})

t.test('spoken in whole minutes, the later one rounded up', async (t) => {
  const { zh, en } = SENTENCES
  t.equal(zh.wait(170_000, 250_000), '预计等待三到五分钟。')
  t.equal(en.wait(170_000, 250_000), 'The wait is about three to five minutes.')
  t.equal(zh.wait(20_000, 55_000), '预计等待不到一分钟。')
  t.equal(en.wait(50_000, 60_001), 'The wait is about one to two minutes.')
  t.equal(zh.wait(118_000, 119_000), '预计等待约两分钟。')
  t.equal(en.wait(3_700_000, 9_000_000), 'The wait is likely to be more than an hour.')
})

// Live views: at most ten a second for an actor, the last one always, and snapshots in parts.
import t from 'tap'
import { manualClock } from '#engine/clock/manual.ts'
import type { Bus } from '#engine/ports/bus.ts'
import type { LiveViewsTold } from '#engine/protocol/live.ts'
import type { Actor } from '#engine/routing/actors/actor.ts'
import { newLive } from '#engine/routing/actors/live-views.ts'

const actor = (id: string, state: object): Actor =>
  ({ ref: { kind: 'call', id }, key: `call.${id}`, state, machine: { view: (now: unknown) => now } }) as never

function liveOn(part?: number) {
  const clock = manualClock(0)
  const heard: [string, LiveViewsTold['views']][] = []
  const publish = (subject: string, value: LiveViewsTold) => heard.push([subject, structuredClone(value.views)])
  const bus = { publish } as unknown as Bus
  return { clock, heard, live: newLive('n', bus, clock, { everyMs: 100, soonMs: 20, part: part ?? 1_000 }) }
}

t.test('a busy actor is shown soon, then ten times a second, the last state always', async (t) => {
  const { clock, heard, live } = liveOn()
  const busy = actor('c1', {})
  for (let n = 1; n <= 95; n++) {
    busy.state = { n }
    live.changed(busy)
    clock.advance(10)
  }
  clock.advance(1_000)
  t.equal(heard.length, 11)
  t.strictSame(heard[0], ['live.views.call', [{ id: 'c1', view: { n: 2 } }]])
  t.strictSame(heard.at(-1), ['live.views.call', [{ id: 'c1', view: { n: 95 } }]])
  live.gone(busy, true)
  clock.advance(100)
  t.strictSame(heard.at(-1), ['live.views.call', [{ id: 'c1' }]], 'without a view: over')
  live.changed(busy)
  live.gone(busy, false)
  clock.advance(100)
  t.equal(heard.length, 12, 'another node shows it from now on')
})

t.test('what changes within a moment is one message, or as many as its weight asks for', async (t) => {
  const { clock, heard, live } = liveOn(400)
  const some = Array.from({ length: 30 }, (_, n) => actor(`c${n}`, { text: 'x'.repeat(20) }))
  for (const each of some.slice(0, 10)) live.changed(each)
  clock.advance(20)
  t.strictSame(
    heard.map(([, views]) => views.length),
    [10],
  )
  for (const each of some) live.changed(each)
  clock.advance(100)
  t.equal(heard.slice(1).flatMap(([, views]) => views).length, 30, 'none is left out')
  t.ok(heard.slice(1).every(([, views]) => JSON.stringify(views).length <= 450))
  live.changed(some[0]!)
  live.stop()
  clock.advance(1_000)
  t.equal(heard.slice(1).flatMap(([, views]) => views).length, 30, 'who has stopped tells nothing')
})

t.test('a snapshot is cut into parts by weight, and nothing to show is a part too', async (t) => {
  const { live } = liveOn(100)
  const actors = Array.from({ length: 10 }, (_, n) => actor(`c${n}`, { callId: `c${n}`, text: 'x'.repeat(30) }))
  const parts = live.snapshot(actors)
  t.strictSame(
    parts.map((part) => [part.part, part.parts, part.calls.length]),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].slice(0, parts.length).map((n) => [n, parts.length, parts[n]?.calls.length]),
  )
  t.equal(parts.flatMap((part) => part.calls).length, 10)
  t.ok(parts.length >= 5)
  t.match(live.snapshot([]), [{ part: 0, parts: 1, calls: [] }])
})

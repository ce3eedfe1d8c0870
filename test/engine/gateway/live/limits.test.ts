// Whoever takes too much of /live shuts out himself and nobody else.
import t from 'tap'
import { type Hub, liveHub } from '#engine/gateway/live/hub.ts'
import { bucketOf, LIVE_LIMITS, placesOf } from '#engine/gateway/live/limits.ts'
import { liveViews } from '#engine/gateway/live/views.ts'

t.test('5,000 sockets of one session: it gets its share, everybody else gets in', async (t) => {
  const places = placesOf(LIVE_LIMITS)
  const greedy = Array.from({ length: 5_000 }, () => places.take('greedy', '192.0.2.1')).filter(Boolean)
  t.equal(greedy.length, LIVE_LIMITS.perSession)
  t.ok(places.take('other', '192.0.2.1'), 'another person of the same office')
  t.ok(places.take('third', '192.0.2.2'))
  for (const leave of greedy) {
    leave?.()
    leave?.()
  }
  t.equal(
    Array.from({ length: 500 }, () => places.take('greedy', '192.0.2.1')).filter(Boolean).length,
    LIVE_LIMITS.perSession,
    'given back once',
  )
})

t.test('many sessions of one address get the address’s share', async (t) => {
  const places = placesOf({ perSession: 2, perAddress: 5, most: 8 })
  const taken = (address: string) =>
    Array.from({ length: 10 }, (_, n) => places.take(`${address}-${n}`, address)).filter(Boolean).length
  t.same([taken('a'), taken('b'), taken('c')], [5, 3, 0])
})

t.test('a bucket gives so much at once and then so much a second', async (t) => {
  let now = 0
  const may = bucketOf(3, 2, () => now)
  t.same([may(), may(), may(), may()], [true, true, true, false])
  now = 1_000
  t.same([may(), may(), may()], [true, true, false])
})

/** A hub with one socket a call; time stands still unless it is told. */
function pages(steady = () => 0) {
  const hub = liveHub(liveViews(1), () => 0, steady)
  return Object.assign(opened(hub), { tick: () => hub.tick() })
}

function opened(hub: Hub) {
  return (session: string, role: 'agent' | 'kiosk' = 'agent') => {
    const told = { frames: 0, closed: false }
    const joined = hub.join(
      { send: () => void told.frames++, waiting: () => 0, close: () => (told.closed = true) },
      { role, agentId: 'a1' },
      session,
    )
    return { told, hear: (message: object) => joined.hear(JSON.stringify(message)) }
  }
}

t.test('a page that talks without end is hung up on', async (t) => {
  const open = pages()
  const loud = open('s1')
  const calm = open('s2')
  for (let n = 0; n < 1_000 && !loud.told.closed; n++) loud.hear({ type: 'ping', at: n })
  t.ok(loud.told.closed)
  t.equal(loud.told.frames, 60)
  calm.hear({ type: 'ping', at: 1 })
  t.match(calm.told, { frames: 1, closed: false })
})

t.test('all there is costs the most: over its share a session waits for it, and loses no socket', async (t) => {
  let now = 0
  const open = pages(() => now)
  const all = Array.from({ length: 200 }, () => open('s1'))
  for (const { hear } of all) hear({ type: 'subscribe', topics: ['agents'] })
  const live = (of: typeof all) => of.filter(({ told }) => told.frames > 0).length
  t.equal(live(all), 100)
  const other = open('s2')
  other.hear({ type: 'subscribe', topics: ['agents'] })
  t.equal(live([other]), 1, 'another session waits for nobody')
  open.tick()
  t.equal(live(all), 100, 'no time has passed')
  now = 1_000
  open.tick()
  t.equal(live(all), 130)
  now = 4_000
  open.tick()
  t.equal(live(all), 200, 'an office’s wall screens are all live within four seconds')
  t.equal(all.filter(({ told }) => told.closed).length, 0)
  const walls = Array.from({ length: 200 }, () => open('kiosk', 'kiosk'))
  for (const { hear } of walls) hear({ type: 'subscribe', topics: ['agents'] })
  t.equal(live(walls), 200, 'a kiosk’s token is many wallboards')
})

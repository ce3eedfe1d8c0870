// The owner of the WebSocket: subscribe, resume, retry, silence.
import t from 'tap'
import type { LiveFromPage, LiveToPage } from '#engine/protocol/live.ts'
import { type ConnectionState, createLiveConnection, type Socket } from '#web/src/lib/live/connection.ts'

interface FakeSocket extends Socket {
  said: LiveFromPage[]
  closed: boolean
}

/** A clock that only moves when told, sockets that only speak when told. */
function world() {
  const sockets: FakeSocket[] = []
  const timers: { at: number; run: () => void }[] = []
  const states: ConnectionState[] = []
  const frames: LiveToPage[] = []
  let now = 1_000
  const connection = createLiveConnection({
    open: () => {
      const socket: FakeSocket = {
        said: [],
        closed: false,
        send: (text) => void socket.said.push(JSON.parse(text) as LiveFromPage),
        close: () => {
          socket.closed = true
        },
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
      }
      sockets.push(socket)
      return socket
    },
    topics: ['me', 'queues'],
    onFrame: (frame) => void frames.push(frame),
    onState: (state) => void states.push(state),
    now: () => now,
    later: (ms, run) => {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        const at = timers.indexOf(timer)
        if (at >= 0) timers.splice(at, 1)
      }
    },
  })
  return {
    connection,
    sockets,
    states,
    frames,
    last: () => sockets.at(-1) as FakeSocket,
    hear: (frame: LiveToPage) => sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) }),
    pass(ms: number) {
      const until = now + ms
      for (;;) {
        const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers.splice(timers.indexOf(next), 1)
        now = next.at
        next.run()
      }
      now = until
    },
  }
}
const snapshot = (seq: number): LiveToPage => ({ type: 'snapshot', seq, at: 0, agents: [], queues: [], calls: [] })
const changes = (seq: number): LiveToPage => ({
  type: 'changes',
  seq,
  at: 0,
  agents: [],
  queues: [],
  calls: [],
  gone: [],
})

t.test('a new page subscribes without a number and is live with the snapshot', async (t) => {
  const w = world()
  w.connection.start()
  w.last().onopen?.()
  t.same(w.last().said, [{ type: 'subscribe', topics: ['me', 'queues'], patches: true }])
  w.hear(snapshot(7))
  t.same(w.states, ['connecting', 'live'])
})

t.test('after a cut line it resumes behind the last number it has seen', async (t) => {
  const w = world()
  w.connection.start()
  w.last().onopen?.()
  w.hear(snapshot(7))
  w.hear(changes(9))
  w.last().onclose?.()
  t.equal(w.states.at(-1), 'lost')
  w.pass(250)
  t.equal(w.sockets.length, 2, 'it tries again by itself')
  w.last().onopen?.()
  t.same(w.last().said, [{ type: 'subscribe', topics: ['me', 'queues'], patches: true, since: 9 }])
  w.hear(changes(9))
  t.equal(w.states.at(-1), 'live', 'an answer that nothing changed is an answer')
  t.equal(w.frames.length, 2, 'and is not applied twice')
})

t.test('a snapshot starts the numbers anew, as after a restart of the gateway', async (t) => {
  const w = world()
  w.connection.start()
  w.last().onopen?.()
  w.hear(snapshot(900))
  w.last().onclose?.()
  w.pass(250)
  w.last().onopen?.()
  w.hear(snapshot(3))
  w.hear(changes(4))
  t.same(
    w.frames.map((frame) => frame.type),
    ['snapshot', 'snapshot', 'changes'],
  )
})

t.test('a line that says nothing for twelve seconds is dead even if the socket does not know', async (t) => {
  const w = world()
  w.connection.start()
  w.last().onopen?.()
  w.hear(snapshot(1))
  w.pass(10_000)
  t.same(
    w.last().said.map((one) => one.type),
    ['subscribe', 'ping', 'ping'],
  )
  w.pass(5_000)
  t.ok(w.sockets[0]?.closed)
  t.equal(w.states.at(-1), 'lost')
})

t.test('an answered ping keeps the line', async (t) => {
  const w = world()
  w.connection.start()
  w.last().onopen?.()
  w.hear(snapshot(1))
  for (let n = 0; n < 10; n++) {
    w.pass(5_000)
    w.hear({ type: 'pong', at: 0, serverAt: 0 })
  }
  t.equal(w.sockets.length, 1)
  t.equal(w.states.at(-1), 'live')
})

t.test('it waits longer from try to try, and a nudge tries at once', async (t) => {
  const w = world()
  w.connection.start()
  for (const wait of [250, 500, 1_000, 2_000, 4_000]) {
    const before = w.sockets.length
    w.last().onclose?.()
    w.pass(wait - 1)
    t.equal(w.sockets.length, before, `not yet after ${wait - 1} ms`)
    w.pass(1)
    t.equal(w.sockets.length, before + 1)
  }
  w.last().onclose?.()
  const before = w.sockets.length
  w.connection.nudge()
  t.equal(w.sockets.length, before + 1)
})

t.test('after stop nothing is tried any more', async (t) => {
  const w = world()
  w.connection.start()
  w.last().onopen?.()
  w.hear(snapshot(1))
  w.connection.stop()
  w.pass(60_000)
  t.equal(w.sockets.length, 1)
  t.equal(w.states.at(-1), 'off')
})

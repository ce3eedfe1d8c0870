// The hub with lines of paper: batching, one frame for equals, slow clients.
import t from 'tap'
import { liveHub } from '#engine/gateway/live/hub.ts'
import { liveViews } from '#engine/gateway/live/views.ts'
import { agentView } from '../fixtures.ts'

function line() {
  const heard: string[] = []
  const one = {
    heard,
    buffered: 0,
    closed: false,
    send: (text: string) => void heard.push(text),
    waiting: () => one.buffered,
    close: () => {
      one.closed = true
    },
  }
  return one
}
const types = (heard: string[]) => heard.map((text) => JSON.parse(text).type)
const subscribe = JSON.stringify({ type: 'subscribe', topics: ['agents', 'notices'] })

t.test('a slow client is skipped and gets a snapshot when it has drained', async (t) => {
  const views = liveViews(0)
  const hub = liveHub(views, () => 0)
  const slow = line()
  const joined = hub.join(slow, { role: 'supervisor' }, 's1')
  joined.hear(subscribe)
  slow.buffered = 2_000_000
  for (let n = 1; n < 4; n++) {
    views.hear('agent', 'a1', { node: 'n', at: n, view: agentView('a1', 'ready') })
    hub.tick()
  }
  hub.notice({ level: 'info', zh: 'x', en: 'x' })
  t.same(types(slow.heard), ['snapshot'], 'nothing is piled up')
  slow.buffered = 0
  hub.tick()
  t.same(types(slow.heard), ['snapshot', 'snapshot'])
  t.match(JSON.parse(slow.heard.at(-1) ?? ''), { seq: 4, agents: [{ agentId: 'a1' }] })
  joined.leave()
  t.equal(hub.clients(), 0)
})

t.test('clients of one audience get the very same text; a client that never subscribed gets none', async (t) => {
  const views = liveViews(0)
  const hub = liveHub(views, () => 0)
  const [a, b, mute] = [line(), line(), line()]
  hub.join(a, { role: 'supervisor' }, 's1').hear(subscribe)
  hub.join(b, { role: 'administrator' }, 's2').hear(subscribe)
  hub.join(mute, { role: 'administrator' }, 's3')
  views.hear('agent', 'a1', { node: 'n', at: 1, view: agentView('a1', 'ready') })
  hub.tick()
  t.equal(a.heard.at(-1), b.heard.at(-1))
  t.same(mute.heard, [])
})

t.test('numbers only grow, notices included, so a page never drops one as already seen', async (t) => {
  const views = liveViews(0)
  const hub = liveHub(views, () => 0)
  const one = line()
  hub.join(one, { role: 'supervisor' }, 's1').hear(subscribe)
  for (let n = 1; n < 4; n++) {
    views.hear('agent', 'a1', { node: 'n', at: n, view: agentView('a1', n % 2 ? 'ready' : 'break') })
    hub.tick()
    hub.notice({ level: 'info', zh: 'x', en: 'x' })
  }
  const numbers = one.heard.map((text) => JSON.parse(text).seq)
  t.same(numbers, [0, 1, 2, 3, 4, 5, 6])
})

t.test('words that make no sense end the line, and so does the end of its session', async (t) => {
  const hub = liveHub(liveViews(0), () => 0)
  const [odd, fine] = [line(), line()]
  hub.join(odd, { role: 'supervisor' }, 's1').hear('{"type":"shout"}')
  t.ok(odd.closed)
  hub.join(fine, { role: 'supervisor' }, 's2').hear(subscribe)
  hub.drop('s1')
  t.notOk(fine.closed)
  hub.drop('s2')
  t.ok(fine.closed)
})

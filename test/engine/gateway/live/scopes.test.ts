// A role that reaches a part of the floor sees that part on the WebSocket: at first, as it changes, and no longer when it left.
import t from 'tap'
import { liveHub } from '#engine/gateway/live/hub.ts'
import { liveViews } from '#engine/gateway/live/views.ts'
import type { Right } from '#engine/protocol/api.ts'
import type { LiveToPage } from '#engine/protocol/live.ts'
import type { Reach, Who } from '#engine/rights/may.ts'
import { createLiveStore } from '#web/src/lib/live/store.ts'
import { agentView, callView, queueView } from '../fixtures.ts'

const reach = (agentIds: string[], queueIds: string[]): Reach => ({
  agentIds: new Set(agentIds),
  queueIds: new Set(queueIds),
})
const leader = (monitor: Reach, more: Partial<Record<Right, Reach>> = {}, agentId?: string): Who => ({
  role: 'role-x',
  reaches: { monitor, ...more },
  ...(agentId === undefined ? {} : { agentId }),
})

function floor() {
  const views = liveViews(1_000)
  const hub = liveHub(views, () => 0)
  const hear = (kind: 'agent' | 'queue' | 'call', id: string, view: ReturnType<typeof agentView>) =>
    views.hear(kind, id, { node: 'n', at: 0, view })
  const member = (id: string) => [{ agentId: id, mode: 'ready' as const, available: true }]
  hear('agent', 'a1', agentView('a1', 'ready', { queueIds: ['q1'] }))
  hear('agent', 'a2', agentView('a2', 'ready', { queueIds: ['q2'] }))
  hear('queue', 'q1', { ...queueView('q1', 1), agents: member('a1') } as never)
  hear('queue', 'q2', { ...queueView('q2', 1), agents: member('a2') } as never)
  hear('call', 'c1', { ...callView('c1'), agentId: 'a1', queueId: 'q1' } as never)
  hear('call', 'c2', { ...callView('c2'), agentId: 'a2', queueId: 'q2' } as never)
  hub.tick()
  return { hub, hear }
}

function page(hub: ReturnType<typeof liveHub>, who: Who) {
  const store = createLiveStore({ now: () => 0, soon: (run) => run() })
  const state = { closed: false }
  const line = {
    send: (text: string) => store.apply(JSON.parse(text) as LiveToPage),
    waiting: () => 0,
    close: () => {
      state.closed = true
    },
  }
  const joined = hub.join(line, who, 's')
  joined.hear(JSON.stringify({ type: 'subscribe', topics: ['me', 'agents', 'queues', 'calls', 'notices'] }))
  const seen = () => {
    const { agents, queues, calls } = store.data()
    return [agents, queues, calls].map((all) => [...all.keys()].sort().join(' '))
  }
  return { store, seen, state }
}

t.test('by agents, by queues, and what the desk adds for transfers', async (t) => {
  const { hub } = floor()
  t.same(page(hub, leader(reach(['a1'], []))).seen(), ['a1', 'q1', 'c1'])
  t.same(page(hub, leader(reach([], ['q2']))).seen(), ['a2', 'q2', 'c2'])
  t.same(page(hub, leader('all')).seen(), ['a1 a2', 'q1 q2', 'c1 c2'])
  const atDesk = page(hub, leader(reach(['a1'], []), { desk: reach(['a9'], []) }, 'a9'))
  t.same(atDesk.seen(), ['a1 a2', 'q1 q2', 'c1'])
  const numbers = (id: string) =>
    atDesk.store
      .data()
      .queues.get(id)
      ?.waiting.map(({ number }) => number)
  t.same([numbers('q1')?.every(Boolean), numbers('q2')?.some(Boolean)], [true, false], 'no numbers beyond the reach')
})

t.test('what comes into reach is told whole, and what leaves it is gone', async (t) => {
  const { hub, hear } = floor()
  const one = page(hub, leader(reach([], ['q1'])))
  t.same(one.seen(), ['a1', 'q1', 'c1'])
  hear('call', 'c2', { ...callView('c2'), agentId: 'a1', queueId: 'q1' } as never)
  hear('call', 'c1', { ...callView('c1'), agentId: 'a2', queueId: 'q2' } as never)
  hear('agent', 'a1', agentView('a1', 'ready', { queueIds: ['q2'] }))
  hub.tick()
  t.same(one.seen(), ['', 'q1', 'c2'])
})

t.test('a changed organisation lets in anew who reaches a part of it, and nobody else', async (t) => {
  const { hub } = floor()
  const pages = [leader(reach(['a1'], [])), leader('all'), leader('all', { desk: reach(['a9'], []) }, 'a9')]
  const all = pages.map((who) => page(hub, who))
  hub.dropLimited()
  t.same(
    all.map(({ state }) => state.closed),
    [true, false, false],
  )
})

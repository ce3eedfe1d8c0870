// What a page makes of the frames is what the gateway shows, whatever changes and whenever the page comes back.
import t from 'tap'
import { liveHub } from '#engine/gateway/live/hub.ts'
import { liveViews } from '#engine/gateway/live/views.ts'
import type { AgentMode, AgentView } from '#engine/protocol/agent.ts'
import type { LiveToPage } from '#engine/protocol/live.ts'
import type { Who } from '#engine/rights/may.ts'
import { createLiveStore } from '#web/src/lib/live/store.ts'
import { agentView, callView, card, queueView } from '../fixtures.ts'

const MODES: AgentMode[] = ['ready', 'ringing', 'talking', 'wrap-up', 'break', 'signed-out']
const QUEUES = ['queue-enquiry', 'queue-complaint', 'queue-vip', 'queue-english']
const recent = Array.from({ length: 5 }, (_, at) => ({ at, queue: '查询', agent: '1001', outcome: 'answered' }))

/** An agent as a real one is: four queues, five earlier calls of its caller. */
function busy(id: string, mode: AgentMode, at: number): AgentView {
  const call = {
    callId: 'call-3f9a1c2e7b4d4c0f9a6e',
    legId: 'leg-2b7c9d1e',
    direction: 'in' as const,
    card: { ...card, name: '周先生', collected: { order: '20261129' }, recent },
    queueId: 'queue-enquiry',
    ringingSince: at,
    held: false,
  }
  const inCall = mode === 'ringing' || mode === 'talking'
  return agentView(id, mode, { since: at, queueIds: QUEUES, idleSince: at, ...(inCall ? { call } : {}) })
}

function page(hub: ReturnType<typeof liveHub>, who: Who, patches = true) {
  const sizes: number[] = []
  const frames: LiveToPage[] = []
  const store = createLiveStore({ now: () => 0, soon: (run) => run() })
  let joined: ReturnType<typeof hub.join> | undefined
  const one = {
    store,
    sizes,
    frames,
    buffered: 0,
    /** comes with its last number, as after a cut */
    come() {
      joined?.leave()
      const line = {
        send(text: string) {
          sizes.push(Buffer.byteLength(text))
          frames.push(JSON.parse(text) as LiveToPage)
          store.apply(frames.at(-1)!)
        },
        waiting: () => one.buffered,
        close: () => {},
      }
      joined = hub.join(line, who, 's')
      const since = store.data().seq || undefined
      const topics = ['me', 'agents', 'queues', 'calls', 'notices']
      joined.hear(JSON.stringify({ type: 'subscribe', topics, since, ...(patches ? { patches } : {}) }))
    },
    cut: () => joined?.leave(),
  }
  return one
}

t.test('a changed agent is at most 400 bytes for a board, whatever its queues', async (t) => {
  const views = liveViews(17_959_000_000)
  const hub = liveHub(views, () => 1_795_900_000_000)
  for (const id of QUEUES) {
    const agents = Array.from({ length: 50 }, (_, n) => ({
      agentId: `agent-${1000 + n}`,
      mode: 'ready' as const,
      available: true,
    }))
    views.hear('queue', id, { node: 'n', at: 0, view: { ...queueView(id, 3), agents } })
  }
  views.hear('agent', 'agent-1001', { node: 'n', at: 0, view: busy('agent-1001', 'signed-out', 0) })
  hub.tick()
  const board = page(hub, { role: 'kiosk' })
  board.come()
  board.sizes.length = 0
  for (const [n, mode] of MODES.entries()) {
    const at = 1_795_900_000_000 + n * 1_000
    views.hear('agent', 'agent-1001', { node: 'n', at, view: busy('agent-1001', mode, at) })
    for (const id of QUEUES) {
      const agents = [{ agentId: 'agent-1001', mode, available: mode === 'ready' }]
      views.hear('queue', id, { node: 'n', at, view: { ...queueView(id, 3), agents, agentsByMode: { [mode]: 1 } } })
    }
    hub.tick()
    t.equal(board.store.data().agents.get('agent-1001')?.mode, mode)
    t.match(board.store.data().queues.get('queue-vip')?.agents, [{ agentId: 'agent-1001', mode }])
  }
  t.equal(board.sizes.length, MODES.length, 'one frame a change')
  t.comment(`bytes: ${board.sizes.join(', ')}`)
  t.ok(Math.max(...board.sizes) <= 400, `${Math.max(...board.sizes)} bytes`)
})

t.test(
  'after thousands of changes, cuts and slow spells every page shows what one shows that comes anew',
  async (t) => {
    let seed = 11
    const random = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % n
    }
    const views = liveViews(0, { gateway: 0, gateways: 1, keptBatches: 20 })
    const hub = liveHub(views, () => 0)
    const whos: Who[] = [{ role: 'supervisor' }, { role: 'agent', agentId: 'agent-1' }, { role: 'kiosk' }]
    const patched = whos.map((who) => page(hub, who))
    const whole = whos.slice(0, 2).map((who) => page(hub, who, false))
    const pages = [...patched, ...whole]
    for (const one of pages) one.come()
    for (let n = 1; n < 3_000; n++) {
      const id = String(random(5))
      const at = { node: 'n', at: n }
      const act = random(6)
      if (act < 3) views.hear('agent', `agent-${id}`, { ...at, view: busy(`agent-${id}`, MODES[random(6)]!, n) })
      else if (act === 3)
        views.hear('queue', QUEUES[random(4)]!, { ...at, view: queueView(QUEUES[random(4)]!, random(6)) })
      else if (random(2)) views.hear('call', `c${id}`, { ...at, view: { ...callView(`c${id}`), stageSince: n } })
      else views.hear('call', `c${id}`, at)
      if (random(3) === 0) hub.tick()
      const one = pages[random(pages.length)]!
      const fate = random(40)
      if (fate === 0) one.cut()
      else if (fate < 4) one.come()
      else if (fate === 4) one.buffered = 2_000_000
      else if (fate < 8) one.buffered = 0
    }
    for (const one of pages) {
      one.buffered = 0
      one.come()
    }
    hub.tick()
    for (const [n, one] of pages.entries()) {
      const fresh = page(hub, whos[n % whos.length]!)
      fresh.come()
      const plain = ({ agents, queues, calls, me }: ReturnType<typeof one.store.data>) => ({
        agents: Object.fromEntries(agents),
        queues: Object.fromEntries(
          [...queues].map(([id, queue]) => [
            id,
            { ...queue, agents: new Set(queue.agents.map((a) => `${a.agentId} ${a.mode}`)) },
          ]),
        ),
        calls: Object.fromEntries(calls),
        me,
      })
      t.same(plain(one.store.data()), plain(fresh.store.data()), JSON.stringify(whos[n % whos.length]))
    }
    const withPatches = ({ frames }: (typeof pages)[number]) => frames.some((one) => 'patches' in one)
    t.ok(patched.every(withPatches), 'who asked for patches had them')
    t.notOk(whole.some(withPatches), 'who did not had every view whole')
  },
)

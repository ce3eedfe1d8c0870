// The live store: frames become maps, listeners hear once per tick.
import t from 'tap'
import { createLiveStore } from '#web/src/lib/live/store.ts'
import { agent, queue } from './views.ts'

function store() {
  const waiting: (() => void)[] = []
  const made = createLiveStore({ now: () => 1_000, soon: (run) => void waiting.push(run) })
  return { made, tick: () => waiting.splice(0).forEach((run) => void run()) }
}
const none = { agents: [], queues: [], calls: [] }

t.test('changes replace what they name and remove what is gone', async (t) => {
  const { made } = store()
  made.apply({
    type: 'snapshot',
    seq: 1,
    at: 0,
    agents: [agent(), agent({ agentId: 'agent-2' })],
    queues: [queue()],
    calls: [],
  })
  made.apply({ type: 'changes', seq: 2, at: 0, ...none, agents: [agent({ mode: 'talking' })], gone: ['agent-2'] })
  t.equal(made.data().agents.get('agent-1')?.mode, 'talking')
  t.notOk(made.data().agents.has('agent-2'))
  t.ok(made.data().queues.has('queue-1'), 'what is not named stays')
})

t.test('a snapshot forgets everything before it', async (t) => {
  const { made } = store()
  made.apply({ type: 'snapshot', seq: 1, at: 0, ...none, agents: [agent()] })
  made.apply({ type: 'snapshot', seq: 5, at: 0, ...none })
  t.equal(made.data().agents.size, 0)
})

t.test('many frames within a tick are told once', async (t) => {
  const { made, tick } = store()
  let told = 0
  made.onChange(() => {
    told++
  })
  for (let seq = 1; seq < 20; seq++) made.apply({ type: 'changes', seq, at: 0, ...none, agents: [agent()], gone: [] })
  t.equal(told, 0)
  tick()
  t.equal(told, 1)
})

t.test('maps that a frame does not touch stay the same, so pages do not redraw', async (t) => {
  const { made } = store()
  made.apply({ type: 'snapshot', seq: 1, at: 0, ...none, queues: [queue()] })
  const before = made.data().queues
  made.apply({ type: 'changes', seq: 2, at: 0, agents: [agent({ queueIds: [] })] })
  t.equal(made.data().queues, before)
  made.apply({ type: 'changes', seq: 3, at: 0, agents: [agent()] })
  const served = made.data().queues
  t.match(served.get('queue-1')?.agents, [{ agentId: 'agent-1', mode: 'ready' }], 'who serves is read off the agents')
  made.apply({ type: 'changes', seq: 4, at: 0, patches: { agents: { 'agent-1': { since: 5 } } } })
  t.equal(made.data().queues, served)
  t.match(made.data().agents.get('agent-1'), { mode: 'ready', since: 5 })
})

t.test('the clock of the server is known by its frames', async (t) => {
  const { made } = store()
  made.apply({ type: 'snapshot', seq: 1, at: 4_500, ...none })
  t.equal(made.data().skewMs, 3_500)
})

t.test('a patch of me is of what the frames said, also when an answer of the desk came in between', async (t) => {
  const { made } = store()
  made.apply({ type: 'snapshot', seq: 1, at: 0, ...none, me: agent({ queueIds: ['a', 'b'] }) })
  made.asking()(agent({ queueIds: ['b'], mode: 'break' }))
  made.apply({ type: 'changes', seq: 2, at: 0 })
  t.equal(made.data().me?.mode, 'break', 'a frame that says nothing of me leaves the answer')
  made.apply({ type: 'changes', seq: 3, at: 0, patches: { me: { mode: 'break', queueIds: [0, 1] } } })
  t.match(made.data().me, { mode: 'break', queueIds: ['b'] })
})

t.test(
  'an answer of the desk that comes after newer frames is not taken: a refused call does not hang in dialling',
  async (t) => {
    const { made } = store()
    made.apply({ type: 'snapshot', seq: 1, at: 0, ...none, me: agent({ mode: 'break' }) })
    const take = made.asking()
    made.apply({ type: 'changes', seq: 2, at: 0, patches: { me: { mode: 'dialling' } } })
    made.apply({ type: 'changes', seq: 3, at: 0, patches: { me: { mode: 'break' } } })
    take(agent({ mode: 'dialling' }))
    t.equal(made.data().me?.mode, 'break')
    made.asking()(agent({ mode: 'ready' }))
    t.equal(made.data().me?.mode, 'ready', 'one that nothing overtook is')
  },
)

t.test('the server’s clock is known to the page: a pong tells how late frames come', async (t) => {
  const made = createLiveStore({ now: () => 2_000, soon: (run) => run() })
  made.apply({ type: 'snapshot', seq: 1, at: 9_900, ...none })
  t.equal(made.data().skewMs, 7_900, 'until then by the frame, late as it was')
  made.apply({ type: 'pong', at: 1_800, serverAt: 10_000 })
  t.equal(made.data().skewMs, 8_100, 'asked at 1,800 and heard at 2,000: it was 1,900 when the server said 10,000')
  made.apply({ type: 'changes', seq: 2, at: 9_000 })
  t.equal(made.data().skewMs, 8_100)
  made.clear()
  made.apply({ type: 'snapshot', seq: 1, at: 9_900, ...none })
  t.equal(made.data().skewMs, 7_900)
})

// The gateway's views: what is told, what is gone, what comes after a number.
import t from 'tap'
import { audienceOf, seenBy } from '#engine/gateway/live/audience.ts'
import { idleBesideWaiting } from '#engine/gateway/live/beside.ts'
import { liveViews } from '#engine/gateway/live/views.ts'
import { agentView, callView, queueView, talking } from '../fixtures.ts'

const at = (ms: number) => ({ node: 'n1', at: ms })

t.test('a batch holds each view once, in its last state', async (t) => {
  const views = liveViews(100)
  t.equal(views.tick(), undefined, 'nothing changed, no number used')
  views.hear('agent', 'a1', { ...at(1), view: agentView('a1', 'ready') })
  views.hear('agent', 'a1', { ...at(2), view: agentView('a1', 'break') })
  views.hear('call', 'c1', { ...at(2), view: callView('c1') })
  t.match(views.tick(), {
    seq: 101,
    agents: [{ after: { mode: 'break' } }],
    calls: [{ after: { callId: 'c1' } }],
    gone: [],
  })
  views.hear('call', 'c1', at(3))
  t.match(views.tick(), { seq: 102, agents: [], calls: [], gone: [{ kind: 'call', id: 'c1' }] })
})

t.test('changes since a number are merged; before the kept batches there is only the whole', async (t) => {
  const views = liveViews(0, { gateway: 0, gateways: 1, keptBatches: 3 })
  for (let n = 1; n <= 5; n++) {
    views.hear('agent', `a${n}`, { ...at(n), view: agentView(`a${n}`, 'ready') })
    views.tick()
  }
  t.same(
    views.since(3)?.agents.map((step) => step.after.agentId),
    ['a4', 'a5'],
  )
  t.match(views.since(5), { seq: 5, agents: [], gone: [] })
  t.equal(views.since(1), undefined, 'batch 2 is no longer kept')
  t.ok(views.since(2))
  t.equal(views.since(6), undefined, 'a number of the future is of another run')
  t.equal(views.all().agents.length, 5)
})

t.test('an older view never replaces a newer one, an end neither', async (t) => {
  const views = liveViews(0)
  views.hear('agent', 'a1', { ...at(10), view: agentView('a1', 'ready') })
  views.hear('agent', 'a1', { ...at(9), view: agentView('a1', 'break') })
  views.hear('agent', 'a1', at(8))
  t.equal(views.agent('a1')?.mode, 'ready')
})

t.test('a clock that is set back an hour does not stop the pages', async (t) => {
  const views = liveViews(0)
  const HOUR = 3_600_000
  views.hear('agent', 'a1', { ...at(2 * HOUR), view: agentView('a1', 'ready') })
  views.hear('call', 'c1', { node: 'n1', at: 2 * HOUR, view: callView('c1') })
  views.hear('agent', 'a1', { ...at(HOUR), view: agentView('a1', 'break') })
  t.equal(views.agent('a1')?.mode, 'break')
  views.reconcile([{ node: 'n1', at: HOUR, part: 0, parts: 1, agents: [], queues: [], calls: [] }], HOUR)
  views.tick()
  t.equal(views.all().calls.length, 0, 'and what is over leaves them')
})

t.test('what an answering node no longer shows is over; a silent node keeps its views for two minutes', async (t) => {
  const views = liveViews(0)
  views.hear('call', 'c1', { node: 'n1', at: 10, view: callView('c1') })
  views.hear('call', 'c2', { node: 'n2', at: 10, view: callView('c2') })
  views.hear('call', 'c3', { node: 'n1', at: 25, view: callView('c3') })
  const empty = { node: 'n1', at: 30, part: 0, parts: 1, agents: [], queues: [queueView('q1', 1)], calls: [] }
  views.tick()
  views.reconcile([], 20)
  t.equal(views.all().calls.length, 3, 'no answer says nothing')
  views.reconcile([empty], 20)
  views.tick()
  t.same(
    views.all().calls.map((step) => step.after.callId),
    ['c2', 'c3'],
    'c1 is over, n2 was silent, c3 is newer than the question',
  )
  t.equal(views.all().queues.length, 1)
  views.reconcile([{ ...empty, at: 130_000 }], 120_011)
  views.tick()
  t.same(views.all().calls, [])
})

t.test('an audience sees no more than its right', async (t) => {
  const views = liveViews(0)
  views.hear('agent', 'a2', { ...at(1), view: talking('a2') })
  views.hear('queue', 'q1', { ...at(1), view: queueView('q1', 1) })
  views.hear('call', 'c1', { ...at(1), view: callView('c1') })
  views.tick()
  const topics = ['me', 'agents', 'queues', 'calls', 'notices'] as const
  const seen = (who: Parameters<typeof audienceOf>[0]) => seenBy(audienceOf(who, topics), views.all())
  t.match(seen({ role: 'supervisor' }), {
    agents: [{ call: { callId: 'c1' } }],
    calls: [{}],
    queues: [{ waiting: [{ number: /1390/ }] }],
  })
  const agent = seen({ role: 'agent', agentId: 'a1' })
  t.notOk(agent.agents[0]?.call)
  t.match(agent, { calls: [], queues: [{ waiting: [{ number: '' }] }] })
  t.match(seen({ role: 'agent' }), { agents: [], queues: [], calls: [] }, 'an account without agent sees nothing')
  t.match(seen({ role: 'guest' }), { agents: [], queues: [], calls: [] })
  t.match(seen({ role: 'kiosk' }), { calls: [{}] })
})

t.test('a parked call is shown to every desk, until somebody has fetched it', async (t) => {
  const views = liveViews(0)
  const desk = audienceOf({ role: 'agent', agentId: 'a1' }, ['calls'])
  const parked = { place: '701', byAgentId: 'a2', recallAt: 60_000 }
  views.hear('call', 'c1', { ...at(1), view: callView('c1') })
  views.hear('call', 'c2', { ...at(1), view: { ...callView('c2'), stage: 'parked', parked } })
  const first = views.tick()
  t.match(seenBy(desk, first!), { calls: [{ callId: 'c2', parked: { place: '701' } }] })
  t.equal(seenBy(desk, first!).calls.length, 1)
  t.same(seenBy(audienceOf({ role: 'guest' }, ['calls']), first!).calls, [])
  t.equal(views.parkedAt('701'), 'c2')
  views.hear('call', 'c2', { ...at(2), view: callView('c2') })
  t.match(seenBy(desk, views.tick()!), { calls: [], gone: ['c2'] })
  t.equal(views.parkedAt('701'), undefined)
})

t.test('a step holds what was shown before; what was heard between two ticks is in no whole yet', async (t) => {
  const views = liveViews(0)
  views.hear('agent', 'a1', { ...at(1), view: agentView('a1', 'ready') })
  t.same(views.all().agents, [], 'not before the tick that numbers it')
  t.same(views.tick()?.agents[0]?.before, undefined)
  views.hear('agent', 'a1', { ...at(2), view: agentView('a1', 'break') })
  t.match(views.all().agents, [{ after: { mode: 'ready' } }])
  t.equal(views.agent('a1')?.mode, 'break')
  t.equal(views.shown('a1')?.mode, 'ready')
  t.match(views.tick()?.agents, [{ before: { mode: 'ready' }, after: { mode: 'break' } }])
  t.notOk(views.since(1)?.agents[0]?.before, 'who comes back gets it whole')
})

t.test('who is free beside a caller offered to nobody is counted', async (t) => {
  const free = (available: boolean) => ({ agentId: 'a', mode: 'ready', available }) as const
  const caller = { callId: 'c', number: '1', vip: false, joinedAt: 0, missed: 0 }
  const queues = [
    { waiting: [caller, { ...caller, offeredTo: 'b' }], agents: [free(true), free(true), free(false)] },
    { waiting: [{ ...caller, offeredTo: 'b' }], agents: [free(true)] },
    { waiting: [caller], agents: [free(false)] },
    { waiting: [{ ...caller, callback: { askedAt: 1 } as never }], agents: [free(true)] },
  ]
  t.equal(idleBesideWaiting(queues), 1)
  t.equal(idleBesideWaiting([]), 0)
})

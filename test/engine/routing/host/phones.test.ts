// An engine node that hears of phones: who cannot be rung is lost within ten seconds and back by itself; whom nobody can
// judge stays as he is.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { AgentView } from '#engine/protocol/agent.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import type { QueueState } from '#engine/routing/core/queue/state.ts'
import { settled } from '../../../kit/engine.ts'
import { world } from '../../../kit/small-centre.ts'

const agent = { kind: 'agent', id: 'agent-0' } as const

async function centre() {
  const here = await world()
  const started = await here.start()
  const { engine, bus } = started
  await settled(engine)
  const ask = (command: { type: string }) => engine.ask(agent, command)
  await ask({ type: 'sign-in', phone: { type: 'browser' }, session: 's' } as never)
  await ask({ type: 'ready' })
  const told = new Map<string, Record<string, number>>()
  return {
    left: (user: string) => bus.publish(subjects.phones('m1'), { node: 'm1', users: {}, left: [user] }),
    /** from now on this node says so each second */
    says: (node: string, users: Record<string, number> | undefined) => {
      if (users) told.set(node, users)
      else told.delete(node)
    },
    async pass(seconds: number) {
      for (let n = 0; n < seconds; n++) {
        for (const [node, users] of told) bus.publish(subjects.phones(node), { node, users })
        here.clock.advance(1_000)
        await settled(engine)
      }
    },
    view: () => agentMachine.view(engine.stateOf(agent) as never) as AgentView,
    nobodySince: () =>
      (engine.stateOf({ kind: 'queue', id: 'sales' }) as Extract<QueueState, { team: unknown }>).team.nobodySince,
    ask,
    stop: () => engine.stop(),
  }
}

t.test(
  'a phone that no edge knows is lost within ten seconds, its agent is nobody to wait for, and back by itself',
  async (t) => {
    const { says, pass, view, nobodySince, stop } = await centre()
    says('m1', { 'agent.1001': 0 })
    says('m2', {})
    await pass(15)
    t.match(view(), { mode: 'ready', available: true })
    t.equal(nobodySince(), undefined)
    says('m1', { 'agent.1002': 0 })
    await pass(6)
    t.match(view(), {
      mode: 'break',
      breakReason: 'phone-unreachable',
      available: false,
      phoneLost: { unregistered: true },
    })
    t.type(nobodySince(), 'number')
    says('m2', { 'agent.1001': 0 })
    await pass(1)
    t.match(view(), { mode: 'ready', available: true })
    t.equal(nobodySince(), undefined)
    await stop()
  },
)

t.test('a phone that signs off is not waited for', async (t) => {
  const { left, pass, view, stop } = await centre()
  left('agent.1001')
  await pass(0)
  await new Promise((resolve) => setImmediate(resolve))
  t.match(view(), { mode: 'break', breakReason: 'phone-unreachable' })
  await stop()
})

t.test('a connection that blinks is no loss', async (t) => {
  const { says, pass, view, stop } = await centre()
  says('m1', {})
  await pass(2)
  says('m1', { 'agent.1001': 0 })
  await pass(2)
  says('m1', {})
  await pass(2)
  t.match(view(), { mode: 'ready' })
  await stop()
})

t.test('an edge that says nothing proves nothing', async (t) => {
  const { says, pass, view, stop } = await centre()
  await pass(60)
  t.match(view(), { mode: 'ready' }, 'nobody has ever said anything')
  says('m1', {})
  says('m2', { 'agent.1001': 0 })
  await pass(5)
  says('m2', undefined)
  await pass(60)
  t.match(view(), { mode: 'ready' }, 'the node where the phone was is silent')
  await stop()
})

t.test('a phone that rang in vain is back when it says something, not because it is still registered', async (t) => {
  const { says, pass, view, ask, stop } = await centre()
  says('m1', { 'agent.1001': 100_000 })
  await pass(1)
  await ask({ type: 'ring-direct', requestId: 'r', callId: 'c', node: 'm1', caller: {}, ringMs: 9_000 } as never)
  const { legId } = view().call ?? { legId: '' }
  await ask({
    type: 'news',
    news: { type: 'leg-failed', callId: 'c', legId, cause: 'unreachable', sipStatus: 408 },
  } as never)
  t.match(view(), { mode: 'break', phoneLost: { unregistered: false } })
  says('m1', { 'agent.1001': 110_000 })
  await pass(20)
  t.match(view(), { mode: 'break' })
  says('m1', { 'agent.1001': 500 })
  await pass(1)
  t.match(view(), { mode: 'ready' })
  await stop()
})

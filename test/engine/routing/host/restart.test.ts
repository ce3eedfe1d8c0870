// A node that dies and comes back: its actors, its epochs, its configuration, and the media nodes' truth.
import t from 'tap'
import { memoryBroker } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { manualClock } from '#engine/clock/manual.ts'
import { type ActorRef, shardOf, subjects } from '#engine/protocol/actors.ts'
import type { AgentConfig, QueueConfig } from '#engine/protocol/company.ts'
import type { LegTruth } from '#engine/protocol/media.ts'
import { shellDefaults } from '#engine/routing/actors/shell-parts.ts'
import { Fold } from '#engine/routing/ledger/fold.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { settled, startEngine, testCompany, testMedia } from '../../../kit/engine.ts'
import { type ToyCommand, type ToyState, toyMachines } from '../../../kit/toy.ts'
import { waitFor } from '../../../kit/wait.ts'

const toy = (command: ToyCommand) => command
const refs: ActorRef[] = Array.from({ length: 60 }, (_, n) => ({ kind: 'call', id: `call-${n}` }))

/** What outlives a node: everything but the node. */
function world() {
  const clock = manualClock()
  const broker = memoryBroker()
  const shared = {
    clock,
    shards: memoryKeyValue(),
    checkpoints: memoryKeyValue(),
    ledger: memoryLedger(),
    media: testMedia(),
  }
  return { ...shared, broker, parts: () => ({ ...shared, bus: broker.connect() }) }
}
type World = ReturnType<typeof world>

async function work(engine: Awaited<ReturnType<typeof startEngine>>['engine'], rounds: number) {
  for (let round = 1; round <= rounds; round++) {
    for (const [n, ref] of refs.entries()) void engine.ask(ref, toy({ type: 'add', n: n * round }))
    await settled(engine)
  }
  await waitFor(() => engine.unkept() === 0, { what: 'the ledger has everything' })
}

async function checkpointed({ clock, checkpoints }: World) {
  const touched = new Set(refs.map((ref) => String(shardOf(ref.id))))
  const kept = async () => {
    clock.advance(1_000)
    const keys = new Set(await checkpoints.keys())
    return [...touched].every((shard) => keys.has(shard))
  }
  await waitFor(kept, { what: 'every touched shard has a checkpoint' })
}

t.test('a node that restarts has its actors back, by the ledger alone as by checkpoint and ledger', async (t) => {
  const here = world()
  const first = await startEngine(here.parts())
  await work(first.engine, 2)
  await checkpointed(here)
  await work(first.engine, 1)
  await first.engine.ask(refs[3] as ActorRef, toy({ type: 'end' }))
  await settled(first.engine)
  await waitFor(() => first.engine.unkept() === 0, { what: 'the ledger has everything' })
  const states = refs.map((ref) => first.engine.stateOf(ref))
  first.engine.kill()

  const second = await startEngine(here.parts())
  t.strictSame(
    refs.map((ref) => second.engine.stateOf(ref)),
    states,
    'by checkpoint and ledger',
  )
  t.equal(second.engine.epochOf(7), 2, 'under a higher epoch')
  t.ok(second.logged.some((each) => each.text === 'shards rebuilt'))
  second.engine.kill()

  const third = await startEngine({ ...here.parts(), checkpoints: memoryKeyValue() })
  t.strictSame(
    refs.map((ref) => third.engine.stateOf(ref)),
    states,
    'by the ledger alone',
  )
  t.match(await third.engine.ask(refs[1] as ActorRef, toy({ type: 'add', n: 1 })), { ok: true })
  await waitFor(() => third.engine.unkept() === 0, { what: 'the ledger goes on where it stopped' })
  third.engine.kill()
})

t.test('a command obeyed before the restart is not obeyed again after it', async (t) => {
  const here = world()
  const first = await startEngine(here.parts())
  const ref = refs[0] as ActorRef
  const envelope = { id: 'news-77', cause: 'test', command: toy({ type: 'add', n: 5 }) }
  await first.bus.ask(subjects.actor(ref), envelope, 1_000)
  await waitFor(() => first.engine.unkept() === 0, { what: 'the ledger has it' })
  first.engine.kill()
  const second = await startEngine(here.parts())
  t.match(await second.bus.ask(subjects.actor(ref), envelope, 1_000), { ok: true })
  t.match(second.engine.stateOf(ref), { sum: 5 })
  second.engine.kill()
})

t.test('wakes come also after a restart, once the truth about the legs has had its time', async (t) => {
  const here = world()
  const first = await startEngine(here.parts())
  const ref = refs[0] as ActorRef
  await first.engine.ask(ref, toy({ type: 'wake-me', at: here.clock.now() + 60_000 }))
  await waitFor(() => first.engine.unkept() === 0, { what: 'the ledger has it' })
  first.engine.kill()
  here.clock.advance(120_000)
  const second = await startEngine(here.parts())
  here.clock.advance(shellDefaults.adoptedMs - 1)
  await settled(second.engine)
  t.match(second.engine.stateOf(ref), { woken: 0 })
  here.clock.advance(1)
  await settled(second.engine)
  t.match(second.engine.stateOf(ref), { woken: 1 })
  second.engine.kill()
})

t.test('planned stop: the ledger has everything before the node is gone', async (t) => {
  const here = world()
  const first = await startEngine(here.parts())
  for (const ref of refs) void first.engine.ask(ref, toy({ type: 'add', n: 1 }))
  await settled(first.engine)
  await first.engine.stop()
  const fold = new Fold(toyMachines)
  for await (const { ref, entry, sequence } of here.ledger.readAll(0)) fold.take(ref, entry, sequence)
  t.equal([...fold.actors()].filter((actor) => (actor.state as ToyState).sum === 1).length, refs.length)
  const second = await startEngine(here.parts())
  const rebuilt = second.logged.find((each) => each.text === 'shards rebuilt')
  t.match(rebuilt?.fields, { actors: refs.length, entries: 0 }, 'all of it by checkpoint')
  second.engine.kill()
})

t.test('configuration is told once, again when it changed, and a removed agent is disabled', async (t) => {
  const here = world()
  const config = (id: string, enabled = true) => ({ id, number: id, queueIds: [], enabled }) as unknown as AgentConfig
  const queue = { id: 'q1', enabled: true } as unknown as QueueConfig
  const company = testCompany({ agents: [config('a1'), config('a2')], queues: [queue] })
  const told = (engine: { stateOf(ref: ActorRef): unknown }, kind: 'agent' | 'queue', id: string) =>
    (engine.stateOf({ kind, id }) as ToyState | undefined)?.told
  const first = await startEngine({ ...here.parts(), company })
  await settled(first.engine)
  t.strictSame(told(first.engine, 'agent', 'a1'), ['configure true'])
  t.strictSame(told(first.engine, 'queue', 'q1'), ['configure true'])
  company.set({ agents: [{ ...config('a1'), name: 'new' }] })
  const obeyed: unknown[] = []
  await first.bus.subscribe(subjects.configObeyed, (value) => obeyed.push(value))
  first.bus.publish(subjects.configChanged, {})
  await waitFor(
    () => {
      here.clock.advance(50)
      return told(first.engine, 'agent', 'a2')?.length === 2
    },
    { what: 'the change is told' },
  )
  await settled(first.engine)
  t.strictSame(told(first.engine, 'agent', 'a1'), ['configure true', 'configure true'])
  t.strictSame(told(first.engine, 'agent', 'a2'), ['configure true', 'configure false'])
  t.strictSame(told(first.engine, 'queue', 'q1'), ['configure true'], 'unchanged: told once')
  t.match(obeyed, [{ revision: 2 }], 'and whoever saved it hears that this node works by it')
  await waitFor(() => first.engine.unkept() === 0, { what: 'the ledger has it' })
  first.engine.kill()
  const second = await startEngine({ ...here.parts(), company })
  await settled(second.engine)
  t.strictSame(
    told(second.engine, 'queue', 'q1')?.filter((each) => each.startsWith('configure')),
    ['configure true'],
  )
  t.strictSame(told(second.engine, 'agent', 'a2')?.filter((each) => each.startsWith('configure')).length, 2)
  second.engine.kill()
})

t.test(
  'a media node that is silent holds up a takeover for half a second, not for as long as it may be asked',
  async (t) => {
    const here = world()
    const first = await startEngine(here.parts())
    await work(first.engine, 1)
    first.engine.kill()
    here.media.up = ['m1']
    const silent = { ...here.media, legs: () => new Promise<never>(() => {}) }
    let up = false
    const second = startEngine({ ...here.parts(), media: silent }).then((started) => {
      up = true
      return started
    })
    let turned = 0
    await waitFor(
      () => {
        here.clock.advance(10)
        turned += 10
        return up
      },
      { what: 'it runs without' },
    )
    t.ok(turned < 5_000, `${turned} ms`)
    ;(await second).engine.kill()
  },
)

for (const back of [true, false]) {
  const when = back ? 'when the bus is back' : 'with the next comparison'
  t.test(`a change whose announcement was lost reaches the actors ${when}`, async (t) => {
    const here = world()
    const agent = { id: 'a1', number: 'a1', queueIds: [], enabled: true } as unknown as AgentConfig
    const company = testCompany({ agents: [agent] })
    let asked = 0
    const lookups = { ask: async () => ({ type: 'timeout' as const }), changed: () => void asked++ }
    const bus = here.broker.connect()
    const first = await startEngine({ ...here.parts(), bus, company, lookups })
    await settled(first.engine)
    const told = () => (first.engine.stateOf({ kind: 'agent', id: 'a1' }) as ToyState | undefined)?.told
    bus.disconnect()
    company.set({ agents: [{ ...agent, enabled: false }] })
    if (back) bus.reconnect()
    await waitFor(
      () => {
        here.clock.advance(back ? 50 : 1_000)
        return told()?.length === 2
      },
      { what: 'the change is told' },
    )
    t.strictSame(told(), ['configure true', 'configure false'])
    t.equal(asked, 2, 'and lookups read the company again')
    first.engine.kill()
  })
}

const leg = (legId: string, callId: string, owner: ActorRef, ageMs: number): LegTruth => ({
  legId,
  callId,
  node: 'm1',
  owner,
  state: 'up',
  direction: 'in',
  from: { number: '1', name: '' },
  to: '2',
  tags: {},
  hears: [],
  ageMs,
})

t.test('after a restart calls and agents hear which legs the media node has, and orphans are hung up', async (t) => {
  const here = world()
  const company = testCompany({ agents: [{ id: 'a1', queueIds: [], enabled: true } as unknown as AgentConfig] })
  const first = await startEngine({ ...here.parts(), company })
  const ref = refs[0] as ActorRef
  await first.engine.ask(ref, toy({ type: 'add', n: 1 }))
  await settled(first.engine)
  await waitFor(() => first.engine.unkept() === 0, { what: 'the ledger has it' })
  first.engine.kill()
  here.media.up = ['m1']
  const long = 60_000
  here.media.truth = [
    leg('l1', ref.id, ref, long),
    leg('l2', ref.id, { kind: 'agent', id: 'a1' }, long),
    leg('l9', 'nobody', { kind: 'call', id: 'nobody' }, long),
    { ...leg('l8', 'new', { kind: 'call', id: 'new' }, 0), state: 'up' },
  ]
  const second = await startEngine({ ...here.parts(), company })
  await settled(second.engine)
  t.match(second.engine.stateOf(ref), { told: ['reconcile l1,l2'] })
  t.match((second.engine.stateOf({ kind: 'agent', id: 'a1' }) as ToyState).told, ['configure true', 'reconcile l2'])
  await waitFor(
    () => {
      here.clock.advance(1_000)
      return here.media.orders.length > 0
    },
    { what: 'the orphan is hung up' },
  )
  t.match(here.media.orders[0], { epoch: 2, order: { type: 'hang-up', callId: 'nobody', legId: 'l9' } })
  second.engine.kill()
})

// Engine nodes on a real nats-server: killed and restarted under a running node, and nodes that take over from each other.
import t from 'tap'
import { type BusConnection, connectBus } from '#engine/bus/nats.ts'
import { type ActorRef, SHARDS, shardOf } from '#engine/protocol/actors.ts'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'
import { placementDefaults } from '#engine/routing/actors/placement-settings.ts'
import { outboxDefaults } from '#engine/routing/ledger/outbox.ts'
import { replay } from '#engine/routing/ledger/replay.ts'
import { settled, startEngine, type TestEngine } from '../../../kit/engine.ts'
import { startNats, type TestNats } from '../../../kit/nats.ts'
import { type ToyCommand, type ToyState, toyMachine } from '../../../kit/toy.ts'
import { waitFor } from '../../../kit/wait.ts'

const toy = (command: ToyCommand) => command
const refs: ActorRef[] = Array.from({ length: 40 }, (_, n) => ({ kind: 'call', id: `call-${n}` }))
const quick = {
  placement: { ...placementDefaults, beatMs: 100, missed: 5 },
  outbox: { ...outboxDefaults, longestPauseMs: 300 },
}

interface Node extends TestEngine {
  connection: BusConnection
}

/** `slowMs`: the ledger's acknowledgements take so long */
async function nodeOn(nats: TestNats, node: string, slowMs = 0): Promise<Node> {
  const connection = await connectBus({ servers: [nats.url], token: nats.token, name: node })
  const ledger = await connection.ledger({ appendMs: 500 })
  const slow: typeof ledger = {
    ...ledger,
    async append(ref, entry, after) {
      await new Promise((resolve) => setTimeout(resolve, slowMs))
      return ledger.append(ref, entry, after)
    },
  }
  const engine = await startEngine(
    {
      node,
      bus: connection.bus,
      shards: await connection.keyValue('shards'),
      checkpoints: await connection.keyValue('checkpoints'),
      ledger: slow,
    },
    quick,
  )
  return { ...engine, connection }
}

const sums = (engine: TestEngine['engine']) => refs.map((ref) => (engine.stateOf(ref) as ToyState | undefined)?.sum)

async function recordsOf(node: Node): Promise<Map<string, DecisionRecord[]>> {
  const records = new Map<string, DecisionRecord[]>()
  for await (const { ref, entry } of node.ledger.readAll(0)) {
    records.set(ref.id, [...(records.get(ref.id) ?? []), ...entry.records])
  }
  return records
}

t.test('NATS is killed under a working node: routing goes on, and the ledger catches up in order', async (t) => {
  const nats = await startNats()
  const node = await nodeOn(nats, 'e1')
  t.teardown(async () => {
    node.engine.kill()
    await node.connection.bus.close()
    await nats.stop()
  })
  const { engine } = node
  for (const ref of refs) void engine.ask(ref, toy({ type: 'add', n: 1 }))
  await settled(engine)
  await nats.kill()
  await waitFor(() => !node.bus.connected(), { what: 'the node notices' })
  for (let round = 0; round < 20; round++) {
    for (const ref of refs) t.match(await engine.ask(ref, toy({ type: 'add', n: 1 })), { ok: true })
  }
  for (const ref of refs) void engine.ask(ref, toy({ type: 'pass', to: refs[0] as ActorRef, n: 1 }))
  await settled(engine)
  t.equal((engine.stateOf(refs[5] as ActorRef) as ToyState).sum, 21, 'decided while the ledger is away')
  t.equal((engine.stateOf(refs[0] as ActorRef) as ToyState).sum, 61, 'actors hear each other while it is away')
  t.ok(engine.unkept() >= refs.length, `${engine.unkept()} records wait`)
  await nats.start()
  await waitFor(() => engine.unkept() === 0, { what: 'the outbox drains' })
  t.equal(engine.running().length, SHARDS, 'no shard was lost')
  t.equal(engine.epochOf(3), 1, 'nor its epoch')
  for (const [id, records] of await recordsOf(node)) {
    let next = 1
    for (const record of records) {
      if (record.seq !== next) t.fail(`${id}: seq ${record.seq} where ${next} was due`)
      next += record.facts.length
    }
    const { differs, state } = replay(toyMachine('call'), records)
    t.strictSame(differs, [], `${id} decides the same again`)
    t.strictSame(state, engine.stateOf({ kind: 'call', id }))
  }
  t.match(await engine.ask(refs[0] as ActorRef, toy({ type: 'add', n: 1 })), { ok: true })
})

t.test('a node that dies loses its shards to the other under a higher epoch, and cannot write any more', async (t) => {
  const nats = await startNats()
  const nodes = [await nodeOn(nats, 'e1'), await nodeOn(nats, 'e2')] as const
  t.teardown(async () => {
    for (const node of nodes) {
      node.engine.kill()
      await node.connection.bus.close()
    }
    await nats.stop()
  })
  const [one, two] = nodes
  await waitFor(
    () => two.engine.running().length > 60 && one.engine.running().length + two.engine.running().length === SHARDS,
    {
      what: 'the shards are shared out',
    },
  )
  await waitFor(() => quietFor(nodes), { what: 'the sharing ends' })
  t.strictSame(
    [...one.engine.running(), ...two.engine.running()].sort((a, b) => a - b),
    all(),
    'each has one owner',
  )

  for (const ref of refs)
    t.match(await one.engine.ask(ref, toy({ type: 'add', n: 1 })), { ok: true }, 'asked through one node')
  for (const [n, ref] of refs.entries()) {
    void one.engine.ask(ref, toy({ type: 'pass', to: refs[(n + 1) % refs.length] as ActorRef, n: 1 }))
  }
  const whole = () =>
    refs.map((ref) => (nodes.map((node) => node.engine.stateOf(ref)).find((state) => state) as ToyState)?.sum)
  await waitFor(() => whole().every((sum) => sum === 2), { what: 'passed on between nodes' })
  await waitFor(() => one.engine.unkept() + two.engine.unkept() === 0, { what: 'the ledger has everything' })
  const lost = two.engine.running()
  const mine = refs.find((ref) => lost.includes(shardOf(ref.id))) as ActorRef
  const after = await two.ledger.lastSequence(mine)
  const before = two.engine.epochOf(shardOf(mine.id))

  two.engine.kill()
  await waitFor(() => one.engine.running().length === SHARDS, { what: 'the other takes over' })
  t.ok(one.engine.epochOf(shardOf(mine.id)) > before, 'under a higher epoch')
  t.strictSame(
    sums(one.engine),
    refs.map(() => 2),
  )
  t.match(await one.engine.ask(mine, toy({ type: 'add', n: 5 })), { ok: true, value: 7 })
  await waitFor(() => one.engine.unkept() === 0, { what: 'the new owner wrote' })
  const stale: DecisionRecord = {
    v: 1,
    id: 'stale-1',
    at: 1,
    kind: 'call',
    actor: mine.id,
    seq: 3,
    epoch: before,
    cause: 'late',
    command: { type: 'add' },
    facts: [{ type: 'added' }],
  }
  t.strictSame(await two.ledger.append(mine, { records: [stale] }, after), { ok: false, why: 'not-last' })
})

t.test('a planned stop hands over first: commands that come meanwhile are only late', async (t) => {
  const nats = await startNats()
  const nodes = [await nodeOn(nats, 'e1', 300), await nodeOn(nats, 'e2', 300), await nodeOn(nats, 'e3', 300)] as const
  t.teardown(async () => {
    for (const node of nodes) {
      node.engine.kill()
      await node.connection.bus.close()
    }
    await nats.stop()
  })
  const [one, two, three] = nodes
  await waitFor(() => nodes.every((node) => node.engine.running().length > 40) && quietFor(nodes), {
    timeoutMs: 30_000,
    what: 'the shards are shared out',
  })
  // effects of one actor reach all others, through every move
  const source: ActorRef = { kind: 'call', id: 'source' }
  const owner = nodes.find((node) => node.engine.running().includes(shardOf(source.id))) as Node
  const leaving = owner === one ? two : one
  let passed = 0
  const passing = async () => {
    for (; passed < 600; passed++) {
      const to = refs[passed % refs.length] as ActorRef
      await owner.engine.ask(source, toy({ type: 'pass', to, n: 1 }))
    }
  }
  const working = passing()
  await waitFor(() => passed > 200 && leaving.engine.unkept() > 0, { what: 'the leaving node has work in hand' })
  await leaving.engine.stop()
  await working
  const rest = nodes.filter((node) => node !== leaving)
  const total = () =>
    refs.reduce((sum, ref) => {
      const state = rest.map((node) => node.engine.stateOf(ref)).find((each) => each) as ToyState | undefined
      return sum + (state?.sum ?? 0)
    }, 0)
  await waitFor(() => total() === 600, { what: 'every command arrived' }).catch(() => {})
  t.equal(total(), 600, 'each exactly once')
  t.equal(await three.metric('tinglan_dead_letters_total'), 0)
})

const all = () => Array.from({ length: SHARDS }, (_, shard) => shard)
let lastSeen = ''
let since = 0
/** the sharing out has ended: nothing moved for half a second */
function quietFor(nodes: readonly Node[]): boolean {
  const now = nodes.map((node) => node.engine.running().length).join()
  if (now !== lastSeen) {
    lastSeen = now
    since = Date.now()
  }
  const sum = nodes.reduce((total, node) => total + node.engine.running().length, 0)
  return sum === SHARDS && Date.now() - since > 500
}

// NATS goes away in the middle of shards changing hands: none of them stays between two owners, and the dead stay dead.
import t from 'tap'
import { type BusConnection, connectBus } from '#engine/bus/nats.ts'
import type { KeyValue } from '#engine/ports/bus.ts'
import { SHARDS } from '#engine/protocol/actors.ts'
import { preferred } from '#engine/routing/actors/placement-words.ts'
import { nodeDefaults } from '#engine/routing/host/parts.ts'
import { startEngine, type TestEngine } from '#test/kit/engine.ts'
import { startNats, type TestNats } from '#test/kit/nats.ts'
import { startProxy, type TestProxy } from '#test/kit/proxy.ts'
import { waitFor } from '#test/kit/wait.ts'

const quick = { placement: { ...nodeDefaults.placement, beatMs: 100, missed: 5, betweenMs: 1_000, auditMs: 1_000 } }

interface Node extends TestEngine {
  connection: BusConnection
}
interface Made {
  /** the node's way to NATS */
  through?: TestProxy
  /** called before each change of a shard */
  changing?: (count: number, value: { owner: string }) => void
  loadMs?: number
}

async function nodeOn(nats: TestNats, node: string, { through, changing, loadMs = 0 }: Made = {}): Promise<Node> {
  const servers = [`127.0.0.1:${through?.port ?? nats.port}`]
  const connection = await connectBus({ servers, token: nats.token, name: node })
  const shards = await connection.keyValue('shards')
  let count = 0
  const watched: KeyValue = {
    ...shards,
    compareAndSet(key, value, revision) {
      changing?.(++count, value as { owner: string })
      return shards.compareAndSet(key, value, revision)
    },
  }
  const checkpoints = await connection.keyValue('checkpoints')
  const slow: KeyValue = {
    ...checkpoints,
    async get(key) {
      await new Promise((resolve) => setTimeout(resolve, loadMs))
      return checkpoints.get(key)
    },
  }
  const ledger = await connection.ledger({ appendMs: 500 })
  const parts = { node, bus: connection.bus, shards: watched, checkpoints: slow, ledger }
  return { ...(await startEngine(parts, quick)), connection }
}

async function end(nodes: readonly Node[], nats: TestNats, proxy?: TestProxy) {
  for (const node of nodes) {
    node.engine.kill()
    await node.connection.bus.close()
  }
  await proxy?.stop()
  await nats.stop()
}

const runningOn = (nodes: readonly Node[]) =>
  nodes.flatMap((node) => node.engine.running()).sort((one, other) => one - other)
const everything = Array.from({ length: SHARDS }, (_, shard) => shard)
const eachOnce = (nodes: readonly Node[]) => JSON.stringify(runningOn(nodes)) === JSON.stringify(everything)

const seconds = everything.filter((shard) => preferred(shard, ['e1', 'e2']) === 'e2').length
const sharedOut = (one: Node, two: Node) =>
  waitFor(() => two.engine.running().length === seconds && eachOnce([one, two]), { what: 'the shards are shared out' })

for (const [how, hurt] of [
  ['is cut off', (proxy: TestProxy) => proxy.cut()],
  ['loses the answers', (proxy: TestProxy) => proxy.loseAnswers()],
] as const) {
  t.test(`NATS ${how} in the middle of a takeover: every shard runs afterwards`, async (t) => {
    const nats = await startNats()
    const proxy = await startProxy(nats.port)
    const one = await nodeOn(nats, 'e1')
    let hurtAt = 0
    let dead = false
    const two = await nodeOn(nats, 'e2', {
      through: proxy,
      changing(count) {
        if (!dead || hurtAt > 0) return
        hurtAt = count
        // some get through, some do not
        setImmediate(() => hurt(proxy))
      },
    })
    t.teardown(() => end([two], nats, proxy))
    await sharedOut(one, two)
    one.engine.kill()
    dead = true
    await one.connection.bus.close()
    await waitFor(() => hurtAt > 0, { what: 'the takeover is interrupted' })
    // for longer than the client keeps a question
    await waitFor(
      () => two.logged.some(({ text }) => text === 'fault' || text === 'the bus is away: routing goes on'),
      {
        what: 'the node notices',
      },
    )
    proxy.open()
    await waitFor(() => eachOnce([two]), { what: 'every shard runs', timeoutMs: 60_000 })
    t.equal(two.engine.running().length, SHARDS)
  })

  t.test(`NATS ${how} in the middle of a hand-over: every shard runs on one node afterwards`, async (t) => {
    const nats = await startNats()
    const proxy = await startProxy(nats.port)
    let hurtAt = 0
    const one = await nodeOn(nats, 'e1', {
      through: proxy,
      changing(count, { owner }) {
        if (owner === 'e1' || hurtAt > 0) return
        hurtAt = count
        // some get through, some do not
        setImmediate(() => hurt(proxy))
      },
    })
    const two = await nodeOn(nats, 'e2')
    t.teardown(() => end([one, two], nats, proxy))
    await waitFor(() => hurtAt > 0, { what: 'the hand-over is interrupted' })
    await waitFor(
      () => one.logged.some(({ text }) => text === 'fault' || text === 'the bus is away: routing goes on'),
      {
        what: 'the node notices',
      },
    )
    proxy.open()
    const shared = () => two.engine.running().length > 60 && eachOnce([one, two])
    await waitFor(shared, { what: 'every shard runs on one node', timeoutMs: 60_000 })
    t.equal(await one.metric('tinglan_shards_between'), 0)
  })
}

t.test('a rebuild that takes longer than a death is no sleep: the dead peer is given nothing', async (t) => {
  const nats = await startNats()
  const given: string[] = []
  const one = await nodeOn(nats, 'e1', { loadMs: 1_500, changing: (_, { owner }) => void given.push(owner) })
  const two = await nodeOn(nats, 'e2')
  t.teardown(() => end([one], nats))
  await sharedOut(one, two)
  two.engine.kill()
  await two.connection.bus.close()
  given.length = 0
  await waitFor(() => eachOnce([one]), { what: 'the other takes over' })
  const rebuilt = () => one.logged.filter(({ text }) => text === 'shards rebuilt').length
  t.ok(rebuilt() >= 2)
  // three beats more: nothing goes to the dead
  let beats = 0
  await one.connection.bus.subscribe('node.hello', () => void beats++)
  await waitFor(() => beats >= 8, { what: 'some beats pass' })
  t.strictSame([...new Set(given)], ['e1'], 'nobody but the living was given a shard')
  t.ok(eachOnce([one]))
})

t.test('what stays between two owners is told', async (t) => {
  const nats = await startNats()
  const one = await nodeOn(nats, 'e1')
  let broken = false
  const connection = await connectBus({ servers: [nats.url], token: nats.token, name: 'e2' })
  const checkpoints = await connection.keyValue('checkpoints')
  const failing: KeyValue = {
    ...checkpoints,
    get: (key) => (broken ? Promise.reject(new Error('away')) : checkpoints.get(key)),
  }
  const parts = { node: 'e2', bus: connection.bus, shards: await connection.keyValue('shards'), checkpoints: failing }
  const two: Node = { ...(await startEngine({ ...parts, ledger: await connection.ledger() }, quick)), connection }
  t.teardown(() => end([two], nats))
  await sharedOut(one, two)
  broken = true
  one.engine.kill()
  await one.connection.bus.close()
  await waitFor(() => two.logged.some(({ text }) => text === 'shards run nowhere'), { what: 'it is told' })
  t.ok((await two.metric('tinglan_shards_between')) > 60)
  const [state] = (await connection.bus.askAll('ask.nodes', {}, 300)) as { between: { shards: number[] } }[]
  t.ok((state?.between.shards.length ?? 0) > 60)
  broken = false
  const well = async () => eachOnce([two]) && (await two.metric('tinglan_shards_between')) === 0
  await waitFor(well, { what: 'and mended' })
})

// Two engines on a NATS cluster of three with three replicas: any one server may die, and then an engine too.
import t from 'tap'
import { type BusConnection, connectBus } from '#engine/bus/nats.ts'
import { type ActorRef, SHARDS } from '#engine/protocol/actors.ts'
import { preferred, SHARD_LIST } from '#engine/routing/actors/placement-words.ts'
import { startEngine, type TestEngine } from '#test/kit/engine.ts'
import { startCluster, type TestCluster } from '#test/kit/nats-cluster.ts'
import type { ToyCommand, ToyState } from '#test/kit/toy.ts'
import { waitFor } from '#test/kit/wait.ts'

t.setTimeout(300_000)

const toy = (command: ToyCommand) => command
const refs: ActorRef[] = Array.from({ length: 40 }, (_, n) => ({ kind: 'call', id: `call-${n}` }))
const patient = { timeoutMs: 90_000 }

interface Node extends TestEngine {
  connection: BusConnection
}

async function nodeOn({ urls, token }: TestCluster, node: string): Promise<Node> {
  const connection = await connectBus({ servers: urls, token, name: node })
  // the cluster has to choose who leads first
  const opened = async <Part>(open: () => Promise<Part>): Promise<Part> =>
    waitFor(() => open().catch(() => undefined), { ...patient, what: 'JetStream answers' })
  const three = { replicas: 3 }
  const shards = await opened(() => connection.keyValue('shards', three))
  const checkpoints = await opened(() => connection.keyValue('checkpoints', three))
  const ledger = await opened(() => connection.ledger(three))
  return { ...(await startEngine({ node, bus: connection.bus, shards, checkpoints, ledger })), connection }
}

t.test('any NATS server dies: work goes on; then an engine dies: the other has everything', async (t) => {
  const cluster = await startCluster()
  const [one, two] = [await nodeOn(cluster, 'e1'), await nodeOn(cluster, 'e2')]
  t.teardown(async () => {
    one.engine.kill()
    two.engine.kill()
    await one.connection.bus.close()
    await two.connection.bus.close()
    await cluster.stop()
  })
  const counts = () => [one.engine.running().length, two.engine.running().length] as const
  const seconds = SHARD_LIST.filter((shard) => preferred(shard, ['e1', 'e2']) === 'e2').length
  await waitFor(() => counts()[0] + counts()[1] === SHARDS && counts()[1] === seconds, {
    ...patient,
    what: 'they share',
  })
  const sums = (nodes: Node[]) =>
    refs.map((ref) => nodes.map(({ engine }) => engine.stateOf(ref) as ToyState | undefined).find(Boolean)?.sum ?? 0)
  const asked: number[] = refs.map(() => 0)
  let rounds = 0
  const round = async () => {
    rounds++
    for (const [n, ref] of refs.entries()) {
      const answer = await one.engine.ask(ref, toy({ type: 'add', n: 1 }))
      if (answer.ok) asked[n] = (asked[n] ?? 0) + 1
    }
  }
  await round()
  for (const server of [0, 1, 2]) {
    await cluster.kill(server)
    await round()
    cluster.start(server)
    await waitFor(() => one.engine.unkept() + two.engine.unkept() === 0, { ...patient, what: 'the ledger catches up' })
  }
  // an election may have looked like a death to one of them
  await waitFor(() => counts()[0] + counts()[1] === SHARDS, { ...patient, what: 'every shard runs' })
  const before = sums([one, two])
  // one whose answer was lost may have been done
  t.ok(
    before.every((sum, n) => sum >= (asked[n] ?? 0) && sum <= rounds),
    `what was answered was done, and once: ${before} of ${asked}`,
  )
  two.engine.kill()
  await two.connection.bus.close()
  await waitFor(() => one.engine.running().length === SHARDS, { ...patient, what: 'the other takes over' })
  t.strictSame(sums([one]), before, 'and has everything')
})

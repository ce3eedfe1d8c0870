// Machines that join a centre: a second launcher with engines of its own, which takes its part and gives it back.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { loadSettings } from '#config/settings.ts'
import { connectBus } from '#engine/bus/nats.ts'
import { SHARDS } from '#engine/protocol/actors.ts'
import { type NodeState, nodeSubjects } from '#engine/protocol/nodes.ts'
import { waitFor } from '#test/kit/wait.ts'
import { allGone, ownPlace } from './own-place.ts'

t.setTimeout(400_000)

const LAUNCHER = new URL('../../../config/launch/main.ts', import.meta.url).pathname

function launch(env: Record<string, string>, ...flags: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', LAUNCHER, 'up', ...flags], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (part) => (text += part))
  const joined = () =>
    waitFor(() => text.includes('has joined the centre') || child.exitCode !== null, {
      timeoutMs: 120_000,
      what: 'it is up',
    }).then(() => t.equal(child.exitCode, null, text))
  return { child: child as ChildProcess, joined }
}

t.test('two engines on another machine join and leave; every shard runs all the while after', async (t) => {
  const [here, there] = [await ownPlace(), await ownPlace()]
  const centre = loadSettings(here.env)
  await copyFile(join(here.dataDir, 'secrets.json'), join(there.dataDir, 'secrets.json'))
  const children: ChildProcess[] = []
  t.teardown(async () => {
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
    for (const { dataDir } of [here, there]) {
      await allGone(dataDir, 15_000)
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  })
  const first = launch(here.env, '--roles', 'nats,postgres,engine', '--node', 'a')
  children.push(first.child)
  await first.joined()
  const urls = { TINGLAN_NATS_URL: centre.natsUrl, TINGLAN_POSTGRES_URL: centre.postgresUrl }
  const second = launch({ ...there.env, ...urls }, '--roles', 'engine=2', '--node', 'b')
  children.push(second.child)
  await second.joined()
  const { bus } = await connectBus({ servers: [centre.natsUrl], token: centre.secrets.natsToken, name: 'test' })
  t.teardown(() => bus.close())
  const running = async () => {
    const nodes = (await bus.askAll(nodeSubjects.who, {}, 500)) as NodeState[]
    return new Map(nodes.map((node) => [node.node, node.running]))
  }
  const whole = (counts: Map<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0) === SHARDS
  await waitFor(
    async () => {
      const counts = await running()
      return counts.size === 3 && whole(counts) && [...counts.values()].every((count) => count > 50)
    },
    { what: 'three nodes share the shards', timeoutMs: 60_000 },
  )
  t.same([...(await running()).keys()].sort(), ['engine-a', 'engine-b', 'engine-b-2'])
  second.child.kill('SIGTERM')
  await once(second.child, 'exit')
  await waitFor(async () => (await running()).get('engine-a') === SHARDS, { what: 'all of them are handed back' })
})

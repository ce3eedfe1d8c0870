// How long the shards of an engine that dies, stands still or is cut off take no commands: real processes on a real NATS.
import { setTimeout as sleep } from 'node:timers/promises'
import { type EngineProcess, startEngineProcess } from '#bench/kit/engine-process.ts'
import { defineScenario } from '#bench/kit/scenario.ts'
import { connectBus } from '#engine/bus/nats.ts'
import type { Bus } from '#engine/ports/bus.ts'
import { type ActorRef, type Answer, SHARDS, shardOf, subjects } from '#engine/protocol/actors.ts'
import { type NodeState, nodeSubjects } from '#engine/protocol/nodes.ts'
import { startNats } from '#test/kit/nats.ts'
import { startStore } from '#test/kit/postgres.ts'
import { startProxy } from '#test/kit/proxy.ts'

const FAULTS = ['kill -9', 'SIGSTOP', 'network cut'] as const
const PATIENCE_MS = 30_000

/** One queue nobody configured for each shard: who runs the shard says that it does not know it. */
const PROBES: ActorRef[] = Array.from({ length: SHARDS }, (_, shard) => {
  for (let n = 0; ; n++) if (shardOf(`q${n}`) === shard) return { kind: 'queue', id: `q${n}` }
})

async function statesOf(bus: Bus): Promise<NodeState[]> {
  return (await bus.askAll(nodeSubjects.who, {}, 200).catch(() => [])) as NodeState[]
}

async function shared(bus: Bus): Promise<NodeState[]> {
  for (;;) {
    const states = await statesOf(bus)
    const running = states.reduce((sum, state) => sum + state.running, 0)
    if (states.length === 2 && running === SHARDS && states.every((state) => state.running > 100)) return states
    await sleep(200)
  }
}

/** ms from the fault until somebody runs the shard, for each of the victim's. */
async function untilRun(bus: Bus, shards: readonly number[], since: number): Promise<number[]> {
  const runs = async (shard: number): Promise<number> => {
    const ref = PROBES[shard] as ActorRef
    for (let n = 0; performance.now() - since < PATIENCE_MS; n++) {
      const envelope = { id: `probe-${shard}-${since}-${n}`, cause: 'bench', command: { type: 'probe' } }
      const answer = (await bus.ask(subjects.actor(ref), envelope, 100).catch(() => undefined)) as Answer | undefined
      if (answer && !answer.ok && answer.refusal === 'queue-unknown') return performance.now() - since
      await sleep(20)
    }
    return Number.POSITIVE_INFINITY
  }
  return Promise.all(shards.map(runs))
}

async function oneRound(fault: (typeof FAULTS)[number], round: number, survivor: string, world: World) {
  const proxy = await startProxy(world.nats.port)
  const victim = `victim-${FAULTS.indexOf(fault)}-${round}`
  const where = { natsPort: proxy.port, token: world.nats.token, postgresUrl: world.postgresUrl }
  const process: EngineProcess = await startEngineProcess(victim, where)
  const states = await shared(world.bus)
  const shards = states.find(({ node }) => node !== survivor)?.held.map(({ shard }) => shard) ?? []
  const since = performance.now()
  if (fault === 'network cut') proxy.stall()
  else process.child.kill(fault === 'kill -9' ? 'SIGKILL' : 'SIGSTOP')
  const times = await untilRun(world.bus, shards, since)
  await process.end()
  await proxy.stop()
  return times
}

interface World {
  bus: Bus
  nats: Awaited<ReturnType<typeof startNats>>
  postgresUrl: string
}

const at = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)

export default defineScenario({
  name: 'engine-loss',
  about: "ms until a dead engine's shards take commands elsewhere: killed, stopped, cut off",
  options: [{ name: 'rounds', label: { zh: '每种故障次数', en: 'rounds of each fault' }, type: 'number', default: 10 }],
  async run({ rounds = 10 }, progress) {
    const [nats, store] = [await startNats(), await startStore()]
    const { bus } = await connectBus({ servers: [nats.url], token: nats.token, name: 'bench' })
    const world = { bus, nats, postgresUrl: store.url }
    const survivor = await startEngineProcess('survivor', {
      natsPort: nats.port,
      token: nats.token,
      postgresUrl: store.url,
    })
    const rows: (string | number)[][] = []
    for (const fault of FAULTS) {
      const times: number[] = []
      for (let round = 0; round < rounds; round++) {
        times.push(...(await oneRound(fault, round, 'survivor', world)))
        progress.show(round + 1, rounds, fault)
      }
      times.sort((one, other) => one - other)
      rows.push([fault, times.length, at(times, 0.5), at(times, 0.99), at(times, 1)])
    }
    await survivor.end()
    await bus.close()
    await store.stop()
    await nats.stop()
    return {
      columns: [
        { name: 'fault' },
        { name: 'shards' },
        { name: 'p50', unit: 'ms' },
        { name: 'p99', unit: 'ms' },
        { name: 'longest', unit: 'ms' },
      ],
      rows,
      notes: [
        'no calls up; the network is cut by a proxy that lets nothing through; wall time, on whatever else runs here',
      ],
      ok: rows.every((row) => Number.isFinite(Number(row[4]))),
    }
  },
})

// What happens to machines of a centre, and how long it takes until every shard runs again elsewhere.
import { type Fault, pause } from '#bench/kit/chaos/faults.ts'
import type { Bus } from '#engine/ports/bus.ts'
import { SHARDS } from '#engine/protocol/actors.ts'
import { type NodeState, nodeSubjects } from '#engine/protocol/nodes.ts'
import { signalFamily } from '#test/kit/family.ts'
import { waitFor } from '#test/kit/wait.ts'
import type { Nodes } from './centre.ts'
import type { Machine } from './machine.ts'

export interface NodeFault extends Fault {
  /** calls whose sound runs there may be lost */
  on?: Machine
  /** ms from the fault until every shard ran somewhere; undefined when none had to be taken over */
  takeover?(): number | undefined
}

const ASK_MS = 100
const RUNS_WITHIN_MS = 60_000
const ENGINES_MS = 60_000

/** Engines that answer, and how many shards each runs. */
async function running(bus: Bus): Promise<Map<string, number>> {
  const nodes = (await bus.askAll(nodeSubjects.who, {}, ASK_MS)) as NodeState[]
  return new Map(nodes.map((node) => [node.node, node.running]))
}

const whole = (counts: ReadonlyMap<string, number>): boolean =>
  [...counts.values()].reduce((sum, count) => sum + count, 0) === SHARDS

/** Resolves when the engines of these machines share all shards. */
export async function shared(bus: Bus, machines: readonly Machine[]): Promise<void> {
  const engines = machines.map(({ name }) => `engine-${name}`)
  await waitFor(
    async () => {
      const counts = await running(bus)
      const sharing = engines.every((engine) => (counts.get(engine) ?? 0) > SHARDS / (engines.length * 4))
      return counts.size === engines.length && sharing && whole(counts)
    },
    { timeoutMs: ENGINES_MS, what: `${engines.join(', ')} share the shards` },
  )
}

/** `begin` puts the engine of this machine out of reach; `end` brings it back. */
function engineAway(
  bus: Bus,
  name: string,
  machine: Machine,
  o: { standsMs: number; whole?: boolean; begin(): Promise<void>; end(): Promise<void> },
): NodeFault {
  let tookMs: number | undefined
  return {
    name,
    standsMs: o.standsMs,
    ...(o.whole ? { on: machine } : {}),
    takeover: () => tookMs,
    async happen() {
      const from = performance.now()
      await o.begin()
      await waitFor(async () => whole(await running(bus)), { timeoutMs: RUNS_WITHIN_MS, what: 'every shard runs' })
      tookMs = performance.now() - from
      await pause(o.standsMs - tookMs)
      await o.end()
    },
  }
}

export function nodeFaults(bus: Bus, { machines }: Nodes, o: { stopMs: number; cutMs: number }): NodeFault[] {
  const { a, b, d } = machines
  const nothing = async () => undefined
  const signal = async (part: string, what: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') =>
    signalFamily(await b.pidOf(part), what)
  return [
    { name: 'd joins', standsMs: 0, happen: async () => d.start().then(() => shared(bus, [a, b, d])) },
    engineAway(bus, 'kill -9 engine of b', b, { standsMs: 0, begin: () => signal('engine', 'SIGKILL'), end: nothing }),
    engineAway(bus, `stop engine of b ${o.stopMs / 1_000} s`, b, {
      standsMs: o.stopMs,
      begin: () => signal('engine', 'SIGSTOP'),
      end: () => signal('engine', 'SIGCONT'),
    }),
    { name: 'kill -9 gateway of b', standsMs: 0, happen: () => signal('gateway', 'SIGKILL') },
    { name: 'd leaves', standsMs: 0, happen: () => d.leave() },
    engineAway(bus, `a cut off ${o.cutMs / 1_000} s`, a, {
      ...{ standsMs: o.cutMs, whole: true },
      begin: () => a.plug(false),
      end: () => a.plug(true),
    }),
    engineAway(bus, 'a dies', a, { standsMs: 0, whole: true, begin: () => a.die(), end: nothing }),
    {
      ...{ name: 'a comes back', standsMs: 0 },
      happen: () =>
        a
          .plug(true)
          .then(() => a.start())
          .then(() => shared(bus, [a, b])),
    },
  ]
}

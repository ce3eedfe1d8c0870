// Several machines under real calls: one joins, parts die and stand still, one leaves, one is cut off, one dies. Needs root.
import { allCalls } from '#test/kit/bookkeeping.ts'
import type { ChaosCaller } from '../kit/chaos/caller.ts'
import { settled } from '../kit/chaos/counters.ts'
import { pause } from '../kit/chaos/faults.ts'
import { figuresOf, suffered } from '../kit/chaos/figures.ts'
import { promisesKept } from '../kit/chaos/promises.ts'
import { type Happened, happened } from '../kit/chaos/run.ts'
import { openWorld, talking, type World } from '../kit/chaos/world.ts'
import { type Nodes, openNodes } from '../kit/nodes/centre.ts'
import { type NodeFault, nodeFaults, shared } from '../kit/nodes/faults.ts'
import { defineScenario } from '../kit/scenario.ts'

const LONG_MS = 3_600_000
const FRESH = 8
const AFTER_MS = 8_000
const UP_MS = 60_000
const TAKEOVER_MS = 2_000

async function bringUp(world: World, calls: number): Promise<void> {
  for (const until = performance.now() + UP_MS; talking(world) < calls && performance.now() < until; ) {
    const underWay = world.callers.filter(({ end, plan }) => end === undefined && plan.talkMs === LONG_MS).length
    if (underWay < calls) await world.dial({ talkMs: LONG_MS, patienceMs: LONG_MS })
    await pause(250)
  }
}

async function freshCalls(world: World, standsMs: number): Promise<void> {
  for (let n = 0; n < FRESH; n++) {
    void world.dial({ talkMs: 3_000, patienceMs: LONG_MS })
    await pause(Math.max(1_000, standsMs / FRESH))
  }
  await pause(AFTER_MS)
}

interface Seen extends Happened {
  fault: NodeFault
}

const isOn = ({ on }: NodeFault, { mediaHost }: ChaosCaller): boolean => on !== undefined && mediaHost === on.address

function rowOf(world: World, { fault, span, recoveredMs }: Seen) {
  const now = performance.now()
  const there = figuresOf(
    world.callers.filter((caller) => isOn(fault, caller)),
    span,
    now,
  )
  const others = figuresOf(
    world.callers.filter((caller) => !isOn(fault, caller)),
    span,
    now,
  )
  const took = fault.takeover?.()
  return [
    ...[fault.name, others.up, others.cut, there.up, there.cut, others.fresh + there.fresh],
    ...[others.refused + there.refused, others.late + there.late, Math.round(others.silenceMs)],
    ...[took === undefined ? '' : Math.round(took), Math.round(recoveredMs)],
  ]
}

const COLUMNS = [
  ...[{ name: 'what happens' }, { name: 'calls up' }, { name: 'cut' }, { name: 'with sound there' }, { name: 'cut' }],
  ...[{ name: 'new calls' }, { name: 'refused' }, { name: 'over 3 s' }, { name: 'longest silence', unit: 'ms' }],
  ...[
    { name: 'taken over', unit: 'ms' },
    { name: 'done', unit: 'ms' },
  ],
]

export default defineScenario({
  name: 'nodes',
  about:
    'four machines as network namespaces under real calls: joining, leaving, kills, stops, cuts, a machine that dies',
  options: [
    { name: 'calls', label: { zh: '在线通话', en: 'calls up' }, type: 'number', default: 10 },
    { name: 'stopMs', label: { zh: '暂停毫秒', en: 'ms that a part stands still' }, type: 'number', default: 60_000 },
    { name: 'cutMs', label: { zh: '断网毫秒', en: 'ms that a machine is cut off' }, type: 'number', default: 20_000 },
  ],
  async run({ calls = 10, stopMs = 60_000, cutMs = 20_000 }, progress) {
    let nodes: Nodes | undefined
    const world = await openWorld(calls + FRESH + 4, async (undo) => (nodes = await openNodes(undo)))
    const { bus } = await world.centre.connect()
    try {
      const { machines } = nodes as unknown as Nodes
      await shared(bus, [machines.a, machines.b])
      const faults = nodeFaults(bus, nodes as unknown as Nodes, { stopMs, cutMs })
      const all: Seen[] = []
      for (const [n, fault] of faults.entries()) {
        progress.show(n, faults.length, fault.name)
        await bringUp(world, calls)
        all.push({ fault, ...(await happened(world, fault, () => freshCalls(world, fault.standsMs))) })
      }
      for (const caller of world.callers) caller.leave()
      return await verdict(world, all)
    } finally {
      await bus.close()
      await world.close()
    }
  },
})

/** Of talks whose sound ran on a machine that died: what is on their records. */
async function recordedThere({ supervisor }: World, there: readonly ChaosCaller[]): Promise<[string, boolean]> {
  const talked = there.filter(({ talkAt }) => talkAt !== undefined).map(({ plan }) => plan.from)
  const recordings = await settled(
    async () => (await allCalls(supervisor)).filter(({ from }) => talked.includes(from)).map((row) => row.recording),
    (found) => found.length >= talked.length && found.every((recording) => (recording?.durationMs ?? 0) > 0),
  )
  const made = recordings.filter((recording) => (recording?.durationMs ?? 0) > 0).length
  const told = recordings.filter((recording) => recording?.durationMs === 0 && recording.gaps.length > 0).length
  return [
    `${talked.length} talks on machines that died or were cut off: ${made} recorded, ${told} with the reason why not`,
    made + told === talked.length,
  ]
}

async function verdict(world: World, all: readonly Seen[]) {
  const rows = all.map((seen) => rowOf(world, seen))
  const kept = await promisesKept(world).catch((error: unknown) => ({ broken: [`nobody could say: ${String(error)}`] }))
  const lost = new Set(
    all.flatMap(({ fault }) => world.callers.filter((caller) => isOn(fault, caller)).map(({ plan }) => plan.from)),
  )
  // what is said of who may be lost breaks no promise
  const broken = kept.broken.filter((sentence) => ![...lost].some((from) => sentence.startsWith(from)))
  const there = world.callers.filter((caller) => all.some(({ fault }) => isOn(fault, caller)))
  const [recorded, allTold] = await recordedThere(world, there)
  const slow = all.filter(({ fault }) => (fault.takeover?.() ?? 0) > TAKEOVER_MS)
  return {
    columns: COLUMNS,
    rows,
    notes: [
      ...slow.map(({ fault }) => `${fault.name}: taken over after ${Math.round(fault.takeover?.() ?? 0)} ms`),
      ...suffered(
        world.callers,
        all.map(({ span }) => span),
      ),
      recorded,
      ...kept.broken,
    ],
    ok: allTold && broken.length === 0 && slow.length === 0 && rows.every((row) => row[2] === 0),
  }
}

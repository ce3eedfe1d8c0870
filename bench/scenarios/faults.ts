// The figures to reach: 20 calls up, one fault, ten new calls; what was cut, refused, silent and lost.
import { type Fault, killed, PARTS, pause, stopped } from '../kit/chaos/faults.ts'
import { type Happened, happened } from '../kit/chaos/run.ts'
import { FAULT_COLUMNS, faultRow, verdictOn } from '../kit/chaos/verdict.ts'
import { openWorld, talking, type World } from '../kit/chaos/world.ts'
import { defineScenario } from '../kit/scenario.ts'

const FRESH_EVERY_MS = 1_000
const FRESH = 10
/** the last new call has had its time too */
const AFTER_MS = 10_000
const LONG_TALK_MS = 3_600_000
const PATIENT_MS = 3_600_000
const UP_MS = 60_000

/** New calls come one a second from the fault on, and are answered by the agents who are free. */
async function freshCalls(world: World, standsMs: number): Promise<void> {
  for (let n = 0; n < FRESH; n++) {
    void world.dial({ talkMs: 3_000, patienceMs: PATIENT_MS })
    await pause(Math.max(FRESH_EVERY_MS, standsMs / FRESH))
  }
  await pause(AFTER_MS)
}

async function bringUp(world: World, calls: number): Promise<void> {
  for (const until = performance.now() + UP_MS; talking(world) < calls && performance.now() < until; ) {
    const underWay = world.callers.filter(({ end, plan }) => end === undefined && plan.talkMs === LONG_TALK_MS).length
    if (underWay < calls) await world.dial({ talkMs: LONG_TALK_MS, patienceMs: PATIENT_MS })
    await pause(200)
  }
}

/** One fault after the other in one centre; at the end everybody hangs up. */
async function faultsIn(world: World, faults: readonly Fault[], calls: number, show: (n: number) => void) {
  const all: Happened[] = []
  for (const [n, fault] of faults.entries()) {
    show(n)
    await bringUp(world, calls)
    all.push(await happened(world, fault, () => freshCalls(world, fault.standsMs)))
  }
  for (const caller of world.callers) caller.leave()
  return all
}

export default defineScenario({
  name: 'faults',
  about: 'calls up, then every part in turn is killed and stands still: cut, refused, silent, lost',
  options: [
    { name: 'calls', label: { zh: '在线通话', en: 'calls up' }, type: 'number', default: 20 },
    {
      name: 'stopMs',
      label: { zh: '暂停毫秒（0 为不暂停）', en: 'ms that parts stand still (0: they do not)' },
      type: 'number',
      default: 60_000,
    },
    { name: 'kills', label: { zh: '每个部件杀死次数', en: 'kills of each part' }, type: 'number', default: 1 },
    { name: 'parts', label: { zh: '部件', en: 'parts, by comma; empty: all' }, type: 'text', default: '' },
  ],
  async run({ calls = 20, stopMs = 60_000, kills = 1 }, progress, { parts = '' }) {
    const chosen = parts === '' ? [...PARTS] : parts.split(',')
    const faults = chosen.flatMap((part) => [
      ...Array.from({ length: kills }, () => killed(part)),
      ...(stopMs > 0 ? [stopped(part, stopMs)] : []),
    ])
    // half as many agents again are free for the new calls
    const world = await openWorld(Math.ceil(calls * 1.25) + 4)
    try {
      const all = await faultsIn(world, faults, calls, (n) => progress.show(n, faults.length, faults[n]?.name ?? ''))
      const { ok, figures, notes } = await verdictOn(world, all)
      return {
        columns: FAULT_COLUMNS,
        rows: figures.map((each) => faultRow(each.fault, each, each.recoveredMs)),
        notes: ['silence while a part stands still on purpose is not counted; it is counted from then on', ...notes],
        ok,
      }
    } finally {
      await world.close()
    }
  },
})

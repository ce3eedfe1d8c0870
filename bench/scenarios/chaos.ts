// Real calls all the time, and a seeded schedule of what breaks: parts die, stand still, are cut off, everything dies, the
// disk is full, the clock is set; then everybody is accounted for.
import { randomOf } from '#analytics/random.ts'
import { ACTIONS, type Action, anyFault, needsOwn } from '../kit/chaos/actions.ts'
import { PARTS, pause } from '../kit/chaos/faults.ts'
import type { Figures } from '../kit/chaos/figures.ts'
import { type Happened, happened } from '../kit/chaos/run.ts'
import { openSurroundings, type Surroundings } from '../kit/chaos/surroundings.ts'
import { FAULT_COLUMNS, faultRow, verdictOn } from '../kit/chaos/verdict.ts'
import { openWorld, ownCentre, type World } from '../kit/chaos/world.ts'
import { percentile } from '../kit/figures.ts'
import { defineScenario } from '../kit/scenario.ts'

const IMPATIENT = 1 / 8
const END_MS = 180_000

/** Callers without end, until told: most wait as long as it takes, some hang up soon. */
function load(world: World, random: () => number, perMinute: number): () => void {
  let wanted = true
  const next = () => {
    if (!wanted) return
    const patienceMs = random() < IMPATIENT ? 3_000 + 3_000 * random() : 3_600_000
    void world.dial({ talkMs: 5_000 + 10_000 * random(), patienceMs })
    setTimeout(next, (60_000 / perMinute) * (0.5 + random()))
  }
  next()
  return () => {
    wanted = false
  }
}

async function allOver(world: World): Promise<void> {
  for (const until = performance.now() + END_MS; performance.now() < until; await pause(500))
    if (world.callers.every(({ end }) => end !== undefined)) return
}

export default defineScenario({
  name: 'chaos',
  about:
    'real calls while parts are killed and stopped by a seed: nobody lost, doubled, overtaken; everywhere the same',
  options: [
    { name: 'seed', label: { zh: '种子', en: 'seed' }, type: 'number', default: 1 },
    { name: 'faults', label: { zh: '故障数', en: 'faults' }, type: 'number', default: 20 },
    {
      name: 'everySeconds',
      label: { zh: '故障间隔秒数', en: 'seconds from a fault to the next' },
      type: 'number',
      default: 30,
    },
    { name: 'perMinute', label: { zh: '每分钟呼叫数', en: 'calls per minute' }, type: 'number', default: 40 },
    { name: 'agents', label: { zh: '坐席数', en: 'agents' }, type: 'number', default: 12 },
    { name: 'parts', label: { zh: '部件', en: 'parts, by comma; empty: all' }, type: 'text', default: '' },
    {
      name: 'actions',
      label: { zh: '动作', en: `what happens to them, by comma: ${ACTIONS.join(',')}` },
      type: 'text',
      default: 'kill,stop',
    },
  ],
  async run(
    { seed = 1, faults = 20, everySeconds = 30, perMinute = 40, agents = 12 },
    progress,
    { parts = '', actions = 'kill,stop' },
  ) {
    const random = randomOf(seed)
    const chosen = { parts: parts === '' ? PARTS : parts.split(','), actions: actions.split(',') as Action[] }
    let around: Surroundings | undefined
    const world = await openWorld(agents, async (undo) => {
      around = needsOwn(chosen.actions) ? await openSurroundings(undo) : undefined
      return ownCentre(undo, around?.place)
    })
    try {
      const quiet = load(world, randomOf(seed + 1), perMinute)
      await pause(everySeconds * 500)
      const all: Happened[] = []
      for (let n = 0; n < faults; n++) {
        const fault = anyFault(random, chosen, around)
        progress.show(n, faults, fault.name)
        all.push(await happened(world, fault, () => pause(fault.standsMs + everySeconds * 1_000)))
      }
      quiet()
      await allOver(world)
      const { ok, figures, notes } = await verdictOn(world, all)
      return {
        columns: COLUMNS,
        rows: [...figures.map((each) => rowOf(each.fault, each, each.recoveredMs)), totalOf(figures)],
        notes: [`${world.callers.length} calls: ${endsOf(world)}`, ...notes],
        ok,
      }
    } finally {
      await world.close()
    }
  },
})

const COLUMNS = [...FAULT_COLUMNS, { name: 'answer p50', unit: 'ms' }, { name: 'answer p99', unit: 'ms' }]

const rowOf = (name: string, of: Figures, recoveredMs: number) => [
  ...faultRow(name, of, recoveredMs),
  ...[Math.round(percentile(of.answersMs, 50)), Math.round(percentile(of.answersMs, 99))],
]

function totalOf(all: readonly (Figures & { recoveredMs: number })[]) {
  const sum = (of: (each: Figures) => number) => all.reduce((whole, each) => whole + of(each), 0)
  const most = (of: (each: Figures & { recoveredMs: number }) => number) => Math.max(0, ...all.map(of))
  return rowOf(
    'all',
    {
      ...{ up: most(({ up }) => up), cut: sum(({ cut }) => cut), fresh: sum(({ fresh }) => fresh) },
      ...{ refused: sum(({ refused }) => refused), late: sum(({ late }) => late) },
      ...{ silenceMs: most(({ silenceMs }) => silenceMs), answersMs: all.flatMap(({ answersMs }) => answersMs) },
    },
    most(({ recoveredMs }) => recoveredMs),
  )
}

function endsOf({ callers }: World): string {
  const counts = new Map<string, number>()
  for (const { end = 'under way' } of callers) counts.set(end, (counts.get(end) ?? 0) + 1)
  return [...counts].map(([end, count]) => `${count} ${end}`).join(', ')
}

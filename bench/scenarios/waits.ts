// Are callers told the truth about their wait? Whole simulated days, each promise against what came of it.
import { plainQueue, QueueDay, type Served } from '#bench/kit/queue-day.ts'
import { defineScenario } from '#bench/kit/scenario.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'

const flat = (perHour: number): number[] => Array.from({ length: 10 }, () => perHour)
/** a morning peak, a quiet noon, a second peak */
const PEAKS = [60, 130, 190, 160, 90, 80, 140, 170, 110, 60]

/** 12 agents of 4 minutes a call serve 180 an hour */
const DAYS = {
  quiet: { perHour: flat(110), agents: 12 },
  busy: { perHour: flat(165), agents: 12 },
  overload: { perHour: flat(185), agents: 12 },
  'overload, many give up': { perHour: flat(230), agents: 12, patienceMs: 360_000 },
  peaks: { perHour: PEAKS, agents: 12, patienceMs: 600_000 },
  'three agents': { perHour: flat(40), agents: 3, patienceMs: 900_000 },
} as const

const LEAST = 0.87
const MOST = 0.93

const share = (all: readonly Served[], within: (one: Served) => boolean): number =>
  all.length === 0 ? 1 : all.filter(within).length / all.length

const waited = ({ came, turn = Number.POSITIVE_INFINITY }: Served): number => turn - came

export default defineScenario({
  name: 'waits',
  about: 'what callers are told of their wait, graded in simulated days: nine in ten within the later moment',
  options: [{ type: 'number', name: 'days', label: { zh: '天数', en: 'days of each kind' }, default: 20 }],
  async run({ days = 20 }, progress) {
    const strategies = await loadStrategies()
    const kinds = Object.entries(DAYS)
    const rows: (string | number)[][] = []
    let ok = true
    for (const [at, [name, kind]] of kinds.entries()) {
      progress.show(at, kinds.length, name)
      const all: Served[] = []
      for (let n = 0; n < days; n++) {
        const day = new QueueDay({ ...kind, handleMs: 240_000, seed: `${name}-${n}`, config: plainQueue() }, strategies)
        day.run()
        // those who came last may still wait when the day ends
        all.push(...[...day.served.values()].filter((one) => one.mostMs !== undefined && one.turn !== undefined))
      }
      const most = share(all, (one) => waited(one) <= (one.mostMs ?? 0))
      const half = share(all, (one) => waited(one) <= (one.halfMs ?? 0))
      const waits = all.map(waited).sort((a, b) => a - b)
      const told = all.map((one) => one.mostMs ?? 0).sort((a, b) => a - b)
      const seconds = (ms: number | undefined) => Math.round((ms ?? 0) / 1_000)
      ok &&= most >= LEAST && most <= MOST
      rows.push([
        ...[name, all.length, seconds(waits[waits.length >> 1]), seconds(waits[Math.floor(waits.length * 0.9)])],
        ...[seconds(told[told.length >> 1]), (100 * half).toFixed(1), (100 * most).toFixed(1)],
      ])
    }
    return {
      columns: [
        ...[{ name: 'day' }, { name: 'callers' }, { name: 'wait p50', unit: 's' }, { name: 'wait p90', unit: 's' }],
        ...[
          { name: 'told p90, middle', unit: 's' },
          { name: 'within told p50', unit: '%' },
        ],
        { name: 'within told p90', unit: '%' },
      ],
      rows,
      notes: [`${days} days of each kind, ten hours each; who gave up is graded by when it would have been his turn`],
      ok,
    }
  },
})

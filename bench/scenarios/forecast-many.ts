// How long it takes to learn and forecast many queues in threads, and to re-forecast the rest of the day of all of them.
import { endOf } from '#analytics/forecast/history.ts'
import { ForecastRunner } from '#analytics/forecast/runner.ts'
import { madeUpQueue } from '#bench/kit/made-up-queues.ts'
import { defineScenario } from '#bench/kit/scenario.ts'

/** Of two cores: 15 seconds for all queues, one for the intraday update. */
const CORES = 2
const MOST_FIT_CPU = 15 * CORES
const MOST_UPDATE_CPU = CORES

interface Spent {
  seconds: number
  cpu: number
}

async function spentBy<T>(work: () => Promise<T>): Promise<Spent & { value: T }> {
  const at = performance.now()
  const before = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  return { value, seconds: (performance.now() - at) / 1000, cpu: (user + system) / 1e6 }
}

const two = (value: number): number => Number(value.toFixed(2))

export default defineScenario({
  name: 'forecast-many',
  about: 'fit and two weeks’ forecast of many queues in threads, then the intraday update of all of them',
  options: [
    { type: 'number', name: 'queues', label: { zh: '队列数', en: 'queues' }, default: 500 },
    { type: 'number', name: 'weeks', label: { zh: '历史周数', en: 'weeks of history' }, default: 26 },
    { type: 'number', name: 'slots', label: { zh: '每日时段数', en: 'slots a day' }, default: 96 },
    { type: 'number', name: 'threads', label: { zh: '线程数', en: 'threads' }, default: CORES },
  ],
  async run(options, progress) {
    const { queues = 0, weeks = 0, slots = 0, threads = 0 } = options
    const made = Array.from({ length: queues }, (_, seed) => madeUpQueue(seed, weeks * 7 + 1, slots))
    const histories = new Map(made.map((all, n) => [`queue-${n}`, { ...all, days: all.days.slice(0, -1) }]))
    const runner = new ForecastRunner(threads)
    try {
      const learned = await spentBy(() =>
        runner.fit(histories, { count: 14, progress: (done, total) => progress.show(done, total, 'learning') }),
      )
      const seen = Math.floor(slots / 2)
      const mornings = made.map((all, n) => ({
        queue: `queue-${n}`,
        day: endOf(all) - 1,
        values: all.days.at(-1)!.slice(0, seen),
      }))
      // the first update of a day stands where the day begins, the later ones know that already
      const first = await spentBy(() => runner.reforecast(mornings))
      const next = await spentBy(() => runner.reforecast(mornings))
      const whole = [learned.value, first.value, next.value].every((outcome) => outcome.forecasts.size === queues)
      const simpler = [...learned.value.forecasts.values()].filter((each) => each.choice?.model !== 'factors').length
      const row = (what: string, { seconds, cpu }: Spent) => [what, two(seconds), two(cpu), two((1000 * cpu) / queues)]
      return {
        columns: [
          { name: 'what' },
          { name: 'time', unit: 's' },
          { name: 'CPU', unit: 's' },
          { name: 'a queue', unit: 'CPU-ms' },
        ],
        rows: [
          row('fit, choice of model, two weeks', learned),
          row('first intraday update', first),
          row('next intraday update', next),
        ],
        notes: [
          `${queues} queues of ${weeks} weeks × ${slots} slots in ${threads} threads; ${simpler} were given a simpler model by their own backtest`,
          `peak memory of the process with its threads ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB, the histories among it`,
          'other work on the machine lengthens the time; CPU seconds it lengthens less',
        ],
        ok: whole && learned.cpu <= MOST_FIT_CPU && Math.max(first.cpu, next.cpu) <= MOST_UPDATE_CPU,
      }
    } finally {
      await runner.close()
    }
  },
})

// Staffing formulae: Erlang C evaluations a second, and Erlang A staffing solves of many queues' weeks, on one core.
import { randomOf } from '#analytics/random.ts'
import { erlangC } from '#analytics/staffing/erlang-c.ts'
import { agentsForErlangA } from '#analytics/staffing/need.ts'
import type { Cell } from '#bench/kit/scenario.ts'
import { defineScenario } from '#bench/kit/scenario.ts'
import type { Progress } from '../kit/progress.ts'

const SLOTS_A_DAY = 96
const DAYS = 14
const SECOND_US = 1_000_000

const cpuSeconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / SECOND_US
}

/** Evaluations a CPU-second at loads around `erlangs`, from just enough agents to plenty. */
function evaluations(erlangs: number, seconds: number): number {
  const since = process.cpuUsage()
  let count = 0
  let sum = 0
  while (cpuSeconds(since) < seconds) {
    for (let n = 0; n < 10_000; n++) {
      const agents = Math.ceil(erlangs * (1 + ((n % 50) + 1) / 100))
      sum += erlangC(erlangs / 180, 180, agents, 20).serviceLevel
    }
    count += 10_000
  }
  // the sum is used, so that nothing is left out
  if (!Number.isFinite(sum)) throw new Error('an evaluation gave no number')
  return count / cpuSeconds(since)
}

/** Every slot of every queue solved for its agents; no answer is kept for another slot. */
function solves(queues: number, progress: Progress): { count: number; seconds: number; unmet: number } {
  const random = randomOf(1)
  const since = process.cpuUsage()
  let count = 0
  let unmet = 0
  for (let queue = 0; queue < queues; queue++) {
    const busiest = Math.exp(Math.log(3) + random() * Math.log(100)) // 3 … 300 calls in a quarter-hour
    for (let slot = 0; slot < DAYS * SLOTS_A_DAY; slot++) {
      const hour = (slot % SLOTS_A_DAY) / 4
      const calls = busiest * (0.05 + Math.max(0, Math.sin(((hour - 6) / 16) * Math.PI))) * (0.9 + 0.2 * random())
      const need = agentsForErlangA({
        rate: calls / 900,
        aht: 240,
        patience: 120,
        serviceLevel: 0.8,
        within: 20,
        maxAbandon: 0.05,
      })
      if (need.serviceLevel < 0.8 || need.pAbandon > 0.05) unmet += 1
      count += 1
    }
    if (queue % 10 === 0) progress.show(queue, queues, `${queues} queues, Erlang A`)
  }
  return { count, seconds: cpuSeconds(since), unmet }
}

export default defineScenario({
  name: 'staffing',
  about: 'Erlang C evaluations a second, and Erlang A staffing of many queues × two weeks of quarter-hours, one core',
  options: [
    { name: 'queues', label: { zh: '队列数', en: 'queues' }, type: 'number', default: 500 },
    { name: 'seconds', label: { zh: '每项秒数', en: 'CPU-seconds per Erlang C load' }, type: 'number', default: 2 },
  ],
  async run(options, progress) {
    const loads = [10, 100, 1_000, 10_000]
    const rows: Cell[][] = loads.map((erlangs, at) => {
      progress.show(at, loads.length, `Erlang C at ${erlangs} erlangs`)
      return [`Erlang C, ${erlangs} erlangs`, Math.round(evaluations(erlangs, options.seconds ?? 2)), '–', '–']
    })
    const { count, seconds, unmet } = solves(options.queues ?? 500, progress)
    rows.push([`Erlang A staffing, ${count} slots`, Math.round(count / seconds), Number(seconds.toFixed(1)), unmet])
    return {
      columns: [
        { name: 'what' },
        { name: 'a CPU-second', unit: '1/s' },
        { name: 'CPU time', unit: 's' },
        { name: 'unmet' },
      ],
      rows,
      notes: [
        '3 to 300 calls in a busy quarter-hour by queue, 240 s handle time, 120 s patience, 80 % in 20 s, 5 % abandoned',
      ],
      ok: unmet === 0,
    }
  },
})

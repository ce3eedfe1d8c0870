// Does a free agent sit beside a waiting caller? Simulated days with real engines, machines and orders on a network of 1 to 3 ms;
// agents decline, miss and lose their phones all day. In production the metric `tinglan_gateway_idle_beside_waiting` tells it.
import { loadMachines } from '#engine/routing/machines.ts'
import { percentile } from '../kit/figures.ts'
import { defineScenario } from '../kit/scenario.ts'
import { dayBeside } from '../kit/sim/beside.ts'

const PROMISED_MS = 50

export default defineScenario({
  name: 'idle-beside',
  about:
    'free agents beside waiting callers in simulated days with declined, missed and unplugged phones: how long it lasts',
  options: [
    { name: 'days', label: { zh: '天数', en: 'days' }, type: 'number', default: 5 },
    { name: 'hours', label: { zh: '每天小时数', en: 'hours a day' }, type: 'number', default: 4 },
    { name: 'from', label: { zh: '首个种子', en: 'first seed' }, type: 'number', default: 1 },
  ],
  async run({ days = 5, hours = 4, from = 1 }, progress) {
    const machines = await loadMachines()
    const all: number[] = []
    let callers = 0
    for (let seed = from; seed < from + days; seed++) {
      const day = await dayBeside(machines, seed, hours)
      callers += day.callers
      all.push(...day.lasted)
      progress.show(seed - from + 1, days, `${all.length} rings, longest ${Math.max(0, ...all)} ms`)
    }
    const at = (p: number): number => (all.length === 0 ? 0 : percentile(all, p))
    return {
      columns: [
        ...[{ name: 'days' }, { name: 'callers' }, { name: 'rings' }],
        ...['p50', 'p99', 'longest'].map((name) => ({ name, unit: 'ms' })),
      ],
      rows: [[days, callers, all.length, at(50), at(99), at(100)]],
      notes: [
        'per ring, by the simulated clock: how long a free agent sat beside a waiting caller before one of them was taken',
      ],
      ok: callers > 0 && all.length > 0 && at(99) <= PROMISED_MS,
    }
  },
})

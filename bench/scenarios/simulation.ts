// Simulated centres, one a seed: real engine nodes, machines and orders on a network, ledger and clock that the seed commands.
import { defineScenario } from '#bench/kit/scenario.ts'
import { loadMachines } from '#engine/routing/machines.ts'
import { simulate } from '../kit/sim/seeded.ts'

/** broken seeds shown; each replays exactly by `from=<seed> seeds=1` */
const SHOWN = 20

export default defineScenario({
  name: 'simulation',
  about: 'seeded centres with accidents: nobody hung up, forgotten, rung twice or counted twice',
  options: [
    { name: 'seeds', label: { zh: '种子数', en: 'seeds' }, type: 'number', default: 2_000 },
    { name: 'from', label: { zh: '首个种子', en: 'first seed' }, type: 'number', default: 1 },
    { name: 'stranded', label: { zh: '只断网', en: 'engines stranded only' }, type: 'number', default: 0 },
  ],
  async run({ seeds = 2_000, from = 1, stranded = 0 }, progress) {
    const machines = await loadMachines()
    const notes: string[] = []
    let callers = 0
    let broken = 0
    for (let seed = from; seed < from + seeds; seed++) {
      const lived = await simulate(machines, seed, stranded > 0 ? { stranded: true } : {})
      callers += lived.callers
      if (lived.wrong.length > 0) {
        broken += 1
        if (notes.length < SHOWN) notes.push(`seed ${seed} (${lived.accidents.join(', ')}): ${lived.wrong.join('; ')}`)
      }
      progress.show(seed - from + 1, seeds, `${broken} broken`)
    }
    return {
      columns: [{ name: 'seeds' }, { name: 'callers' }, { name: 'broken seeds' }],
      rows: [[seeds, callers, broken]],
      notes,
      ok: broken === 0,
    }
  },
})

// Does being called back keep the exact place? Overloaded days in which three in ten hang up for it.
import { plainQueue, QueueDay } from '#bench/kit/queue-day.ts'
import { defineScenario } from '#bench/kit/scenario.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'

export default defineScenario({
  name: 'callbacks',
  about: 'callers and callbacks in one line: how often somebody is offered before one who came earlier',
  options: [{ type: 'number', name: 'calls', label: { zh: '来电数', en: 'calls' }, default: 10_000 }],
  async run({ calls = 0 }, progress) {
    const strategies = await loadStrategies()
    const sum = { callers: 0, calledBack: 0, inversions: 0 }
    for (let n = 0; sum.callers < calls; n++) {
      progress.show(sum.callers, calls, `day ${n + 1}`)
      const plan = { seed: `back-${n}`, agents: 10, perHour: Array(8).fill(175), handleMs: 200_000 }
      const day = new QueueDay({ ...plan, config: plainQueue(), callBack: 0.3 }, strategies)
      day.run()
      const places = day.offered.map((callId) => day.came.get(callId) ?? Number.NaN)
      sum.inversions += places.filter((place, at) => at > 0 && !(place >= (places[at - 1] as number))).length
      sum.callers += day.served.size
      sum.calledBack += day.offered.filter((callId) => callId.startsWith('cb-')).length
    }
    return {
      columns: [{ name: 'calls' }, { name: 'called back' }, { name: 'inversions' }],
      rows: [[sum.callers, sum.calledBack, sum.inversions]],
      notes: [
        'order of the first offers against the order in which the calls came; a callback stands for the call it replaced',
      ],
      ok: sum.inversions === 0,
    }
  },
})

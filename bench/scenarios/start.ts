// What a start costs and a centre at rest holds: CPU seconds from launch to ready and memory, part by part.
import { type Centre, startCentre } from '#test/kit/centre.ts'
import { cpuMs, type Family, familyOf } from '../kit/cpu.ts'
import { type Memory, memoryOf, resident, together } from '../kit/memory.ts'
import { defineScenario } from '../kit/scenario.ts'

const PARTS = [
  ...['nats', 'postgres', 'clickhouse', 'rtpengine', 'kamailio'],
  ...['engine', 'media', 'analytics', 'gateway', 'demo'],
]

const MIB = 1024

/** The launcher's share is its own and that of steps which ran to their end, such as preparing the database. */
async function familiesOf(centre: Centre): Promise<Map<string, Family>> {
  const families = new Map<string, Family>([['launcher', [await centre.pidOf('launcher')]]])
  for (const part of PARTS) families.set(part, familyOf(await centre.pidOf(part)))
  return families
}

const cpuOf = async (centre: Centre): Promise<Map<string, number>> => cpuMs(await familiesOf(centre))

const round = (value: number): number => Math.round(value * 10) / 10
const sum = (of: ReadonlyMap<string, number>): number => [...of.values()].reduce((all, each) => all + each, 0)

function rows(
  first: Map<string, number>,
  again: Map<string, number>,
  rest: Map<string, Memory>,
): (string | number)[][] {
  const row = (name: string, firstMs: number, againMs: number, memory: Memory) => [
    ...[name, round(firstMs / 1_000), round(againMs / 1_000)],
    ...[round(memory.own / MIB), round(resident(memory) / MIB), round(memory.rss / MIB)],
  ]
  return [
    ...[...rest].map(([part, memory]) => row(part, first.get(part) ?? 0, again.get(part) ?? 0, memory)),
    row('all', sum(first), sum(again), together([...rest.values()])),
  ]
}

export default defineScenario({
  name: 'start',
  about: 'starts a whole centre twice: CPU seconds of every part from launch to ready, memory after some time of rest',
  options: [{ name: 'restSeconds', label: { zh: '静置秒数', en: 'seconds of rest' }, type: 'number', default: 20 }],
  async run({ restSeconds = 20 }, progress) {
    progress.show(0, 3, 'first start, with an empty data folder')
    const centre = await startCentre()
    try {
      const first = await cpuOf(centre)
      progress.show(1, 3, 'second start')
      await centre.restart()
      const again = await cpuOf(centre)
      progress.show(2, 3, 'at rest')
      await new Promise((resolve) => setTimeout(resolve, restSeconds * 1_000))
      const rest = new Map([...(await familiesOf(centre))].map(([part, family]) => [part, memoryOf(family)] as const))
      return {
        columns: [
          ...[{ name: 'part' }, { name: 'first start, CPU', unit: 's' }, { name: 'start, CPU', unit: 's' }],
          ...[
            { name: 'own', unit: 'MiB' },
            { name: 'in memory', unit: 'MiB' },
            { name: 'RSS', unit: 'MiB' },
          ],
        ],
        rows: rows(first, again, rest),
        notes: [
          'CPU: user and system from launch to ready, with children; the launcher has those that came to their end',
          'own: no file of anybody; in memory: a page that several processes have counts once, in the last row over all parts; RSS: once for each',
        ],
        ok: true,
      }
    } finally {
      await centre.stop()
    }
  },
})

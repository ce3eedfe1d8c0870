// What a start costs and a centre at rest holds: CPU seconds from launch to ready and memory, part by part.
import { type Centre, startCentre } from '#test/kit/centre.ts'
import { cpuMs, familyOf } from '../kit/cpu.ts'
import { memoryKiB } from '../kit/memory.ts'
import { defineScenario } from '../kit/scenario.ts'

const PARTS = [
  'nats',
  'postgres',
  'clickhouse',
  'rtpengine',
  'kamailio',
  'engine',
  'media',
  'analytics',
  'gateway',
  'demo',
]

interface Seen {
  cpu: number
  pss: number
  rss: number
}

const MIB = 1024

/** The launcher's share is its own and that of steps which ran to their end, such as preparing the database. */
async function look(centre: Centre): Promise<Map<string, Seen>> {
  const launcher = await centre.pidOf('launcher')
  const families = new Map([
    ['launcher', [launcher]],
    ...(await Promise.all(PARTS.map(async (part) => [part, familyOf(await centre.pidOf(part))] as const))),
  ])
  const cpu = cpuMs(families)
  return new Map(
    [...families].map(([part, family]) => {
      const { pss, rss } = memoryKiB(family)
      return [part, { cpu: (cpu.get(part) ?? 0) / 1_000, pss: pss / MIB, rss: rss / MIB }]
    }),
  )
}

const round = (value: number): number => Math.round(value * 10) / 10

export default defineScenario({
  name: 'start',
  about: 'starts a whole centre twice: CPU seconds of every part from launch to ready, memory after some time of rest',
  options: [{ name: 'restSeconds', label: { zh: '静置秒数', en: 'seconds of rest' }, type: 'number', default: 20 }],
  async run({ restSeconds = 20 }, progress) {
    progress.show(0, 3, 'first start, with an empty data folder')
    const centre = await startCentre()
    try {
      const first = await look(centre)
      progress.show(1, 3, 'second start')
      await centre.restart()
      const second = await look(centre)
      progress.show(2, 3, 'at rest')
      await new Promise((resolve) => setTimeout(resolve, restSeconds * 1_000))
      const rest = await look(centre)
      const row = (name: string, get: (seen: Map<string, Seen>, what: keyof Seen) => number) => [
        name,
        ...[round(get(first, 'cpu')), round(get(second, 'cpu')), round(get(rest, 'pss')), round(get(rest, 'rss'))],
      ]
      const sum = (seen: Map<string, Seen>, what: keyof Seen) =>
        [...seen.values()].reduce((all, each) => all + each[what], 0)
      return {
        columns: [
          ...[{ name: 'part' }, { name: 'first start, CPU', unit: 's' }, { name: 'start, CPU', unit: 's' }],
          ...[
            { name: 'PSS at rest', unit: 'MiB' },
            { name: 'RSS at rest', unit: 'MiB' },
          ],
        ],
        rows: [
          ...[...rest.keys()].map((part) => row(part, (seen, what) => seen.get(part)?.[what] ?? 0)),
          row('all', sum),
        ],
        notes: [
          'CPU: user and system from launch to ready, from /proc, with children; the launcher has those that came to their end',
          'the sum of RSS counts shared pages once for every process, PSS counts them once',
        ],
        ok: true,
      }
    } finally {
      await centre.stop()
    }
  },
})

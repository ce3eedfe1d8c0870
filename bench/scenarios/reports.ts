// How long every standard report takes over a year of a large centre, in the ClickHouse that the centre starts.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouse, openClickHouse } from '#analytics/clickhouse/client.ts'
import { startFront } from '#analytics/clickhouse/front.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { loadReports, type Report, type Through } from '#analytics/reporting/report.ts'
import { openRolling } from '#analytics/reporting/rolling.ts'
import type { Progress } from '#bench/kit/progress.ts'
import { type Cell, defineScenario } from '#bench/kit/scenario.ts'

const DAY_MS = 86_400_000
const YEAR_DAYS = 365
const FROM = Date.UTC(2025, 10, 1)
const TO = FROM + YEAR_DAYS * DAY_MS
const ZONE = 'Asia/Shanghai'
/** rows that a report answers */
const MOST = 50_000
/** calls made by one insert */
const PIECE = 200_000

// one row a call; `h` is what chance says of it, arrivals are even over the year
const ROWS = (from: number, count: number, calls: number) => `(select number + ${from} as n, cityHash64(n) as h,
  toDateTime(${FROM / 1_000} + toUInt32(n * ${(YEAR_DAYS * 86_400) / calls}), 'UTC') as start, concat('c', toString(n)) as call
  from numbers(${count}))`
const QUEUE = `concat('q', toString(h % 12))`
const AGENT = `concat('a', toString(intDiv(h, 7) % 200))`

const FILLS = (rows: string): string[] => [
  `insert into tinglan.calls select h, call, start, ['in','in','in','in','out'][h % 5 + 1], concat('9500', toString(h % 6)),
     concat('0', toString(10 + h % 90)), ['answered','answered','answered','abandoned-in-queue','self-served'][intDiv(h, 5) % 5 + 1],
     ['caller','agent','flow','system'][h % 4 + 1], if(h % 40 = 0, 'busy', ''), if(h % 5 = 4, ${AGENT}, ''), h % 3000000,
     1, h % 3 != 0, concat('f', toString(h % 4)), 240000, 20000, h % 60000, 9000, 180000, h % 30000, 1, h % 6,
     [${QUEUE}], [${AGENT}], if(h % 4 = 0, ['咨询'], []) from ${rows}`,
  `insert into tinglan.stays select h, call, start, ${QUEUE}, ${AGENT},
     ['answered','answered','answered','answered','abandoned','max-wait'][h % 6 + 1], if(h % 6 = 5, 'voicemail', ''), h % 60000,
     h % 6 < 3, h % 7 > 0, h % 50000, h % 90000 from ${rows} where h % 10 < 8`,
  `insert into tinglan.talks select h, call, start, ${AGENT}, ${QUEUE}, if(h % 5 = 4, 'out', 'in'), h % 5 = 4, 1, 1, 9000,
     180000, h % 30000, h % 6 from ${rows} where h % 3 != 0`,
  `insert into tinglan.missed select h, call, start, ${AGENT}, ${QUEUE}, 'no-answer', 15000 from ${rows} where h % 20 = 0`,
  `insert into tinglan.steps select h, call, start, concat('f', toString(h % 4)), concat('n', toString(k)),
     concat('节点', toString(k)), concat('key-', toString(h % 9)), if(k = 3 and h % 4 = 0, '咨询', ''), k, k = 3,
     'answered' from ${rows} array join [1, 2, 3] as k where h % 5 != 4`,
  `insert into tinglan.line_uses select h, call, start, concat('t', toString(h % 4)), if(h % 5 = 4, 'out', 'in'), h % 9 != 0,
     240000, if(h % 9 = 0, 0, 180000) from ${rows}`,
  `insert into tinglan.messages select h, call, start, ${QUEUE}, concat('r', call) from ${rows} where h % 60 = 0`,
  `insert into tinglan.queue_interval select ${QUEUE}, toStartOfFiveMinutes(start), 1, h % 6 < 4, h % 6 < 3, h % 6 = 4, h % 6 = 5,
     h % 60000, h % 60000, h % 3 != 0, 180000, h % 30000, 30000 from ${rows} where h % 10 < 8`,
  // an agent comes, goes and is in some state some twelve times a call handled
  `insert into tinglan.spells select h, n * 8 + k, ${AGENT}, toDateTime64(start + k * 60, 3, 'UTC'),
     toDateTime64(start + k * 60 + 55, 3, 'UTC'),
     ['signed-out','ready','ringing','talking','wrap-up','break','ready','ringing'][k], 'ready', if(k = 1, 'lunch', ''), 55000
     from ${rows} array join [1, 2, 3, 4, 5, 6, 7, 8] as k where h % 3 != 0`,
  `insert into tinglan.agent_time select ${AGENT}, toStartOfFiveMinutes(start), ['ready','talking','break'][h % 3 + 1], 55000
     from ${rows}`,
  `insert into tinglan.facts select n, concat('x', toString(n)), toDateTime64(start, 3, 'UTC'), 'agent', ${AGENT}, 'call-disposed', 1, '',
     concat('{"type":"call-disposed","callId":"', call, '","queueId":"', ${QUEUE}, '","dispositionId":"d', toString(h % 20), '"}'), 1
     from ${rows} where h % 3 = 1`,
]

async function fill(clickhouse: ClickHouse, calls: number, progress: Progress): Promise<void> {
  for (let from = 0; from < calls; from += PIECE) {
    progress.show(from, calls, 'calls put in')
    for (const sql of FILLS(ROWS(from, Math.min(PIECE, calls - from), calls)))
      await clickhouse.run(`${sql} settings max_partitions_per_insert_block = 1000`)
  }
}

interface Timed {
  best: number
  worst: number
  /** of the whole process, ClickHouse with it: what another program on the machine does not change */
  cpu: number
  rows: number
}

/** As the page asks: rows and total at once; ms. */
async function timed(
  clickhouse: ClickHouse,
  report: Report,
  { step, times, through }: { step: number; times: number; through: Through },
): Promise<Timed> {
  const given = { from: FROM, to: TO, step }
  const spans: number[] = []
  let rows = 0
  const before = process.cpuUsage()
  for (let n = 0; n < times; n++) {
    const at = performance.now()
    rows = await answered(clickhouse, report, given, through)
    spans.push(performance.now() - at)
  }
  const { user, system } = process.cpuUsage(before)
  return { best: Math.min(...spans), worst: Math.max(...spans), cpu: (user + system) / 1_000 / times, rows }
}

async function answered(
  clickhouse: ClickHouse,
  report: Report,
  given: Record<string, unknown>,
  through: Through,
): Promise<number> {
  const size = report.size?.(given, ZONE)
  const [counted] = size ? await clickhouse.rows<{ rows: number }>(size.sql, size.parameters) : []
  const most = Number(counted?.rows ?? 0)
  // refused in words, as the role does
  if (most > MOST) return most
  const asked = [report.query(given, ZONE, undefined, through), report.total?.(given, ZONE, undefined, through)]
  const [found] = await Promise.all(
    asked.map((query) => (query ? clickhouse.rows(`${query.sql} limit ${MOST + 1}`, query.parameters) : undefined)),
  )
  return found?.length ?? 0
}

const COLUMNS = [
  { name: 'report' },
  { name: 'rows' },
  { name: 'best', unit: 'ms' },
  { name: 'worst', unit: 'ms' },
  { name: 'processor', unit: 'ms' },
  { name: 'from rows alone', unit: 'ms' },
]

export default defineScenario({
  name: 'reports',
  about: 'Every standard report over twelve months, by the day: ms in the ClickHouse that the centre starts',
  options: [
    { name: 'calls', type: 'number', label: { zh: '通话数', en: 'Calls' }, default: 12_000_000 },
    { name: 'times', type: 'number', label: { zh: '次数', en: 'Times each' }, default: 5 },
  ],
  async run({ calls = 12_000_000, times = 5 }, progress) {
    const dir = await mkdtemp(join(tmpdir(), 'tinglan-bench-reports-'))
    const front = await startFront({ dataDir: dir, port: 0, password: 'bench' })
    const clickhouse = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: 'bench' })
    try {
      await createSchema(clickhouse)
      await clickhouse.run('drop view if exists tinglan.calls_of_facts')
      await fill(clickhouse, calls, progress)
      const rows: Cell[][] = []
      const reports = [...(await loadReports())]
      progress.show(calls, calls, 'days summed up ahead')
      const began = performance.now()
      const rollUps = reports.flatMap(([, report]) => report.rollUps?.(ZONE) ?? [])
      const rolling = await openRolling(clickhouse, ZONE, rollUps)
      await rolling.sumUp(TO)
      const summedUp = Math.round((performance.now() - began) / 1_000)
      const [ahead] = await clickhouse.rows<{ rows: number }>('select count() as rows from tinglan.rolled')
      for (const [n, [name, report]] of reports.entries()) {
        progress.show(n, reports.length, name)
        const plain = await timed(clickhouse, report, { step: 1440, times: 1, through: () => undefined })
        const {
          best,
          worst,
          cpu,
          rows: count,
        } = await timed(clickhouse, report, {
          ...{ step: 1440, times, through: rolling.through },
        })
        rows.push([name, count, ...[best, worst, cpu, plain.cpu].map(Math.round)])
      }
      progress.end()
      return {
        columns: COLUMNS,
        rows: rows.sort((a, b) => Number(b[4]) - Number(a[4])),
        notes: [
          `${calls} calls in ${YEAR_DAYS} days; times on this machine, with whatever else it does`,
          `${ahead?.rows} rows summed up ahead in ${summedUp} s`,
        ],
        ok: true,
      }
    } finally {
      await clickhouse.close()
      await front.stop()
      await rm(dir, { recursive: true, force: true })
    }
  },
})

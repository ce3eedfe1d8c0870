// The past of the system as points of a chart: by the minute for two days, else by the quarter of an hour or coarser.
import type { HistoryGroup, HistorySeries, SystemHistory } from '../../protocol/system-history.ts'
import { reportNames } from '../../records/report-names.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { MINUTES_KEPT_MS } from './keep.ts'

const MINUTE_MS = 60_000
/** more cannot be told apart on a screen */
const MOST_POINTS = 720

const GROUPS: Record<string, HistoryGroup> = {
  ...{ calls: 'calls', legs: 'calls', trunk: 'calls', waiting: 'queues', longest: 'queues', queue: 'queues' },
  ...{ signedIn: 'agents', talking: 'agents', nodesUp: 'nodes', nodesDown: 'nodes' },
  ...{ cpu: 'processors', part: 'processors', memory: 'space', disk: 'space', lag: 'lag' },
}
/** each gateway has its own machine; the rest is of the whole centre */
const OF_MACHINE = new Set<HistoryGroup>(['processors', 'space', 'lag'])

interface Row {
  slot: number
  gateway: string
  key: string
  mean: number
  peak: number
}

export async function historyOf(sql: Sql, from: number, to: number, now: number): Promise<SystemHistory> {
  const span = to - from
  const isFine = from >= now - MINUTES_KEPT_MS && span <= MINUTES_KEPT_MS
  const step = isFine ? 1 : 15
  const stepMinutes = step * Math.max(1, Math.ceil(span / MINUTE_MS / step / MOST_POINTS))
  const stepMs = stepMinutes * MINUTE_MS
  const first = Math.floor(from / stepMs)
  const rows = await sql<Row[]>`
    select floor(extract(epoch from s.at) * 1000 / ${stepMs}::float8)::int as slot, s.gateway, v.key,
      avg(v.value::float8) as mean, max((s.peak->>v.key)::float8) as peak
    from system_samples s, jsonb_each_text(s.mean) v
    where s.step = ${step} and s.at >= ${from} and s.at < ${to} group by 1, 2, 3`
  const count = Math.ceil(to / stepMs) - first
  const ats = Array.from({ length: count }, (_, n) => (first + n) * stepMs)
  return { stepMinutes, ats, series: await named(sql, seriesOf(rows, first, count)) }
}

function seriesOf(rows: readonly Row[], first: number, count: number): HistorySeries[] {
  const gateways = new Set(rows.map(({ gateway }) => gateway))
  const found = new Map<string, HistorySeries>()
  for (const { slot, gateway, key, mean, peak } of rows) {
    const group = GROUPS[key.split(':')[0] ?? '']
    if (group === undefined) continue
    const own = gateways.size > 1 && OF_MACHINE.has(group)
    const id = own ? `${key} ${gateway}` : key
    const series = found.get(id) ?? {
      ...{ key, group, ...(own ? { gateway } : {}) },
      ...{ mean: Array<number | null>(count).fill(null), peak: Array<number | null>(count).fill(null) },
    }
    found.set(id, series)
    const at = slot - first
    // several gateways tell of the same centre: the most any saw
    series.mean[at] = Math.max(series.mean[at] ?? 0, mean)
    series.peak[at] = Math.max(series.peak[at] ?? 0, peak)
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

async function named(sql: Sql, series: HistorySeries[]): Promise<HistorySeries[]> {
  const idsOf = (kind: string): string[] =>
    series.flatMap(({ key }) => (key.startsWith(`${kind}:`) ? [key.slice(kind.length + 1)] : []))
  const queues = await reportNames(sql, 'queues', idsOf('queue'), 'zh')
  const trunks = await reportNames(sql, 'trunks', idsOf('trunk'), 'zh')
  return series.map((one) => {
    const [kind = '', id] = one.key.split(/:(.*)/s)
    if (id === undefined) return one
    const name = (kind === 'queue' ? queues : kind === 'trunk' ? trunks : undefined)?.get(id) ?? id
    return { ...one, name }
  })
}

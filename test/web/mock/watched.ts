// The mock's history of the system, and what is sent by e-mail: enough to see both pages as they are on a real gateway.
import type { ReportSchedules } from '#engine/protocol/report-schedules.ts'
import type { HistorySeries, SystemHistory } from '#engine/protocol/system-history.ts'
import { type MockAnswer, type MockAsked, ok } from './asked.ts'

const POINTS = 120

function history(from: number, to: number): SystemHistory {
  const stepMinutes = Math.max(1, Math.round((to - from) / 60_000 / POINTS))
  const ats = Array.from({ length: POINTS }, (_, n) => from + n * stepMinutes * 60_000)
  const wave = (most: number): number[] => ats.map((_, n) => Math.round(most * (1 + Math.sin(n / 9)) * 50) / 100)
  const one = (key: string, group: HistorySeries['group'], most: number, name?: string): HistorySeries => ({
    ...{ key, group, mean: wave(most), peak: wave(most * 1.3) },
    ...(name === undefined ? {} : { name }),
  })
  const series = [
    ...[one('calls', 'calls', 40), one('legs', 'calls', 90), one('trunk:t1', 'calls', 30, '电信主线')],
    ...[one('waiting', 'queues', 9), one('longest', 'queues', 70), one('queue:q1', 'queues', 6, '售前咨询')],
    ...[one('signedIn', 'agents', 24), one('talking', 'agents', 17), one('nodesUp', 'nodes', 4)],
    ...[one('cpu', 'processors', 0.6), one('part:engine-1', 'processors', 0.3, 'engine-1')],
    ...[one('memory', 'space', 0.7), one('disk', 'space', 0.4), one('lag', 'lag', 300)],
  ]
  return { stepMinutes, ats, series }
}

export function watched({ path, query }: MockAsked): MockAnswer | undefined {
  if (path === '/api/system/history') return ok(history(Number(query.get('from')), Number(query.get('to'))))
  if (path === '/api/report-schedules') return ok({ mailOn: false, schedules: [] } satisfies ReportSchedules)
  return undefined
}

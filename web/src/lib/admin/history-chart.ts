// The past of the system as charts: which series belong to one, in which colour, and how their values are read.
import type { HistoryGroup, HistorySeries, SystemHistory } from '#engine/protocol/system-history.ts'
import { wallAt } from '../i18n/centre-time.ts'
import type { ChartModel } from '../plan/forecast-chart.ts'

export const HISTORY_GROUPS: readonly HistoryGroup[] = [
  ...(['calls', 'queues', 'agents', 'processors', 'space', 'nodes', 'lag'] as const),
]
const COLOURS = ['#1f7f8e', '#cc7d12', '#3b6fc9', '#d0433b', '#8259bd', '#2a8f5b', '#617079', '#b3487a']
/** told as a share of what there is */
const SHARES = new Set(['cpu', 'memory', 'disk'])

export const isShare = (group: HistoryGroup): boolean => group === 'space'

export function chartOf(
  history: SystemHistory,
  group: HistoryGroup,
  labelOf: (series: HistorySeries) => string,
  isPeak: boolean,
): ChartModel | undefined {
  const some = history.series.filter((one) => one.group === group)
  if (some.length === 0) return undefined
  return {
    ats: history.ats.map((at) => wallAt(at).slice(0, 16)),
    lines: some.map((one, n) => ({
      ...{
        key: `${one.key} ${one.gateway ?? ''}`,
        label: labelOf(one),
        colour: COLOURS[n % COLOURS.length] ?? '#617079',
      },
      values: (isPeak ? one.peak : one.mean).map((value) => shownOf(one.key, value)),
      ...{ form: 'line' as const, digits: 1 },
    })),
    ...{ bands: [], marks: [] },
  }
}

/** Shares as per cent; the lag in seconds. */
function shownOf(key: string, value: number | null): number | null {
  if (value === null) return null
  if (SHARES.has(key) || key.startsWith('part:')) return Math.round(value * 1_000) / 10
  return key === 'lag' ? value / 1_000 : value
}

export const HISTORY_SPANS = { hour: 1, sixHours: 6, day: 24, week: 168, month: 720, quarter: 2_160 } as const
export type HistorySpan = keyof typeof HISTORY_SPANS

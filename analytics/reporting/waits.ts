// What a report of waits counts, whoever it is of: bands of time, mean, median, ninth decile, longest.
import type { Measure } from './counted.ts'
import { share } from './words.ts'

/** Bands of a wait, in seconds: from, and up to but not with. */
const EDGES = [0, 5, 10, 20, 30, 60, 120, 300] as const
const BANDS = EDGES.map((from, n) => ({ from, to: EDGES[n + 1] }))

const bandName = (from: number): string => `from${from}`
const inBand = ({ from, to }: (typeof BANDS)[number]): string =>
  `wait_ms >= ${from * 1000}${to === undefined ? '' : ` and wait_ms < ${to * 1000}`}`

/** How many callers who left a queue in this way had waited so long. */
const bandSums = (which: string): Record<string, string> =>
  Object.fromEntries(BANDS.map((band) => [bandName(band.from), `countIf((${which}) and ${inBand(band)})`]))

export const bandMeasures = (which: string): Measure[] =>
  BANDS.map((band) => ({
    name: bandName(band.from),
    label:
      band.to === undefined
        ? { zh: `≥ ${band.from} 秒`, en: `≥ ${band.from} s` }
        : { zh: `${band.from}–${band.to} 秒`, en: `${band.from}–${band.to} s` },
    calls: ['stays', `(${which}) and ${inBand(band)}`],
    help: {
      zh: '等待时长在此区间内（含下限，不含上限）。',
      en: 'Waited so long: the lower bound counts, the upper does not.',
    },
  }))

/** Of the stays that ended in this way. */
export const waitSums = (which: string): Record<string, string> => ({
  all: 'count()',
  waitMs: 'sum(wait_ms)',
  median: 'quantileExactLow(0.5)(wait_ms)',
  ninth: 'quantileExactLow(0.9)(wait_ms)',
  longest: 'max(wait_ms)',
  ...bandSums(which),
})

export const WAIT_MEASURES: Measure[] = [
  {
    ...{
      name: 'meanWaitMs',
      label: { zh: '平均', en: 'Mean' },
      format: 'duration',
      sql: share('waitMs', 'sums.all'),
    },
    help: { zh: '等待时长的平均值。', en: 'The mean wait.' },
  },
  {
    ...{ name: 'medianMs', label: { zh: '中位数', en: 'Median' }, format: 'duration', sql: 'median' },
    help: { zh: '一半的来电等得不超过它。', en: 'Half of them waited no longer.' },
  },
  {
    ...{ name: 'ninthMs', label: { zh: '九成不超过', en: '90 % within' }, format: 'duration', sql: 'ninth' },
    help: { zh: '十分之九的来电等得不超过它。', en: 'Nine of ten waited no longer.' },
  },
  {
    ...{ name: 'longestMs', label: { zh: '最长', en: 'Longest' }, format: 'duration', sql: 'longest' },
    help: { zh: '最久的一次等待。', en: 'The longest wait.' },
  },
]

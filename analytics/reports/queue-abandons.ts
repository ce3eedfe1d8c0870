// Waits of abandoned callers: how many of each band of time, with median and ninth decile.
import { countReport } from '../reporting/count.ts'
import { bandMeasures, bandSums, QUEUE, QUEUE_ABANDONED, share } from '../reporting/words.ts'

const WHICH = QUEUE_ABANDONED

export default countReport({
  name: 'queue-abandons',
  label: { zh: '放弃分布报表', en: 'Waits of abandoned callers' },
  group: 'queues',
  help: { zh: '挂机的来电等了多久。', en: 'How long callers waited who hung up.' },
  step: 0,
  keys: [QUEUE],
  cuts: ['queues'],
  counted: [
    {
      from: 'stays',
      where: WHICH,
      sums: {
        all: 'count()',
        waitMs: 'sum(wait_ms)',
        median: 'quantileExactLow(0.5)(wait_ms)',
        ninth: 'quantileExactLow(0.9)(wait_ms)',
        longest: 'max(wait_ms)',
        ...bandSums(WHICH),
      },
      greatest: ['longest'],
    },
  ],
  measures: [
    {
      ...{ name: 'all', label: { zh: '放弃', en: 'Abandoned' }, calls: ['stays', WHICH] },
      help: { zh: '以下各区间之和。', en: 'The sum of the bands.' },
    },
    ...bandMeasures(WHICH),
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
  ],
  chart: { x: 'queue', series: bandMeasures(WHICH).map(({ name }) => name) },
})

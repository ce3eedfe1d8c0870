// Waits that callers were promised, graded by what came: half shall wait no longer than the first figure, nine in ten no
// longer than the second. Who gave up before the second tells nothing of it; the wallboard grades the day in the same way.
import { countReport } from '../reporting/count.ts'
import { QUEUE, share } from '../reporting/words.ts'

const KNOWN = "promised = 1 and (left = 'answered' or wait_ms > most_ms)"
const KEPT = `${KNOWN} and wait_ms <= most_ms`

/** of nine in ten, so much either way is chance; below FEW everything is */
const [LEAST, MOST, FEW] = [0.87, 0.93, 20]

export default countReport({
  name: 'queue-promises',
  label: { zh: '等待承诺报表', en: 'Promised waits' },
  group: 'queues',
  help: {
    zh: '来电进队时推算的等待（一半人不超过、九成人不超过），与实际等待相比是否兑现。',
    en: 'The wait reckoned when a caller came (half, and nine in ten, wait no longer) beside the wait that it was.',
  },
  step: 1440,
  keys: [QUEUE],
  cuts: ['queues'],
  counted: [
    {
      from: 'stays',
      where: 'promised = 1',
      sums: {
        told: 'count()',
        known: `countIf(${KNOWN})`,
        kept: `countIf(${KEPT})`,
        halfKept: `countIf(${KNOWN} and wait_ms <= half_ms)`,
        halfMs: `sumIf(half_ms, ${KNOWN})`,
        waitMs: `sumIf(wait_ms, ${KNOWN})`,
      },
    },
  ],
  measures: [
    {
      ...{ name: 'told', label: { zh: '推算过', en: 'Reckoned' }, calls: ['stays', 'promised = 1'] },
      help: { zh: '进队时推算了等待的来电。', en: 'Callers whose wait was reckoned when they came.' },
    },
    {
      ...{ name: 'known', label: { zh: '有结果', en: 'Known' }, calls: ['stays', KNOWN] },
      help: {
        zh: '已接听，或等待已超过九成值；早早挂机的不计。',
        en: 'Answered, or waited longer than the second figure; who gave up before does not count.',
      },
    },
    {
      ...{ name: 'half', label: { zh: '一半值内', en: 'Within the first' }, format: 'percent', of: ['known'] },
      sql: share('halfKept', 'known'),
      help: {
        zh: '等待不超过一半值的比例，应约为 50%。',
        en: 'Waited no longer than the first figure; 50 % is right.',
      },
    },
    {
      ...{ name: 'most', label: { zh: '九成值内', en: 'Within the second' }, format: 'percent', of: ['known'] },
      sql: share('kept', 'known'),
      help: {
        zh: '等待不超过九成值的比例，应约为 90%。',
        en: 'Waited no longer than the second figure; 90 % is right.',
      },
    },
    {
      ...{ name: 'grade', label: { zh: '评定', en: 'Grade' }, format: 'text' },
      sql: `multiIf(known < ${FEW}, 'few', kept / known < ${LEAST}, 'broken', kept / known > ${MOST}, 'wide', 'kept')`,
      words: {
        kept: { zh: '兑现', en: 'Kept' },
        broken: { zh: '报得太短', en: 'Told too short' },
        wide: { zh: '报得太长', en: 'Told too long' },
        few: { zh: '样本太少', en: 'Too few' },
      },
      help: {
        zh: `九成值内的比例在 ${LEAST * 100}%–${MOST * 100}% 为兑现；不足 ${FEW} 通不评定。`,
        en: `Kept: ${LEAST * 100} to ${MOST * 100} % are within the second figure; below ${FEW} calls nothing is said.`,
      },
    },
    {
      ...{ name: 'meanHalfMs', label: { zh: '平均推算', en: 'Mean reckoned' }, format: 'duration', of: ['known'] },
      sql: share('halfMs', 'known'),
      help: { zh: '一半值的平均。', en: 'The mean of the first figure.' },
    },
    {
      ...{ name: 'meanWaitMs', label: { zh: '平均等待', en: 'Mean wait' }, format: 'duration', of: ['known'] },
      sql: share('waitMs', 'known'),
      help: { zh: '这些来电实际等待的平均。', en: 'The mean wait of these callers.' },
    },
  ],
  chart: { x: 'start', series: ['half', 'most'] },
})

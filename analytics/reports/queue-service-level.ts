// Service level by the four usual definitions, which differ in what they make of those who hung up.
import { countReport } from '../reporting/count.ts'
import { BadParameter } from '../reporting/report.ts'
import { QUEUE, QUEUE_ABANDONED, share } from '../reporting/words.ts'

const SECONDS_MS = 1_000
const spanOf = (value: unknown, first: number): number => {
  const ms = value === undefined ? first : Number(value)
  if (Number.isFinite(ms) && ms >= 0 && ms <= 86_400_000) return ms
  throw new BadParameter({ zh: '时长应在 0 到 24 小时之间。', en: 'A time is between 0 and 24 hours.' })
}
const WITHIN = "left = 'answered' and wait_ms <= {within:UInt32}"
const SHORT = `${QUEUE_ABANDONED} and wait_ms <= {short:UInt32}`
const SOON = `${QUEUE_ABANDONED} and wait_ms <= {within:UInt32}`

export default countReport({
  name: 'queue-service-level',
  label: { zh: '服务水平报表', en: 'Service level' },
  group: 'queues',
  help: {
    zh: '同一批来电按四种常用口径计算的服务水平，短放弃的时长可调。',
    en: 'The same callers by the four usual definitions; how short a short abandon is can be set.',
  },
  step: 1440,
  keys: [QUEUE],
  cuts: ['queues'],
  parameters: [
    {
      name: 'within',
      label: { zh: '目标时间', en: 'Answered within' },
      type: 'duration',
      default: 20 * SECONDS_MS,
      minMs: 0,
    },
    {
      name: 'short',
      label: { zh: '短放弃不超过', en: 'Short abandon up to' },
      type: 'duration',
      default: 5 * SECONDS_MS,
      minMs: 0,
    },
  ],
  bind: ({ within, short }) => ({ within: spanOf(within, 20_000), short: spanOf(short, 5_000) }),
  counted: [
    {
      from: 'stays',
      sums: {
        answered: "countIf(left = 'answered')",
        within: `countIf(${WITHIN})`,
        abandoned: `countIf(${QUEUE_ABANDONED})`,
        short: `countIf(${SHORT})`,
        soon: `countIf(${SOON})`,
      },
    },
  ],
  measures: [
    {
      ...{ name: 'answered', label: { zh: '接听', en: 'Answered' }, calls: ['stays', "left = 'answered'"] },
      help: { zh: '由坐席接听的来电。', en: 'Callers whom an agent answered.' },
    },
    {
      ...{ name: 'within', label: { zh: '目标内接听', en: 'In time' }, calls: ['stays', WITHIN] },
      help: { zh: '等待不超过目标时间即被接听。', en: 'Answered after no more than the time set.' },
    },
    {
      ...{ name: 'abandoned', label: { zh: '放弃', en: 'Abandoned' }, calls: ['stays', QUEUE_ABANDONED] },
      help: { zh: '等待中挂机的来电。', en: 'Callers who hung up while waiting.' },
    },
    {
      ...{ name: 'short', label: { zh: '短放弃', en: 'Short abandons' }, calls: ['stays', SHORT] },
      help: { zh: '等待不超过短放弃时长就挂机。', en: 'Hung up after no more than the time of a short abandon.' },
    },
    {
      ...{ name: 'ofAnswered', label: { zh: '口径一：占接听', en: '1: of answered' }, format: 'percent' },
      sql: share('within', 'answered'),
      help: { zh: '目标内接听 ÷ 接听。', en: 'In time over answered.' },
    },
    {
      ...{ name: 'ofAll', label: { zh: '口径二：占全部', en: '2: of all' }, format: 'percent' },
      sql: share('within', 'answered + abandoned'),
      help: { zh: '目标内接听 ÷（接听＋放弃）。', en: 'In time over answered and abandoned.' },
    },
    {
      ...{ name: 'withoutShort', label: { zh: '口径三：不计短放弃', en: '3: without short' }, format: 'percent' },
      sql: share('within', 'answered + abandoned - short'),
      help: {
        zh: '目标内接听 ÷（接听＋放弃－短放弃）。',
        en: 'In time over answered and abandoned, short abandons left out.',
      },
    },
    {
      ...{
        name: 'soonCounts',
        label: { zh: '口径四：目标内放弃算达标', en: '4: early abandons met' },
        format: 'percent',
      },
      sql: share('within + soon', 'answered + abandoned'),
      help: {
        zh: '（目标内接听＋目标时间内放弃）÷（接听＋放弃）。',
        en: 'In time, and abandoned within that time, over answered and abandoned.',
      },
    },
  ],
  chart: { x: 'start', series: ['ofAnswered', 'ofAll', 'withoutShort', 'soonCounts'] },
})

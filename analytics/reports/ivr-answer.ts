// Calls that the menu answered and that it did not (REP-09), by number.
import { countReport } from '../reporting/count.ts'
import { share } from '../reporting/words.ts'

const IN = "direction = 'in'"

export default countReport({
  name: 'ivr-answer',
  label: { zh: 'IVR 应答统计', en: 'IVR answers' },
  group: 'self-service',
  help: { zh: '来电由系统应答成功与失败的次数。', en: 'Calls that the centre answered, and that it did not.' },
  step: 60,
  keys: [{ name: 'number', label: { zh: '接入号码', en: 'Our number' } }],
  cuts: ['numbers'],
  counted: [{ from: 'calls', where: IN, sums: { calls: 'count()', taken: 'sum(taken)' } }],
  measures: [
    {
      ...{ name: 'calls', label: { zh: '来电', en: 'Calls' }, calls: ['calls', IN] },
      help: { zh: '该时段到达的来电。', en: 'Calls that came in.' },
    },
    {
      ...{
        name: 'answered',
        label: { zh: '应答成功', en: 'Answered' },
        sql: 'taken',
        calls: ['calls', `${IN} and taken = 1`],
      },
      help: { zh: '系统应答的来电。', en: 'Calls that the centre answered.' },
    },
    {
      ...{
        name: 'failed',
        label: { zh: '应答失败', en: 'Not answered' },
        sql: 'sums.calls - taken',
        calls: ['calls', `${IN} and taken = 0`],
      },
      help: { zh: '应答之前就结束，或被拒绝的来电。', en: 'Ended before an answer, or turned away.' },
    },
    {
      ...{
        name: 'rate',
        label: { zh: '应答率', en: 'Answer rate' },
        format: 'percent',
        of: ['calls'],
        sql: share('taken', 'sums.calls'),
      },
      help: { zh: '应答成功 ÷ 来电。', en: 'Answered, of all calls.' },
    },
  ],
  chart: { x: 'start', series: ['answered', 'failed', 'rate'] },
})

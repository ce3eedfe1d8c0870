// Where callers went who left a queue without an agent, and why.
import { LEFT_QUEUE, WAYS_OUT } from '#engine/protocol/words/calls.ts'
import { countReport } from '../reporting/count.ts'
import { QUEUE, QUEUE_OVERFLOWED, share } from '../reporting/words.ts'

export default countReport({
  name: 'queue-overflow',
  label: { zh: '溢出报表', en: 'Overflow' },
  group: 'queues',
  help: {
    zh: '离开队列而未由坐席接听的来电：原因与去向。',
    en: 'Callers who left a queue without an agent: why, and to where.',
  },
  step: 1440,
  keys: [
    QUEUE,
    { name: 'left', label: { zh: '原因', en: 'Reason' }, words: LEFT_QUEUE },
    { name: 'wayOut', label: { zh: '去向', en: 'To' }, sql: { stays: 'way_out' }, words: WAYS_OUT },
  ],
  cuts: ['queues'],
  counted: [{ from: 'stays', where: QUEUE_OVERFLOWED, sums: { gone: 'count()', waitMs: 'sum(wait_ms)' } }],
  measures: [
    {
      ...{ name: 'gone', label: { zh: '来电', en: 'Callers' }, calls: ['stays', QUEUE_OVERFLOWED] },
      help: { zh: '以此原因离开的来电。', en: 'Callers who left for this reason.' },
    },
    {
      ...{ name: 'meanWaitMs', label: { zh: '平均等待', en: 'Mean wait' }, format: 'duration', of: ['gone'] },
      sql: share('waitMs', 'gone'),
      help: { zh: '离开前的平均等待。', en: 'How long they had waited.' },
    },
  ],
  chart: { x: 'start', series: ['gone'] },
})

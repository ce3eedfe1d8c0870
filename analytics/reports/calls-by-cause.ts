// How calls ended: outcome, who hung up, and why those that were placed reached nobody.
import { DIRECTIONS, HUNG_UP_BY, OUTCOMES } from '#engine/protocol/words/calls.ts'
import { countReport } from '../reporting/count.ts'
import { CALL_SUMS, share, TOTAL } from '../reporting/words.ts'

export default countReport({
  name: 'calls-by-cause',
  label: { zh: '结束原因报表', en: 'Calls by cause' },
  group: 'calls',
  help: { zh: '通话如何结束、由谁挂机。', en: 'How calls ended, and who hung up.' },
  keys: [
    { name: 'direction', label: { zh: '方向', en: 'Direction' }, words: DIRECTIONS },
    { name: 'outcome', label: { zh: '结果', en: 'Outcome' }, words: OUTCOMES },
    { name: 'hungUpBy', label: { zh: '挂机方', en: 'Hung up by' }, sql: { calls: 'hung_up_by' }, words: HUNG_UP_BY },
  ],
  cuts: ['numbers', 'queues'],
  counted: [{ from: 'calls', sums: { ...CALL_SUMS, totalMs: 'sum(total_ms)' } }],
  measures: [
    TOTAL,
    {
      ...{ name: 'share', label: { zh: '占全部', en: 'Share' }, format: 'percent' },
      sql: 'if((sum(sums.total) over ()) = 0, null, sums.total / (sum(sums.total) over ()))',
      help: { zh: '占所列通话总数之比。', en: 'Of all calls listed.' },
    },
    {
      ...{ name: 'meanMs', label: { zh: '平均时长', en: 'Mean length' }, format: 'duration', of: ['total'] },
      sql: share('totalMs', 'total'),
      help: { zh: '从到达到结束的平均时长。', en: 'From arrival to end.' },
    },
  ],
  order: 'total desc, direction, outcome, hungUpBy',
  chart: { x: 'outcome', series: ['total'] },
})

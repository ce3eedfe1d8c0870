// Calls by region: how many calls, what became of them, how long they took.
import { countReport } from '../reporting/count.ts'
import {
  ABANDONED,
  CALL_SUMS,
  CALLERS,
  HUMAN,
  INBOUND,
  MEAN_TALK,
  MEAN_WAIT,
  OUTBOUND,
  SELF_SERVED,
  TOTAL,
} from '../reporting/words.ts'

export default countReport({
  name: 'calls-by-region',
  label: { zh: '归属地通话报表', en: 'Calls by region' },
  group: 'calls',
  help: { zh: '来电与去电按归属地。', en: 'Calls by the region of the other party.' },
  keys: [{ name: 'region', label: { zh: '归属地', en: 'Region' } }],
  cuts: ['numbers', 'queues'],
  counted: [{ from: 'calls', sums: CALL_SUMS }],
  measures: [TOTAL, INBOUND, OUTBOUND, HUMAN, SELF_SERVED, ABANDONED, CALLERS, MEAN_WAIT, MEAN_TALK],
  chart: { x: 'region', series: ['inbound', 'outbound', 'human', 'abandoned'] },
})

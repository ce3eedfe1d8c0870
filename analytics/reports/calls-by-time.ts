// Calls by time: how many calls, what became of them, how long they took.
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
  name: 'calls-by-time',
  label: { zh: '通话时段报表', en: 'Calls by time' },
  group: 'calls',
  help: { zh: '各时段呼入与呼出的通话。', en: 'Calls in and out by interval.' },
  step: 60,
  keys: [],
  cuts: ['numbers', 'queues'],
  counted: [{ from: 'calls', sums: CALL_SUMS }],
  measures: [TOTAL, INBOUND, OUTBOUND, HUMAN, SELF_SERVED, ABANDONED, CALLERS, MEAN_WAIT, MEAN_TALK],
  chart: { x: 'start', series: ['inbound', 'outbound', 'human', 'abandoned'] },
})

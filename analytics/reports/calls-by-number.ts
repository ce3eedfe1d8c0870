// Calls by number: how many calls, what became of them, how long they took.
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
  name: 'calls-by-number',
  label: { zh: '号码通话报表', en: 'Calls by number' },
  group: 'calls',
  help: { zh: '各接入号码的通话。', en: 'Calls of each of our numbers.' },
  keys: [{ name: 'number', label: { zh: '接入号码', en: 'Our number' } }],
  cuts: ['numbers', 'queues'],
  counted: [{ from: 'calls', sums: CALL_SUMS }],
  measures: [TOTAL, INBOUND, OUTBOUND, HUMAN, SELF_SERVED, ABANDONED, CALLERS, MEAN_WAIT, MEAN_TALK],
  chart: { x: 'number', series: ['inbound', 'outbound', 'human', 'abandoned'] },
})

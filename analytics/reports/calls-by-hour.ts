// Calls by hour of the day: how many calls, what became of them, how long they took.
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
  name: 'calls-by-hour',
  label: { zh: '小时分布报表', en: 'Calls by hour of the day' },
  group: 'calls',
  help: { zh: '一天各小时的通话，所选各日相加。', en: 'Calls by the hour of the day, over all days chosen.' },
  keys: [
    {
      name: 'hour',
      label: { zh: '小时', en: 'Hour' },
      format: 'number',
      sql: { calls: 'toHour(start, {zone:String})' },
    },
  ],
  cuts: ['numbers', 'queues'],
  counted: [{ from: 'calls', sums: CALL_SUMS }],
  measures: [TOTAL, INBOUND, OUTBOUND, HUMAN, SELF_SERVED, ABANDONED, CALLERS, MEAN_WAIT, MEAN_TALK],
  chart: { x: 'hour', series: ['inbound', 'outbound', 'human', 'abandoned'] },
})

// Waits of abandoned callers: how many of each band of time, with median and ninth decile.
import { countReport } from '../reporting/count.ts'
import { bandMeasures, WAIT_MEASURES, waitSums } from '../reporting/waits.ts'
import { QUEUE, QUEUE_ABANDONED } from '../reporting/words.ts'

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
      sums: waitSums(WHICH),
      greatest: ['longest'],
    },
  ],
  measures: [
    {
      ...{ name: 'all', label: { zh: '放弃', en: 'Abandoned' }, calls: ['stays', WHICH] },
      help: { zh: '以下各区间之和。', en: 'The sum of the bands.' },
    },
    ...bandMeasures(WHICH),
    ...WAIT_MEASURES,
  ],
  chart: { x: 'queue', series: bandMeasures(WHICH).map(({ name }) => name) },
})

// Waits of answered callers: how many of each band of time, with median and ninth decile.
import { countReport } from '../reporting/count.ts'
import { bandMeasures, WAIT_MEASURES, waitSums } from '../reporting/waits.ts'
import { QUEUE } from '../reporting/words.ts'

const WHICH = "left = 'answered'"

export default countReport({
  name: 'queue-waits',
  label: { zh: '等待分布报表', en: 'Waits of answered callers' },
  group: 'queues',
  help: { zh: '被接听的来电等了多久。', en: 'How long callers waited who were answered.' },
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
      ...{ name: 'all', label: { zh: '接听', en: 'Answered' }, calls: ['stays', WHICH] },
      help: { zh: '以下各区间之和。', en: 'The sum of the bands.' },
    },
    ...bandMeasures(WHICH),
    ...WAIT_MEASURES,
  ],
  chart: { x: 'queue', series: bandMeasures(WHICH).map(({ name }) => name) },
})

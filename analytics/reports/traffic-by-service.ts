// Traffic by sub-service (ANA-03), and what callers want of the hotline (ANA-01): by the business that nodes of a flow name.
import { countReport } from '../reporting/count.ts'
import {
  ABANDONED,
  CALL_SUMS,
  CALLERS,
  HUMAN,
  hundredths,
  MEAN_TALK,
  MEAN_WAIT,
  SELF_SERVED,
  share,
  TOTAL,
} from '../reporting/words.ts'

export default countReport({
  name: 'traffic-by-service',
  label: { zh: '业务与行为分析', en: 'Hotline by service' },
  group: 'calls',
  help: {
    zh: '来电选了哪项业务（咨询、投诉、建议等，由流程节点的“业务”标明），每位客户来电几次。',
    en: 'What callers chose (inquiry, complaint, suggestion …, as nodes of the flow name it), and how often each caller calls.',
  },
  step: 1440,
  keys: [{ name: 'business', label: { zh: '业务', en: 'Service' }, sql: { calls: 'arrayJoin(businesses)' } }],
  cuts: ['numbers'],
  counted: [{ from: 'calls', where: "direction = 'in' and notEmpty(businesses)", sums: CALL_SUMS }],
  measures: [
    {
      ...TOTAL,
      calls: ['calls', "direction = 'in' and notEmpty(businesses)"],
      help: {
        zh: '选过该业务的来电；一通可选多项，合计每通只计一次。',
        en: 'Calls that chose it; one may choose several, the total counts it once.',
      },
    },
    CALLERS,
    {
      ...{
        name: 'perCaller',
        label: { zh: '每客户来电', en: 'Calls per caller' },
        sql: hundredths(share('total', 'callers')),
      },
      help: { zh: '通话数 ÷ 不同主叫。', en: 'Calls over different callers.' },
    },
    SELF_SERVED,
    HUMAN,
    ABANDONED,
    MEAN_WAIT,
    MEAN_TALK,
  ],
  chart: { x: 'start', series: ['total', 'human', 'selfServed'] },
})

// 服务记录: what a call or visit was about and how it ended; its call brings the recording.
import { CALL, CUSTOMER_IF_ANY } from '../record/customer-field.ts'
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'service-records',
  label: { zh: '服务记录', en: 'Service records' },
  one: { zh: '服务记录', en: 'Service record' },
  right: 'customers',
  idPrefix: 'service',
  title: 'topic',
  partOf: 'customers',
  fields: [
    CUSTOMER_IF_ANY,
    { name: 'topic', type: 'text', label: { zh: '主题', en: 'Topic' }, required: true, listed: true, maxLength: 200 },
    {
      name: 'way',
      type: 'choice',
      label: { zh: '方式', en: 'Way' },
      listed: true,
      default: 'in',
      options: [
        { value: 'in', label: { zh: '呼入', en: 'Inbound' } },
        { value: 'out', label: { zh: '呼出', en: 'Outbound' } },
        { value: 'hand', label: { zh: '手工登记', en: 'By hand' } },
      ],
    },
    {
      name: 'dispositionId',
      type: 'reference',
      to: 'dispositions',
      label: { zh: '来电目的', en: 'Purpose' },
      listed: true,
    },
    { name: 'text', type: 'text', label: { zh: '内容', en: 'What' }, multiline: true, maxLength: 4_000 },
    {
      name: 'result',
      type: 'choice',
      label: { zh: '结果', en: 'Result' },
      listed: true,
      options: [
        { value: 'solved', label: { zh: '已解决', en: 'Solved' } },
        { value: 'open', label: { zh: '待处理', en: 'Open' } },
        { value: 'passed-on', label: { zh: '已转交', en: 'Passed on' } },
      ],
    },
    CALL,
  ],
})

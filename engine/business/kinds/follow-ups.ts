// 跟进记录: what was said to a customer and when to speak again.
import { CALL, CUSTOMER } from '../record/customer-field.ts'
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'follow-ups',
  label: { zh: '跟进记录', en: 'Follow-ups' },
  one: { zh: '跟进记录', en: 'Follow-up' },
  right: 'customers',
  idPrefix: 'follow',
  title: 'text',
  partOf: 'customers',
  due: 'nextAt',
  fields: [
    CUSTOMER,
    {
      name: 'text',
      type: 'text',
      label: { zh: '内容', en: 'What' },
      required: true,
      listed: true,
      multiline: true,
      maxLength: 2_000,
    },
    {
      name: 'way',
      type: 'choice',
      label: { zh: '方式', en: 'By' },
      listed: true,
      default: 'call',
      options: [
        { value: 'call', label: { zh: '电话', en: 'Call' } },
        { value: 'message', label: { zh: '短信/微信', en: 'Message' } },
        { value: 'visit', label: { zh: '拜访', en: 'Visit' } },
        { value: 'other', label: { zh: '其他', en: 'Other' } },
      ],
    },
    { name: 'nextAt', type: 'date-time', label: { zh: '下次跟进', en: 'Next' }, listed: true },
    CALL,
  ],
})

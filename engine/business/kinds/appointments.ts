// 预约: when a customer is to be called or visited.
import { CALL, CUSTOMER } from '../record/customer-field.ts'
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'appointments',
  label: { zh: '预约', en: 'Appointments' },
  one: { zh: '预约', en: 'Appointment' },
  right: 'customers',
  idPrefix: 'appointment',
  title: 'topic',
  partOf: 'customers',
  due: 'at',
  states: {
    list: [
      { value: 'open', label: { zh: '待履约', en: 'To come' }, colour: 'blue' },
      { value: 'kept', label: { zh: '已履约', en: 'Kept' }, colour: 'green', final: true },
      { value: 'missed', label: { zh: '未履约', en: 'Missed' }, colour: 'red', final: true },
      { value: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, colour: 'grey', final: true },
    ],
  },
  fields: [
    CUSTOMER,
    { name: 'topic', type: 'text', label: { zh: '事由', en: 'Topic' }, required: true, listed: true, maxLength: 200 },
    { name: 'at', type: 'date-time', label: { zh: '时间', en: 'When' }, required: true, listed: true },
    { name: 'place', type: 'text', label: { zh: '地点', en: 'Place' }, listed: true, maxLength: 200 },
    { name: 'note', type: 'text', label: { zh: '备注', en: 'Note' }, multiline: true, maxLength: 1_000 },
    CALL,
  ],
})

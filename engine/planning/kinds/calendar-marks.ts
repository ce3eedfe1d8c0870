// 日历标记: what is known of a date. Planning and access numbers keep to it, over the national calendar and the holidays.
import { DAYS } from '../../protocol/words/days.ts'
import { defineKind, type FieldFault, type Row, type Values } from '../../records/record/kind.ts'

/** Sunday is 0 in plans */
const WEEKDAYS = DAYS.map((day) => (day.value === '7' ? { ...day, value: '0' } : day))

export default defineKind({
  kind: 'calendar-marks',
  table: 'calendar_marks',
  label: { zh: '日历标记', en: 'Calendar marks' },
  right: 'plan',
  readRight: 'plan-view',
  readScope: 'all',
  title: 'date',
  idPrefix: 'mark',
  fields: [
    { name: 'date', type: 'date', label: { zh: '日期', en: 'Date' }, required: true, listed: true },
    {
      name: 'type',
      type: 'choice',
      label: { zh: '类型', en: 'Type' },
      required: true,
      listed: true,
      options: [
        { value: 'closed', label: { zh: '不服务', en: 'Closed' } },
        { value: 'holiday', label: { zh: '节假日', en: 'Holiday' } },
        { value: 'as-weekday', label: { zh: '按星期几', en: 'Like a weekday' } },
        { value: 'promotion', label: { zh: '促销活动', en: 'Promotion' } },
        { value: 'outage', label: { zh: '故障', en: 'Outage' } },
      ],
    },
    {
      name: 'weekday',
      type: 'choice',
      label: { zh: '按星期几', en: 'Like which weekday' },
      help: { zh: '仅用于“按星期几”，如调休上班日', en: 'For “like a weekday” only, such as a make-up workday' },
      options: WEEKDAYS,
    },
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, listed: true, maxLength: 50 },
    {
      name: 'lift',
      type: 'number',
      label: { zh: '预计倍数', en: 'Expected factor' },
      help: {
        zh: '仅用于未办过的促销：1.2 即话务增加 20%',
        en: 'For a promotion not seen before: 1.2 = 20 % more calls',
      },
      min: 0.1,
      max: 20,
      integer: false,
    },
    {
      name: 'queueId',
      type: 'reference',
      to: 'queues',
      label: { zh: '仅此队列', en: 'This queue only' },
      help: { zh: '不选则对全部有效', en: 'None = for everything' },
      listed: true,
    },
  ],
  async check(values) {
    const faults: FieldFault[] = []
    if (values.type === 'as-weekday' && values.weekday === undefined) {
      faults.push({ path: 'weekday', message: 'which weekday is it like?' })
    }
    return faults
  },
  toRow: async (values: Values): Promise<Row> => ({
    ...values,
    weekday: values.type === 'as-weekday' ? Number(values.weekday) : null,
    lift: values.type === 'promotion' ? (values.lift ?? null) : null,
  }),
  fromRow: (row: Row): Values => {
    const { weekday, lift, ...values } = row
    return {
      ...values,
      ...(weekday === null ? {} : { weekday: String(weekday) }),
      ...(lift === null ? {} : { lift }),
    }
  },
})

// 时间组: hours and named dates as one record; who names it is open when it is. Numbers and flows do.
import type { TimeGroup } from '../../protocol/time-groups.ts'
import { DAYS } from '../../protocol/words/days.ts'
import { hoursField, hoursFromRow, hoursToRow } from '../record/hours.ts'
import { defineKind, type FieldFault, type Row, type Values } from '../record/kind.ts'

export default defineKind({
  kind: 'time-groups',
  table: 'time_groups',
  label: { zh: '时间组', en: 'Time groups' },
  right: 'configure',
  title: 'name',
  idPrefix: 'time',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    hoursField(
      { zh: '时段', en: 'Hours' },
      {
        zh: '落在任一时段即为“时段内”；不填则全天；结束早于开始表示跨午夜',
        en: 'Open within any of them; none = all day; one that ends before it begins lasts past midnight',
      },
    ),
    {
      name: 'dates',
      type: 'list',
      label: { zh: '特定日期', en: 'Named dates' },
      help: { zh: '优先于公司日历，先列的优先', en: 'Ahead of the company calendar; the first that fits rules' },
      of: [
        { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, maxLength: 50 },
        { name: 'from', type: 'date', label: { zh: '从', en: 'From' }, required: true },
        { name: 'to', type: 'date', label: { zh: '到（含）', en: 'To (included)' }, required: true },
        {
          name: 'type',
          type: 'choice',
          label: { zh: '当天', en: 'That day' },
          required: true,
          default: 'holiday',
          options: [
            { value: 'holiday', label: { zh: '节假日', en: 'Holiday' } },
            { value: 'closed', label: { zh: '不服务', en: 'Closed' } },
            { value: 'as-weekday', label: { zh: '按某一星期几（调休）', en: 'As another weekday (make-up)' } },
          ],
        },
        {
          name: 'weekday',
          type: 'choice',
          label: { zh: '按', en: 'As' },
          options: DAYS,
          default: '1',
          when: { field: 'type', is: 'as-weekday' },
        },
      ],
    },
    {
      name: 'companyDays',
      type: 'switch',
      label: { zh: '遵循公司节假日与调休', en: 'Follows the company calendar' },
      help: { zh: '节假日与日历标记在此同样生效', en: 'Holidays and calendar marks rule here too' },
      default: true,
    },
  ],
  check: async ({ dates }) => backwards(dates as TimeGroup['dates']),
  toRow: async (values: Values): Promise<Row> => ({
    ...values,
    hours: hoursToRow(values.hours),
    dates: (values.dates as { type: string; weekday?: string }[]).map(({ weekday, ...one }) =>
      one.type === 'as-weekday' ? { ...one, weekday: Number(weekday ?? 1) } : one,
    ),
  }),
  fromRow: (row: Row): Values => ({
    ...row,
    hours: hoursFromRow(row.hours),
    dates: (row.dates as TimeGroup['dates']).map((one) =>
      one.weekday === undefined ? one : { ...one, weekday: String(one.weekday) },
    ),
  }),
})

const backwards = (dates: TimeGroup['dates']): FieldFault[] =>
  dates.flatMap(({ from, to }, n) => (to < from ? [{ path: `dates.${n}.to`, message: 'before the first day' }] : []))

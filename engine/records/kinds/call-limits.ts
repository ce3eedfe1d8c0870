// 呼出限制: how many calls out there may be at once and in an hour, against a stolen password or a phone left alone.
import type { Field } from '../../protocol/fields.ts'
import { hoursField, hoursFromRow, hoursToRow } from '../record/hours.ts'
import { defineKind, type FieldFault, type Row, type Values } from '../record/kind.ts'
import { PARTS_PATTERN, partsFromRow, partsToRow } from '../record/parts.ts'

const LISTS = ['callers', 'prefixes'] as const

const most = (name: string, zh: string, en: string): Field => ({
  ...{ name, label: { zh, en }, type: 'number', min: 0, max: 10_000, integer: true, default: 0, listed: true },
  help: { zh: '0 表示不限', en: '0 = no limit' },
})

export default defineKind({
  kind: 'call-limits',
  table: 'call_limits',
  label: { zh: '呼出限制', en: 'Limits of calls out' },
  right: 'configure',
  title: 'name',
  idPrefix: 'limit',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'callers',
      type: 'text',
      label: { zh: '主叫', en: 'Callers' },
      help: {
        zh: '分机号或工号的开头，逗号分隔；不填为所有人',
        en: 'Extension or agent numbers begin so; separated by commas, empty = anybody',
      },
      listed: true,
      pattern: PARTS_PATTERN,
    },
    {
      name: 'prefixes',
      type: 'text',
      label: { zh: '号码前缀', en: 'Prefixes' },
      help: {
        zh: '所拨外线号码的开头，如 00；不填为任意号码。紧急号码不受限制',
        en: 'The dialled outside number begins so, such as 00; empty = any. Emergency numbers are never limited',
      },
      listed: true,
      pattern: PARTS_PATTERN,
    },
    {
      name: 'applies',
      type: 'choice',
      label: { zh: '何时生效', en: 'In force' },
      default: 'always',
      listed: true,
      options: [
        { value: 'always', label: { zh: '始终', en: 'Always' } },
        { value: 'in-hours', label: { zh: '在下列时间内', en: 'Within these hours' } },
        {
          value: 'out-of-hours',
          label: { zh: '在下列时间外（夜间、节假日）', en: 'Outside these hours (nights, holidays)' },
        },
      ],
    },
    hoursField({ zh: '时间', en: 'Hours' }),
    { name: 'forbidden', type: 'switch', label: { zh: '一律不准拨', en: 'None at all' }, listed: true },
    most('atOnce', '同时最多', 'Calls at once'),
    most('perHour', '每小时最多', 'Calls in an hour'),
    {
      name: 'counts',
      type: 'choice',
      label: { zh: '计数', en: 'Counted' },
      default: 'each',
      options: [
        { value: 'each', label: { zh: '每个主叫各自计', en: 'For each caller' } },
        { value: 'together', label: { zh: '合在一起计', en: 'Of all together' } },
      ],
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  async check({ forbidden, atOnce, perHour, applies, hours }) {
    const faults: FieldFault[] = []
    if (forbidden !== true && Number(atOnce) === 0 && Number(perHour) === 0)
      faults.push({ path: 'perHour', message: 'a limit needs a number' })
    if (applies !== 'always' && (hours as unknown[]).length === 0)
      faults.push({ path: 'hours', message: 'which hours?' })
    return faults
  },
  toRow: async (values: Values): Promise<Row> => ({
    ...values,
    ...partsToRow(values, LISTS),
    hours: hoursToRow(values.hours),
  }),
  fromRow: (row: Row): Values => ({
    ...row,
    ...partsFromRow(row, LISTS),
    hours: hoursFromRow(row.hours),
  }),
})

// 意愿: a day off or a shift that somebody would like; a roster meets it where that costs little.
import { defineKind, type FieldFault } from '../../records/record/kind.ts'

export default defineKind({
  kind: 'wishes',
  table: 'wishes',
  label: { zh: '意愿', en: 'Wishes' },
  right: 'plan',
  readRight: 'plan-view',
  readScope: 'all',
  title: 'date',
  idPrefix: 'wish',
  fields: [
    {
      name: 'agentId',
      type: 'reference',
      to: 'agents',
      label: { zh: '坐席', en: 'Agent' },
      required: true,
      listed: true,
    },
    { name: 'date', type: 'date', label: { zh: '日期', en: 'Date' }, required: true, listed: true },
    {
      name: 'wants',
      type: 'choice',
      label: { zh: '希望', en: 'Wants' },
      listed: true,
      default: 'off',
      options: [
        { value: 'off', label: { zh: '休息', en: 'A day off' } },
        { value: 'shift', label: { zh: '班次', en: 'A shift' } },
      ],
    },
    { name: 'shiftId', type: 'reference', to: 'shifts', label: { zh: '班次', en: 'Shift' }, listed: true },
  ],
  async check(values) {
    const faults: FieldFault[] = []
    if (values.wants === 'shift' && !values.shiftId) faults.push({ path: 'shiftId', message: 'which shift?' })
    return faults
  },
  toRow: async (values) => ({ ...values, shiftId: values.wants === 'shift' ? values.shiftId : '' }),
})

// 常用号码: outside numbers that everybody may dial with one press.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'stored-numbers',
  table: 'stored_numbers',
  label: { zh: '常用号码', en: 'Stored numbers' },
  right: 'configure',
  title: 'name',
  idPrefix: 'number',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'number',
      type: 'text',
      label: { zh: '号码', en: 'Number' },
      required: true,
      listed: true,
      pattern: '^[0-9*#+]{1,32}$',
    },
    { name: 'note', type: 'text', label: { zh: '备注', en: 'Note' }, listed: true, maxLength: 100 },
  ],
})

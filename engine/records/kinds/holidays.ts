// 节假日: days on which numbers answer with their holiday flow.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'holidays',
  table: 'holidays',
  label: { zh: '节假日', en: 'Holidays' },
  right: 'configure',
  title: 'date',
  idPrefix: 'holiday',
  fields: [
    { name: 'date', type: 'date', label: { zh: '日期', en: 'Date' }, required: true, listed: true },
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, listed: true, maxLength: 50 },
  ],
})

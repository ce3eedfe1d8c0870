// 坐席组: by job function; every agent is in exactly one.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'groups',
  table: 'groups',
  label: { zh: '坐席组', en: 'Agent groups' },
  right: 'configure',
  readRight: 'monitor',
  title: 'name',
  idPrefix: 'group',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
  ],
})

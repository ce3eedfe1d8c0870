// 技能: what agents can, in levels; callers ask for it by number, flow and queue.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'skills',
  table: 'skills',
  label: { zh: '技能', en: 'Skills' },
  right: 'configure',
  readRight: 'monitor',
  title: 'name',
  idPrefix: 'skill',
  fields: [
    {
      name: 'name',
      type: 'text',
      label: { zh: '名称', en: 'Name' },
      help: { zh: '如 英语、信用卡、投诉', en: 'Such as English, cards, complaints' },
      ...{ required: true, listed: true, maxLength: 50 },
    },
  ],
})

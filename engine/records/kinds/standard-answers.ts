// 标准答复: recorded answers to what callers ask most; an agent sends a caller to one and is free.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'standard-answers',
  table: 'standard_answers',
  label: { zh: '标准答复', en: 'Standard answers' },
  right: 'configure',
  title: 'name',
  idPrefix: 'answer',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'promptId',
      type: 'reference',
      to: 'prompts',
      label: { zh: '语音', en: 'Prompt' },
      help: { zh: '客户听完后通话结束', en: 'The caller hears it out, then the call ends' },
      required: true,
      listed: true,
    },
    {
      name: 'place',
      type: 'number',
      label: { zh: '顺序', en: 'Order' },
      help: { zh: '小的在前', en: 'Small ones first' },
      min: 0,
      max: 999,
      integer: true,
      default: 50,
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
})

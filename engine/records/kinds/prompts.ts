// 语音文件: uploaded sounds. The form edits their names; the sound itself comes by POST /api/prompts.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'prompts',
  table: 'prompts',
  label: { zh: '语音文件', en: 'Prompts' },
  right: 'configure',
  title: 'name',
  idPrefix: 'prompt',
  createdBy: 'upload',
  extras: ['format', 'bytes'],
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 80 },
    {
      name: 'lang',
      type: 'choice',
      label: { zh: '语言', en: 'Language' },
      listed: true,
      default: 'zh',
      options: [
        { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
        { value: 'en', label: { zh: '英文', en: 'English' } },
      ],
    },
  ],
})

// 内容反馈: what an agent found wrong in a script or an article, for managers to mend.
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'content-reports',
  label: { zh: '内容反馈', en: 'Reported problems' },
  one: { zh: '反馈', en: 'Problem' },
  right: 'knowledge',
  idPrefix: 'report',
  title: 'text',
  fixed: true,
  states: {
    list: [
      { value: 'open', label: { zh: '待处理', en: 'Open' }, colour: 'amber' },
      { value: 'mended', label: { zh: '已修正', en: 'Mended' }, colour: 'green', final: true },
      { value: 'kept', label: { zh: '不修改', en: 'Left as it is' }, colour: 'grey', final: true },
    ],
  },
  fields: [
    {
      name: 'text',
      type: 'text',
      label: { zh: '问题', en: 'Problem' },
      required: true,
      listed: true,
      multiline: true,
      maxLength: 1_000,
    },
    { name: 'scriptId', type: 'reference', to: 'scripts', label: { zh: '话术', en: 'Script' }, listed: true },
    { name: 'step', type: 'text', label: { zh: '步骤', en: 'Step' }, listed: true, maxLength: 80 },
    { name: 'articleId', type: 'reference', to: 'articles', label: { zh: '知识', en: 'Article' }, listed: true },
  ],
})

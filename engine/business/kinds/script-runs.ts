// 话术记录: how far a script was followed on a call and what was answered; made on the desk, never by hand.
import { CALL, CUSTOMER_IF_ANY } from '../record/customer-field.ts'
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'script-runs',
  label: { zh: '话术记录', en: 'Script runs' },
  one: { zh: '话术记录', en: 'Script run' },
  right: 'knowledge',
  idPrefix: 'run',
  title: 'result',
  partOf: 'customers',
  fixed: true,
  byHand: false,
  states: {
    list: [
      { value: 'running', label: { zh: '进行中', en: 'Running' }, colour: 'blue' },
      { value: 'paused', label: { zh: '已暂停', en: 'Paused' }, colour: 'amber' },
      { value: 'done', label: { zh: '已完成', en: 'Done' }, colour: 'green', final: true },
    ],
  },
  fields: [
    {
      ...{ name: 'scriptId', type: 'reference', to: 'scripts' },
      ...{ label: { zh: '话术', en: 'Script' }, required: true, listed: true },
    },
    CUSTOMER_IF_ANY,
    { name: 'result', type: 'text', label: { zh: '问答', en: 'Answers' }, listed: true, maxLength: 4_000 },
    { name: 'trail', type: 'json', label: { zh: '经过的步骤', en: 'Steps taken' } },
    { name: 'answers', type: 'json', label: { zh: '回答', en: 'Answers by step' } },
    { name: 'notes', type: 'json', label: { zh: '原话', en: 'Words by step' } },
    CALL,
  ],
})

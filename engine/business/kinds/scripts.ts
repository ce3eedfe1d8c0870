// 话术: steps an agent is led through, each answer leads on to a step of its own.
import { LAST_STEP, NEXT_STEP, type ScriptStep } from '../../protocol/scripts.ts'
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'scripts',
  label: { zh: '话术', en: 'Scripts' },
  one: { zh: '话术', en: 'Script' },
  right: 'knowledge',
  writeRight: 'business-manage',
  idPrefix: 'script',
  title: 'name',
  unique: ['name'],
  fixed: true,
  fullText: true,
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 80 },
    {
      name: 'purpose',
      type: 'choice',
      label: { zh: '用途', en: 'For' },
      required: true,
      listed: true,
      default: 'service',
      options: [
        { value: 'service', label: { zh: '客户服务', en: 'Service' } },
        { value: 'sales', label: { zh: '电话营销', en: 'Sales' } },
        { value: 'survey', label: { zh: '回访调查', en: 'Survey' } },
        { value: 'collection', label: { zh: '催收', en: 'Collection' } },
        { value: 'notice', label: { zh: '通知', en: 'Notice' } },
        { value: 'complaint', label: { zh: '投诉处理', en: 'Complaints' } },
      ],
    },
    {
      name: 'queueIds',
      type: 'reference',
      to: 'queues',
      many: true,
      label: { zh: '用于队列', en: 'For queues' },
      help: { zh: '不选则用于所有通话', en: 'None = for every call' },
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
    {
      name: 'steps',
      type: 'list',
      label: { zh: '步骤', en: 'Steps' },
      of: [
        { name: 'key', type: 'text', label: { zh: '步骤号', en: 'Key' }, required: true, maxLength: 12 },
        { name: 'title', type: 'text', label: { zh: '标题', en: 'Title' }, required: true, maxLength: 80 },
        { name: 'text', type: 'text', label: { zh: '话术', en: 'Say' }, multiline: true, maxLength: 4_000 },
        {
          name: 'answers',
          type: 'list',
          label: { zh: '客户回答', en: 'Answers' },
          of: [
            { name: 'label', type: 'text', label: { zh: '回答', en: 'Answer' }, required: true, maxLength: 80 },
            { name: 'to', type: 'text', label: { zh: '转到', en: 'Leads to' }, maxLength: 12 },
          ],
        },
        { name: 'noted', type: 'switch', label: { zh: '记录客户原话', en: 'Write down the words' } },
      ],
    },
  ],
  async check({ steps }) {
    const all = steps as ScriptStep[]
    const known = new Set([NEXT_STEP, LAST_STEP, ...all.map(({ key }) => key)])
    const twice = all.findIndex(({ key }, at) => all.findIndex((one) => one.key === key) !== at)
    return [
      ...(all.length === 0 ? [{ path: 'steps', message: 'must be filled in' }] : []),
      ...(twice < 0 ? [] : [{ path: `steps.${twice}.key`, message: 'is already in use' }]),
      ...all.flatMap(({ answers }, at) =>
        answers.flatMap(({ to }, n) =>
          known.has(to) ? [] : [{ path: `steps.${at}.answers.${n}.to`, message: `there is no such record: ${to}` }],
        ),
      ),
    ]
  },
})

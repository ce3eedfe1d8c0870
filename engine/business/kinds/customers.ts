// 客户: a person with several numbers, an owner and those it is shared with; VIP everywhere or in chosen queues.
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'customers',
  label: { zh: '客户', en: 'Customers' },
  one: { zh: '客户', en: 'Customer' },
  right: 'customers',
  idPrefix: 'customer',
  title: 'name',
  personal: ['phones', 'idCard'],
  unique: ['phones', 'idCard'],
  pool: true,
  rules: { pop: 'both', dailyClaims: 20, takeBackDays: 0 },
  states: {
    list: [
      { value: 'new', label: { zh: '未跟进', en: 'Not followed up' }, colour: 'grey' },
      { value: 'following', label: { zh: '跟进中', en: 'In follow-up' }, colour: 'blue' },
      { value: 'won', label: { zh: '已成交', en: 'Won' }, colour: 'green', final: true },
      { value: 'lost', label: { zh: '无意向', en: 'Not interested' }, colour: 'amber', final: true },
    ],
  },
  pop: ['name', 'phones', 'company', 'address', 'note'],
  fields: [
    { name: 'name', type: 'text', label: { zh: '姓名', en: 'Name' }, listed: true, maxLength: 80 },
    { name: 'phones', type: 'phones', label: { zh: '电话', en: 'Numbers' }, listed: true },
    {
      name: 'gender',
      type: 'choice',
      label: { zh: '性别', en: 'Gender' },
      options: [
        { value: 'm', label: { zh: '男', en: 'Male' } },
        { value: 'f', label: { zh: '女', en: 'Female' } },
      ],
    },
    { name: 'company', type: 'text', label: { zh: '单位', en: 'Company' }, listed: true, maxLength: 100 },
    { name: 'region', type: 'text', label: { zh: '归属地', en: 'Region' }, listed: true, maxLength: 30 },
    { name: 'address', type: 'text', label: { zh: '地址', en: 'Address' }, maxLength: 200 },
    { name: 'email', type: 'email', label: { zh: '邮箱', en: 'E-mail' } },
    { name: 'idCard', type: 'id-card', label: { zh: '身份证号', en: 'Id card' } },
    { name: 'vip', type: 'switch', label: { zh: 'VIP', en: 'VIP' }, listed: true },
    {
      name: 'vipQueueIds',
      type: 'reference',
      to: 'queues',
      many: true,
      label: { zh: '仅在这些队列为 VIP', en: 'VIP only in these queues' },
      help: { zh: '不选则在所有队列', en: 'None = in every queue' },
    },
    { name: 'dedicatedAgentId', type: 'reference', to: 'agents', label: { zh: '专属坐席', en: 'Dedicated agent' } },
    { name: 'note', type: 'text', label: { zh: '备注', en: 'Note' }, multiline: true, maxLength: 2_000 },
  ],
  check: async ({ name, phones }) =>
    name === '' && (phones as unknown[]).length === 0 ? [{ path: 'name', message: 'must be filled in' }] : [],
})

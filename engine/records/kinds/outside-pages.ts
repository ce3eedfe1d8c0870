// 外部页面: a page of another system that opens as a tab, told by its address who is on the line.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'outside-pages',
  table: 'outside_pages',
  label: { zh: '外部页面', en: 'Outside pages' },
  right: 'configure',
  title: 'name',
  idPrefix: 'outside',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 30 },
    {
      name: 'url',
      type: 'text',
      label: { zh: '地址', en: 'Address' },
      help: {
        zh: '可用 {number} 号码、{name} 姓名、{customerId} 客户、{callId} 通话、{agent} 工号，例：https://billing.example/query?phone={number}',
        en: 'May name {number}, {name}, {customerId}, {callId}, {agent}, as in https://billing.example/query?phone={number}',
      },
      required: true,
      listed: true,
      maxLength: 500,
      pattern: 'https?://[^\\s{}]+(?:\\{(?:number|name|customerId|callId|agent)\\}[^\\s{}]*)*',
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
  ],
})

// 客户查询: a customer system of others, asked who calls when our own list does not know the number.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'customer-lookups',
  table: 'customer_lookups',
  label: { zh: '外部客户查询', en: 'Customer lookups' },
  right: 'configure',
  title: 'name',
  idPrefix: 'lookup',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 30 },
    {
      name: 'url',
      type: 'text',
      label: { zh: '地址', en: 'Address' },
      help: {
        zh: '陌生号码来电时以 GET 提交 number 与 callId；应答为 JSON，键为客户字段的名称（如“姓名”“单位”，也可用自定义字段）；404 表示没有此人。内网地址须在设置 engine.askInside 中放行',
        en: 'Asked by GET with number and callId when our own list does not know the caller; answers JSON with the names of customer fields as keys (own columns too); 404: nobody. Inner addresses need the setting engine.askInside',
      },
      required: true,
      listed: true,
      maxLength: 2_000,
      pattern: '^https?://.+$',
    },
    {
      name: 'deadlineMs',
      type: 'duration',
      label: { zh: '最长等待', en: 'Wait at most' },
      help: { zh: '超时则显示空白表单', en: 'Late: the form stays blank' },
      ...{ minMs: 100, maxMs: 5_000, default: 1_500 },
    },
    {
      name: 'keepMs',
      type: 'duration',
      label: { zh: '应答保留', en: 'Keep the answer' },
      help: {
        zh: '同一号码在这段时间内不再查询；0 每次都查',
        en: 'The same number is not asked again for so long; 0: each time',
      },
      ...{ minMs: 0, maxMs: 86_400_000, default: 600_000 },
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
})

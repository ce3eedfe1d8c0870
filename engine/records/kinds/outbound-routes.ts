// 呼出路由: which numbers leave by which trunks, for whom and when, and how they are written for the carrier.
import type { Field } from '../../protocol/fields.ts'
import { hoursField, hoursFromRow, hoursToRow } from '../record/hours.ts'
import { defineKind, type FieldFault, type Row, type Values } from '../record/kind.ts'
import { PARTS_PATTERN, partsFromRow, partsToRow } from '../record/parts.ts'

/** Comma-separated in the form, an array in the table. */
const LISTS = ['prefixes', 'callers', 'areas'] as const

const digits = (name: string, zh: string, en: string): Field => ({
  ...{ name, label: { zh, en }, type: 'number', min: 0, max: 20, integer: true, default: 0 },
  help: { zh: '0 表示不限', en: '0 = any' },
})

export default defineKind({
  kind: 'outbound-routes',
  table: 'outbound_routes',
  label: { zh: '呼出路由', en: 'Outbound routes' },
  right: 'configure',
  title: 'name',
  idPrefix: 'route',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'place',
      type: 'number',
      label: { zh: '顺序', en: 'Order' },
      help: { zh: '小的先匹配；相同时前缀长的优先', en: 'Small ones are looked at first, then longer prefixes' },
      ...{ min: 0, max: 999, integer: true, default: 50, listed: true },
    },
    {
      name: 'use',
      type: 'choice',
      label: { zh: '用途', en: 'Use' },
      help: {
        zh: '紧急号码最先匹配、不受限制；禁拨号码不呼出',
        en: 'Emergency numbers come first and are never limited; blocked ones are not called',
      },
      ...{ required: true, listed: true, default: 'normal' },
      options: [
        { value: 'normal', label: { zh: '普通', en: 'Ordinary' } },
        { value: 'emergency', label: { zh: '紧急', en: 'Emergency' } },
        { value: 'blocked', label: { zh: '禁拨', en: 'Blocked' } },
      ],
    },
    {
      name: 'prefixes',
      type: 'text',
      label: { zh: '号码前缀', en: 'Prefixes' },
      help: {
        zh: '所拨号码的开头，逗号分隔；不填为任意号码',
        en: 'The dialled number begins so; separated by commas, empty = any',
      },
      listed: true,
      pattern: PARTS_PATTERN,
    },
    digits('minDigits', '最少位数', 'Digits at least'),
    digits('maxDigits', '最多位数', 'Digits at most'),
    {
      name: 'callers',
      type: 'text',
      label: { zh: '主叫', en: 'Callers' },
      help: {
        zh: '分机号或工号的开头，逗号分隔；不填为所有人',
        en: 'Extension or agent numbers begin so; separated by commas, empty = anybody',
      },
      pattern: '^ *([0-9]+( *[,，] *[0-9]+)*)? *$',
    },
    {
      name: 'areas',
      type: 'text',
      label: { zh: '被叫归属地', en: 'Areas called' },
      help: {
        zh: '区号或城市，如 010 或 北京，逗号分隔；不填为不限',
        en: 'Area codes or cities, such as 010 or 北京; empty = any',
      },
      maxLength: 300,
    },
    hoursField(
      { zh: '生效时间', en: 'Hours' },
      {
        zh: '不填为全天；节假日和不服务的日子不生效',
        en: 'Empty = at any time; with hours it rests on holidays and closed days',
      },
    ),
    {
      name: 'strip',
      type: 'number',
      label: { zh: '去掉前几位', en: 'Digits taken off' },
      help: { zh: '送给运营商前，从号码开头去掉', en: 'From the front, before the carrier sees the number' },
      ...{ min: 0, max: 20, integer: true, default: 0 },
    },
    {
      name: 'add',
      type: 'text',
      label: { zh: '加在前面', en: 'Digits put in front' },
      ...{ maxLength: 20, pattern: '^[0-9*#+]*$' },
    },
    {
      name: 'trunks',
      type: 'list',
      label: { zh: '中继', en: 'Trunks' },
      help: {
        zh: '按顺序尝试；占满的跳过，故障的排到最后',
        en: 'Tried in this order; a full one is skipped, one that is down comes last',
      },
      of: [{ name: 'trunkId', type: 'reference', to: 'trunks', label: { zh: '中继', en: 'Trunk' }, required: true }],
    },
    {
      name: 'goesOn',
      type: 'choices',
      label: { zh: '何时换下一条', en: 'Goes on to the next after' },
      help: { zh: '对方已振铃或占线时不换', en: 'Never once it rings or is busy' },
      default: ['5xx', 'timeout'],
      options: [
        { value: '5xx', label: { zh: '运营商故障（5xx）', en: 'Carrier fault (5xx)' } },
        { value: 'timeout', label: { zh: '无响应（超时）', en: 'No answer from the carrier' } },
        { value: '4xx', label: { zh: '被拒绝（4xx）', en: 'Refusal (4xx)' } },
      ],
    },
    {
      name: 'callerNumber',
      type: 'text',
      label: { zh: '主叫号码', en: 'Caller number' },
      help: {
        zh: '对方看到的号码；坐席或分机自己的号码优先，都不填用中继的',
        en: 'Shown to those we call; an agent’s or extension’s own goes before it, else the trunk’s',
      },
      pattern: '^(\\+?[0-9]{1,20})?$',
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  async check(values) {
    const { minDigits, maxDigits, use, trunks, prefixes } = values
    const faults: FieldFault[] = []
    if (Number(maxDigits) > 0 && Number(maxDigits) < Number(minDigits))
      faults.push({ path: 'maxDigits', message: 'fewer than the least' })
    if (use !== 'blocked' && (trunks as unknown[]).length === 0)
      faults.push({ path: 'trunks', message: 'a route needs a trunk' })
    if (use !== 'normal' && String(prefixes).trim() === '')
      faults.push({ path: 'prefixes', message: 'needed: else it takes every number' })
    return faults
  },
  toRow: async (values: Values): Promise<Row> => ({
    ...values,
    ...partsToRow(values, LISTS),
    hours: hoursToRow(values.hours),
  }),
  fromRow: (row: Row): Values => ({
    ...row,
    ...partsFromRow(row, LISTS),
    hours: hoursFromRow(row.hours),
  }),
})

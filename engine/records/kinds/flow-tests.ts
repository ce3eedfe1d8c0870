// 流程测试: what a caller does in a flow and what must come of it; a publication that breaks one is refused by its name.
import { z } from 'zod'
import { flowTestParts } from '../record/flow-shape.ts'
import { defineKind, type FieldFault } from '../record/kind.ts'

export default defineKind({
  kind: 'flow-tests',
  table: 'flow_tests',
  label: { zh: '流程测试', en: 'Flow tests' },
  right: 'configure',
  title: 'name',
  idPrefix: 'test',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 80 },
    { name: 'flowId', type: 'text', label: { zh: '流程', en: 'Flow' }, required: true, listed: true, maxLength: 64 },
    { name: 'caller', type: 'text', label: { zh: '主叫', en: 'Caller' }, maxLength: 32, pattern: '^[0-9+]{0,32}$' },
    { name: 'called', type: 'text', label: { zh: '被叫', en: 'Called' }, maxLength: 32, pattern: '^[0-9+]{0,32}$' },
    {
      name: 'moment',
      type: 'text',
      label: { zh: '时刻', en: 'Moment' },
      help: { zh: '如 2026-11-23T10:00；不填为周一上午', en: 'Such as 2026-11-23T10:00; empty = a Monday morning' },
      pattern: '^(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2})?$',
      maxLength: 16,
    },
    { name: 'inputs', type: 'json', label: { zh: '按键', en: 'Keys' }, required: true },
    { name: 'steps', type: 'json', label: { zh: '应经过的节点', en: 'Nodes passed' }, required: true },
    { name: 'words', type: 'json', label: { zh: '应播放的话', en: 'Words said' } },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  async check(values) {
    return Object.entries(flowTestParts).flatMap(([name, shape]): FieldFault[] => {
      const parsed = z.optional(shape).safeParse(values[name] ?? undefined)
      return parsed.success ? [] : parsed.error.issues.map(({ message }) => ({ path: name, message }))
    })
  },
})

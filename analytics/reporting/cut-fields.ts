// The parameters that cut a report to some queues, agents, numbers, flows or carriers' lines.
import type { Field } from '#engine/protocol/fields.ts'
import { QUEUES } from './range.ts'
import type { CutName } from './tables.ts'

export const CUT_FIELDS: Record<CutName, Field> = {
  queues: QUEUES,
  agents: { name: 'agents', label: { zh: '坐席', en: 'Agents' }, type: 'reference', to: 'agents', many: true },
  numbers: {
    name: 'numbers',
    label: { zh: '号码（逗号分隔）', en: 'Numbers (by commas)' },
    type: 'text',
    maxLength: 400,
  },
  flows: { name: 'flows', label: { zh: '流程', en: 'Flows' }, type: 'reference', to: 'flows', many: true },
  trunks: { name: 'trunks', label: { zh: '中继', en: 'Trunks' }, type: 'reference', to: 'trunks', many: true },
}

// One vocabulary for every setting: node settings, strategy options, report parameters, records. One form draws them all.

export interface Label {
  zh: string
  en: string
}

export type Field = {
  name: string
  label: Label
  help?: Label
  required?: boolean
  /** shown in lists */
  listed?: boolean
  default?: unknown
} & (
  | { type: 'text'; maxLength?: number; pattern?: string; multiline?: boolean }
  | { type: 'password' }
  | { type: 'number'; min?: number; max?: number; integer?: boolean }
  /** stored in ms, edited in seconds */
  | { type: 'duration'; minMs?: number; maxMs?: number }
  | { type: 'switch' }
  | { type: 'choice'; options: { value: string; label: Label }[] }
  | { type: 'choices'; options: { value: string; label: Label }[]; ordered?: boolean }
  | { type: 'date' }
  | { type: 'time' }
  /** id (or ids) of another record: agents, queues, flows, prompts … */
  | { type: 'reference'; to: string; many?: boolean }
  | { type: 'list'; of: Field[] }
  /** text, file or number prompts of a flow node */
  | { type: 'prompts' }
  | { type: 'way-out' }
  | { type: 'json' }
)

const SORTABLE: readonly Field['type'][] = [
  'text',
  'number',
  'duration',
  'switch',
  'choice',
  'date',
  'time',
  'reference',
]

/** Whether a list of records can be sorted by it: one value, and one with an order. */
export const isSortable = (field: Field): boolean =>
  SORTABLE.includes(field.type) && !(field.type === 'reference' && field.many === true)

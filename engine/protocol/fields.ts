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
  /** drawn only while another field of the same row or form has this value */
  when?: { field: string; is: string }
} & (
  | { type: 'text'; maxLength?: number; pattern?: string; multiline?: boolean }
  | { type: 'password' }
  | { type: 'number'; min?: number; max?: number; integer?: boolean }
  /** stored in ms, edited in seconds */
  | { type: 'duration'; minMs?: number; maxMs?: number }
  | { type: 'switch' }
  /** `only`: the options that go with the value of another field */
  | {
      type: 'choice'
      options: { value: string; label: Label }[]
      only?: { by: string; values: Record<string, readonly string[]> }
    }
  | { type: 'choices'; options: { value: string; label: Label }[]; ordered?: boolean }
  | { type: 'date' }
  | { type: 'time' }
  /** absolute ms */
  | { type: 'date-time' }
  /** an amount with two decimals */
  | { type: 'money'; currency?: string; min?: number }
  | { type: 'email' }
  /** of a resident of China, with its check digit */
  | { type: 'id-card' }
  /** `{ type, number }` each: one person has several */
  | { type: 'phones' }
  /** id (or ids) of another record: agents, queues, flows, prompts … */
  | { type: 'reference'; to: string; many?: boolean }
  /** `each`: a choice of the rows; the list is drawn as a table with a line for each of its options */
  | { type: 'list'; of: Field[]; each?: string }
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
  'date-time',
  'money',
  'email',
  'id-card',
  'reference',
]

/** Whether a list of records can be sorted by it: one value, and one with an order. */
export const isSortable = (field: Field): boolean =>
  SORTABLE.includes(field.type) && !(field.type === 'reference' && field.many === true)

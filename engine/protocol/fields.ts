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

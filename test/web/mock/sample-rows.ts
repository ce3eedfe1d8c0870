// Rows of kinds that the mock has written none of by hand: each field has what a page would show of it.
import type { KindInfo } from '#engine/protocol/api.ts'
import type { Field } from '#engine/protocol/fields.ts'

type Row = { id: string; version: number } & Record<string, unknown>

const HOW_MANY = 3

export const sampleRows = ({ kind, fields }: Pick<KindInfo, 'kind' | 'fields'>): Row[] =>
  Array.from({ length: HOW_MANY }, (_, n) => ({
    ...Object.fromEntries(fields.map((field) => [field.name, sampleOf(field, n)])),
    id: `${kind}-${n + 1}`,
    version: 1,
  }))

function sampleOf(field: Field, n: number): unknown {
  if (field.default !== undefined) return field.default
  switch (field.type) {
    case 'text':
      return field.name === 'number' ? String(8800 + n) : `${field.label.zh}${n + 1}`
    case 'switch':
      return n === 0
    case 'number':
      return field.min ?? n
    case 'duration':
      return field.minMs ?? 60_000
    case 'choice':
      return field.options[n % field.options.length]?.value
    case 'date':
      return `2026-11-0${n + 2}`
    case 'time':
      return '09:00'
    case 'choices':
    case 'list':
    case 'prompts':
    case 'phones':
      return []
    case 'way-out':
      return { type: 'hang-up' }
    case 'reference':
      return field.many ? [] : ''
    default:
      return undefined
  }
}

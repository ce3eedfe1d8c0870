// A record's values as a form holds them: first values, faults found before the server is asked, what is sent.
import type { Field } from '#engine/protocol/fields.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'

export type Values = Record<string, unknown>
export type Faults = Record<string, string>

export function emptyValue(field: Field): unknown {
  if (field.default !== undefined) return structuredClone(field.default)
  if (field.type === 'switch') return false
  if (field.type === 'phones' || field.type === 'choices' || field.type === 'list' || field.type === 'prompts')
    return []
  if (field.type === 'reference' && field.many) return []
  if (field.type === 'way-out') return { type: 'hang-up' }
  return undefined
}

export function valuesOf(fields: readonly Field[], record: Values | undefined): Values {
  const values: Values = {}
  for (const field of fields) {
    const given = record?.[field.name]
    values[field.name] = given === undefined || given === null ? (record ? emptyOnly(field) : emptyValue(field)) : given
  }
  return values
}

/** An existing record's missing value stays missing: a default would be a change nobody made. */
const emptyOnly = (field: Field): unknown => emptyValue({ ...field, default: undefined } as Field)

/** Absent values are left out, so the server's own defaults and "keep the password" hold. */
export function toSend(fields: readonly Field[], values: Values): Values {
  const sent: Values = {}
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined || value === null) continue
    if (field.type === 'password' && value === '') continue
    sent[field.name] = value
  }
  return sent
}

function isEmpty(field: Field, value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return Array.isArray(value) && value.length === 0 && field.type !== 'list'
}

function faultOf(field: Field, value: unknown, words: Dictionary['admin'], isNew: boolean): string | undefined {
  if (isEmpty(field, value)) {
    if (!field.required || (field.type === 'password' && !isNew)) return undefined
    return words.mustFill
  }
  switch (field.type) {
    case 'text':
      if (field.maxLength !== undefined && String(value).length > field.maxLength) return words.tooLong(field.maxLength)
      if (field.pattern && !new RegExp(field.pattern).test(String(value))) return words.badPattern
      return undefined
    case 'money':
      return numberFault(Number(value), undefined, undefined, words)
    case 'number':
      return numberFault(Number(value), field.min, field.max, words)
    case 'duration':
      return numberFault(
        Number(value) / 1000,
        (field.minMs ?? 0) / 1000,
        // the server's own limit
        (field.maxMs ?? 86_400_000) / 1000,
        words,
      )
    case 'way-out': {
      const way = value as Record<string, unknown>
      const needs = { flow: 'flowId', queue: 'queueId', outside: 'number' }[String(way.type)]
      return needs && !way[needs] ? words.mustFill : undefined
    }
    default:
      return undefined
  }
}

function numberFault(
  value: number,
  min: number | undefined,
  max: number | undefined,
  words: Dictionary['admin'],
): string | undefined {
  if (!Number.isFinite(value)) return words.mustNumber
  if (min !== undefined && value < min) return words.min(min)
  return max !== undefined && value > max ? words.max(max) : undefined
}

/** Faults by path; a list's rows have paths such as hours.0.from, as the server names them. */
export function checkValues(
  fields: readonly Field[],
  values: Values,
  words: Dictionary['admin'],
  isNew: boolean,
  prefix = '',
): Faults {
  const faults: Faults = {}
  for (const field of fields) {
    const value = values[field.name]
    const path = `${prefix}${field.name}`
    if (field.type === 'list' && Array.isArray(value)) {
      for (const [n, row] of value.entries()) {
        Object.assign(faults, checkValues(field.of, row as Values, words, isNew, `${path}.${n}.`))
      }
      continue
    }
    const fault = faultOf(field, value, words, isNew)
    if (fault !== undefined) faults[path] = fault
  }
  return faults
}

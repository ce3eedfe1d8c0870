// By what a business record is found: its name by characters and pinyin, any part of a number, the beginning of other texts.
import { numberKey } from '../../numbers/number-key.ts'
import type { Field } from '../../protocol/fields.ts'
import { formsOf } from '../../records/spelling.ts'
import { piecesAskedFor, piecesOf } from './full-text.ts'
import type { Values } from './kind.ts'
import type { Shape } from './shape.ts'

/** of a number one types four digits at least */
const LEAST_DIGITS = 4
const MOST_TEXT = 40
const HAN = /\p{Script=Han}/u

export interface Phone {
  type: string
  number: string
}
export const phonesIn = (value: unknown): Phone[] => (Array.isArray(value) ? (value as Phone[]) : [])

export const phoneKeysOf = (phones: unknown): string[] =>
  [...new Set(phonesIn(phones).map(({ number }) => numberKey(number)))].filter((key) => key !== '')

/** Every end of a number, so that the beginning of one of them is any part of the number. */
function partsOf(number: string): string[] {
  const key = numberKey(number)
  const parts = [key]
  for (let at = 1; at <= key.length - LEAST_DIGITS; at += 1) parts.push(key.slice(at))
  return parts
}

const quoted = (form: string): string => `'${form.replaceAll(/['\\]/g, '$&$&')}'`
const plain = (value: unknown): string => String(value).toLowerCase().trim().slice(0, MOST_TEXT)

function formsIn(field: Field, value: unknown, isTitle: boolean): string[] {
  if (value === undefined || value === null || value === '') return []
  if (field.type === 'phones') return phonesIn(value).flatMap(({ number }) => partsOf(number))
  if (field.type === 'id-card') return partsOf(String(value))
  if (field.type === 'email') return [plain(value)]
  if (field.type !== 'text' || field.multiline) return []
  return isTitle ? formsOf(String(value)) : [plain(value)]
}

/** Every text of a record, those of its lines too. */
function textsIn(fields: readonly Field[], values: Values): string {
  return fields
    .flatMap((field) => {
      const value = values[field.name]
      if (field.type === 'list')
        return Array.isArray(value) ? value.map((line) => textsIn(field.of, line as Values)) : []
      return field.type === 'text' && typeof value === 'string' ? [value] : []
    })
    .join(' ')
}

/** As PostgreSQL reads a `tsvector`. */
export function spellingIn({ fields, kind }: Shape, values: Values, code: string | null): string {
  const forms = fields.flatMap((field) => formsIn(field, values[field.name], field.name === kind.title))
  const long = kind.fullText ? piecesOf(textsIn(fields, values)) : []
  const numbered = code === null ? [] : [code.toLowerCase(), code.split('-').at(-1) ?? '']
  return [...new Set([...forms, ...long, ...numbered])]
    .filter((form) => form !== '')
    .map(quoted)
    .join(' ')
}

/** What was typed as a `tsquery`: the beginning of a form, with its spaces or without; digits also as a number. */
export function spellingAskedFor(typed: string, fullText = false): string {
  const text = typed.normalize('NFKC')
  const asked = new Set([plain(text), plain(text.replaceAll(/\s/g, ''))])
  // a name with digits in it is no number: 国标245256 is not everybody whose number holds 245256
  if (/\d{3}/.test(text) && !HAN.test(text)) asked.add(numberKey(text))
  const forms = [...asked].filter((form) => form !== '').map((form) => `${quoted(form)}:*`)
  const pieces = fullText ? piecesAskedFor(text) : ''
  return [...forms, ...(pieces === '' ? [] : [pieces])].join(' | ')
}

/** By what two records are the same. */
export function keysIn({ fields, kind }: Shape, values: Values): string[] {
  const keys = (kind.unique ?? []).flatMap((name) => {
    const value = values[name]
    const type = fields.find((field) => field.name === name)?.type
    if (type === 'phones') return phonesIn(value).map(({ number }) => `tel:${numberKey(number)}`)
    return value === undefined || value === null || value === '' ? [] : [`${name}:${plain(value)}`]
  })
  return [...new Set(keys)].filter((key) => !key.endsWith(':'))
}

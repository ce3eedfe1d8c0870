// Personal data is shown with its middle hidden; a form that comes back with a mask means what was there before.
import type { Field } from '../../protocol/fields.ts'
import type { Values } from './kind.ts'
import { phonesIn } from './search.ts'
import type { Shape } from './shape.ts'

const SHOWN = 3
const TAIL = 4

/** 139****9000; a short one keeps its last two. */
export function masked(text: string): string {
  const signs = [...text]
  if (signs.length <= SHOWN + TAIL) return signs.map((sign, at) => (at < signs.length - 2 ? '*' : sign)).join('')
  return signs.map((sign, at) => (at < SHOWN || at >= signs.length - TAIL ? sign : '*')).join('')
}

export const isMasked = (text: string): boolean => text.includes('*')

function maskedValue(field: Field, value: unknown): unknown {
  if (field.type === 'phones') {
    const all = phonesIn(value).map((one) => ({ ...one, number: masked(one.number) }))
    // two that look the same say which they are, so that one of them can be taken away
    return all.map((one, at) => (all.some((two, n) => n !== at && two.number === one.number) ? { ...one, at } : one))
  }
  return typeof value === 'string' ? masked(value) : value
}

export function maskedValues({ fields, kind }: Shape, values: Values): Values {
  const hidden = new Set(kind.personal ?? [])
  if (hidden.size === 0) return values
  const shown = fields.filter(({ name }) => hidden.has(name) && values[name] !== undefined)
  return {
    ...values,
    ...Object.fromEntries(shown.map((field) => [field.name, maskedValue(field, values[field.name])])),
  }
}

/** Puts back what the form could not know. */
export function unmasked({ fields, kind }: Shape, sent: Values, before: Values): Values {
  const hidden = new Set(kind.personal ?? [])
  const put = fields
    .filter(({ name }) => hidden.has(name) && sent[name] !== undefined)
    .map((field) => [field.name, unmaskedValue(field, sent[field.name], before[field.name])])
  return { ...sent, ...Object.fromEntries(put) }
}

function unmaskedValue(field: Field, sent: unknown, before: unknown): unknown {
  if (field.type === 'phones' && Array.isArray(sent)) {
    const known = phonesIn(before)
    const named = new Set<unknown>(sent.map(({ at }: { at?: unknown }) => at))
    // whoever does not say which of those that look the same it is: each is put back once, in their order
    const left = known.filter((_, at) => !named.has(at))
    return sent.map((one: unknown) => {
      const { at, ...phone } = one as { at?: number; number?: unknown }
      const { number } = phone
      if (typeof number !== 'string' || !isMasked(number)) return phone
      const [found] = at === undefined ? left.splice(placeOf(left, number), 1) : known.slice(at, at + 1)
      return found && masked(found.number) === number ? { ...phone, number: found.number } : phone
    })
  }
  return typeof sent === 'string' && isMasked(sent) && typeof before === 'string' && masked(before) === sent
    ? before
    : sent
}

/** behind the last where it is not there, so that nothing is taken */
function placeOf(phones: readonly { number: string }[], mask: string): number {
  const at = phones.findIndex(({ number }) => masked(number) === mask)
  return at < 0 ? phones.length : at
}

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
  if (field.type === 'phones') return phonesIn(value).map((one) => ({ ...one, number: masked(one.number) }))
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
    // two numbers may look the same under the mask: each is put back once, in their order
    const left = phonesIn(before)
    return sent.map((one: unknown) => {
      const { number } = one as { number?: unknown }
      if (typeof number !== 'string' || !isMasked(number)) return one
      const at = left.findIndex((each) => masked(each.number) === number)
      const [known] = at < 0 ? [] : left.splice(at, 1)
      return { ...(one as object), number: known?.number ?? number }
    })
  }
  return typeof sent === 'string' && isMasked(sent) && typeof before === 'string' && masked(before) === sent
    ? before
    : sent
}

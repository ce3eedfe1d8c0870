// A value in a list, as text.
import type { Field, Label } from '#engine/protocol/fields.ts'
import { UNKNOWN } from '#engine/protocol/words/word.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'
import { shortTime } from '../i18n/format.ts'

export interface CellWorld {
  say: (label: Label) => string
  t: Dictionary
  /** name of a referenced record */
  name: (kind: string, id: string) => string
}

export function cellOf(field: Field, value: unknown, world: CellWorld): string {
  if (value === undefined || value === null || value === '') return '–'
  const list = Array.isArray(value) ? value : [value]
  switch (field.type) {
    case 'switch':
      return value === true ? world.t.common.yes : world.t.common.no
    case 'duration':
      return `${Number(value) / 1000} ${world.t.common.seconds}`
    case 'choice':
    case 'choices':
      return (
        list
          .map((one) => field.options.find((option) => option.value === one))
          .map((option) => world.say(option?.label ?? UNKNOWN))
          .join(world.t.common.comma) || '–'
      )
    case 'reference':
      return list.map((id) => world.name(field.to, String(id))).join(world.t.common.comma) || '–'
    case 'way-out':
      return world.t.admin.wayOut[(value as { type: keyof Dictionary['admin']['wayOut'] }).type]
    case 'date-time':
      return shortTime(Number(value)).slice(0, -3)
    case 'money':
      return Number(value).toFixed(2)
    case 'phones':
      return (list as { number: string }[]).map(({ number }) => number).join(world.t.common.comma) || '–'
    case 'json':
      return JSON.stringify(value)
    case 'list':
    case 'prompts':
      return String(list.length)
    default:
      return String(value)
  }
}

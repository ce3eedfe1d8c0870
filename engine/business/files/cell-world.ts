// What the cells of a file may name: agents by number or name, other records by name, customers by any number; times of the centre.
import { numberKey } from '../../numbers/number-key.ts'
import type { Field } from '../../protocol/fields.ts'
import type { CellWorld } from '../record/cells.ts'
import { dateOf } from '../record/cells.ts'
import { tableOf } from '../record/kind.ts'
import type { Writing } from '../record/write.ts'

const MOST = 200_000
const CONFIGURED: Record<string, string[]> = {
  agents: ['number', 'name'],
  queues: ['name'],
  departments: ['name'],
  groups: ['name'],
  dispositions: ['name'],
}

export async function cellWorld(
  { sql, kinds, timeZone }: Pick<Writing, 'sql' | 'kinds' | 'timeZone'>,
  fields: readonly (Field | undefined)[],
): Promise<CellWorld> {
  const ids = new Map<string, Map<string, string>>()
  for (const field of fields) {
    if (field?.type !== 'reference' || ids.has(field.to)) continue
    const words = new Map<string, string>()
    const columns = Object.hasOwn(CONFIGURED, field.to) ? CONFIGURED[field.to] : undefined
    for (const column of columns ?? []) {
      const rows = await sql<
        { id: string; word: string }[]
      >`select id::text, ${sql(column)} as word from ${sql(field.to)}`
      for (const { id, word } of rows) words.set(word.toLowerCase(), id)
    }
    const other = kinds.get(field.to)
    if (other) {
      const rows = await sql<{ id: string; word: string | null; keys: string[] }[]>`
        select id, data->>${other.title} as word, keys from ${sql(tableOf(other))} where deleted_at is null limit ${MOST}`
      for (const { id, word } of rows) if (word) words.set(word.toLowerCase(), id)
      for (const { id, keys } of rows) for (const key of keys) words.set(key, id)
    }
    ids.set(field.to, words)
  }
  const ahead = (at: number): number => {
    const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
    return Date.parse(`${wall.replace(' ', 'T')}Z`) - at
  }
  return {
    idOf: (to, text) => {
      const words = ids.get(to)
      return words?.get(text.toLowerCase()) ?? words?.get(`tel:${numberKey(text)}`)
    },
    atOf(text) {
      const found = /^(\S+?)(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(text)
      const date = found && dateOf(found[1] ?? '')
      const guess = date
        ? Date.parse(`${date}T${(found[2] ?? '0').padStart(2, '0')}:${found[3] ?? '00'}:00Z`)
        : Number.NaN
      return Number.isNaN(guess) ? undefined : guess - ahead(guess - ahead(guess))
    },
  }
}

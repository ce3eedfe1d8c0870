// How a code becomes a word: one table per vocabulary, read by pages, files and messages alike.
import type { Lang } from '../company.ts'
import type { Label } from '../fields.ts'

/** A word for every code: a code without one does not type. */
export type Vocabulary<Code extends string> = Readonly<Record<Code, Label>>

/** A code that came from outside and is not in its table: said so, and never shown as it is. */
export const UNKNOWN: Label = { zh: '其他', en: 'Other' }

export const labelOf = (table: Vocabulary<string>, code: string): Label =>
  (Object.hasOwn(table, code) ? table[code] : undefined) ?? UNKNOWN

export const wordOf = (table: Vocabulary<string>, code: string, lang: Lang): string => labelOf(table, code)[lang]

/** The table in one language, for dictionaries. */
export function wordsIn<Code extends string>(table: Vocabulary<Code>, lang: Lang): Record<Code, string> {
  const entries = Object.entries<Label>(table).map(([code, label]) => [code, label[lang]])
  return Object.fromEntries(entries) as Record<Code, string>
}

/** Values for a choice, in the order of the table. */
export const optionsOf = (table: Vocabulary<string>): { value: string; label: Label }[] =>
  Object.entries(table).map(([value, label]) => ({ value, label }))

/** Several things in one sentence. */
export const joined = (labels: readonly Label[]): Label => ({
  zh: labels.map(({ zh }) => zh).join('；'),
  en: labels.map(({ en }) => en).join('; '),
})

/** The same in both languages: a name, a number, a date. */
export const same = (text: string): Label => ({ zh: text, en: text })

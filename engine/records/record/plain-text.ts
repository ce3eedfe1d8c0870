// What a person may type as a name or a text: nothing that cannot be seen, as it would be another name that looks the same.
import { z } from 'zod'

/** Control characters, marks of writing direction (U+202E turns the words after it round), code points that are none. */
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\p{Cs}]/u
const BREAKS = /[\r\n\u2028\u2029]/

/** One line unless `multiline`; told in words, with the code of what is not seen. */
export const plainText = (multiline = false): z.ZodString =>
  z.string().superRefine((given, context) => {
    const text = multiline ? given.replace(/[\r\n\t]/g, ' ') : given.trim()
    if (BREAKS.test(text)) context.addIssue({ code: 'custom', message: 'a line break does not belong here' })
    else if (UNSEEN.test(text)) context.addIssue({ code: 'custom', message: unseenAt(text) })
  })

/** The words for the first character of the text that cannot be seen. */
export function unseenAt(text: string): string {
  const point = UNSEEN.exec(text)?.[0].codePointAt(0) ?? 0
  return `a character that cannot be seen does not belong here: U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}

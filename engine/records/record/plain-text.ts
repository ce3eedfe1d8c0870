// What a person may type as a name or a text: nothing that cannot be seen, as it would be another name that looks the same.
import { z } from 'zod'

/**
 * Control and format characters (U+202E turns the words after it round, U+00AD makes two names look alike), blanks that
 * are letters to Unicode, code points that are none. A joiner may join two pictures.
 */
const UNSEEN =
  /(?![\u200d])[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]|\u034f|(?<!\p{Extended_Pictographic}\ufe0f?)\u200d|\u200d(?!\p{Extended_Pictographic})/u
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

// Which styles of an .xlsx show a number as a date or a time: ECMA-376 part 1, 18.8.30.
import { attributeOf, insideOf, textOf } from './quick-texts.ts'

/** built in; 27 to 36 and 50 to 58 in the languages of East Asia */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47])
const isBuiltIn = (id: number): boolean => BUILT_IN.has(id) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

/** Letters of dates and times outside of what is quoted or in brackets, elapsed hours aside. */
const isDateCode = (code: string): boolean =>
  /[dmyhs]/i.test(
    code
      .replace(/"[^"]*"|\\./g, '')
      .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
      .replace(/General/gi, ''),
  )

/** By the number of the style. */
export function dateStyles(xml: string): boolean[] {
  const own = new Map(
    [...(insideOf(xml, 'numFmts') ?? '').matchAll(/<numFmt\b([^>]*?)\/?>/g)].map(([, head = '']) => [
      Number(attributeOf(head, 'numFmtId')),
      isDateCode(textOf(attributeOf(head, 'formatCode') ?? '')),
    ]),
  )
  return [...(insideOf(xml, 'cellXfs') ?? '').matchAll(/<xf\b([^>]*?)\/?>/g)].map(([, head = '']) => {
    const id = Number(attributeOf(head, 'numFmtId') ?? 0)
    return own.get(id) ?? isBuiltIn(id)
  })
}

// Numbers as words: digits one by one, quantities as one number, in Mandarin and English.
import type { Lang } from '#engine/protocol/company.ts'
import { wholeInEnglish } from './english.ts'
import { wholeInChinese } from './mandarin.ts'

export type Spoken = { ok: true; words: string } | { ok: false; why: 'not-a-number' | 'too-large' }

/** Largest whole part read out: beyond it a double no longer holds every whole number. */
export const LARGEST = BigInt(Number.MAX_SAFE_INTEGER)
/** Digits after the point; more are refused like too large a number, since nobody can follow them by ear. */
const MOST_DECIMALS = 15

const DIGITS: Record<Lang, readonly string[]> = {
  zh: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
}
const SIGNS: Record<Lang, Record<string, string>> = {
  zh: { '*': '星号', '#': '井号', '+': '加' },
  en: { '*': 'star', '#': 'hash', '+': 'plus' },
}
const POINT: Record<Lang, string> = { zh: '点', en: 'point' }
const MINUS: Record<Lang, string> = { zh: '负', en: 'minus' }

/**
 * Digits one at a time: 1003 → 一零零三. `phone`: 幺 for 1, as numbers are read over the telephone.
 * Letters are kept as they are; spaces, dashes and brackets are not read.
 */
export function readDigits(value: string, lang: Lang, style: 'plain' | 'phone' = 'plain'): string {
  const words = [...value.replace(/[\s()-]/g, '')].map((char) => {
    if (char === '1' && lang === 'zh' && style === 'phone') return '幺'
    return DIGITS[lang][Number.parseInt(char, 10)] ?? SIGNS[lang][char] ?? char
  })
  return words.join(lang === 'zh' ? '' : ' ')
}

/** One number as a whole: 1003 → 一千零三 / one thousand and three. Thousands separators are taken out. */
export function readQuantity(value: string | number, lang: Lang): Spoken {
  const text = plain(value)
  const parts = /^([+-])?(\d+)(?:\.(\d+))?$/.exec(text)
  if (!parts) return { ok: false, why: 'not-a-number' }
  const [, sign, whole = '0', decimals = ''] = parts
  const amount = BigInt(whole)
  if (amount > LARGEST || decimals.length > MOST_DECIMALS) return { ok: false, why: 'too-large' }
  const isZero = amount === 0n && /^0*$/.test(decimals)
  const words = [
    ...(sign === '-' && !isZero ? [MINUS[lang]] : []),
    lang === 'zh' ? wholeInChinese(amount) : wholeInEnglish(amount),
    ...(decimals === '' ? [] : [POINT[lang], readDigits(decimals, lang)]),
  ]
  return { ok: true, words: words.join(lang === 'zh' ? '' : ' ') }
}

/** Exponents and full-width digits as an HTTP answer may bring them. */
function plain(value: string | number): string {
  const text = String(value)
    .trim()
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text
}

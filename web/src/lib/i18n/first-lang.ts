// The language of a first visit: the one chosen before, else the first of the browser's that we speak; English for who
// reads neither, Chinese where the browser says nothing.
import type { Written } from './dictionaries.ts'

const isOurs = (lang: string | null): lang is Written => lang === 'zh' || lang === 'zh-TW' || lang === 'en'
const TRADITIONAL = /^zh-(TW|HK|MO|Hant)/i

export function firstLang(chosen: string | null, wanted: readonly string[]): Written {
  if (isOurs(chosen)) return chosen
  const spoken = wanted.find((one) => /^(zh|en)/i.test(one))
  if (spoken === undefined) return wanted.length === 0 ? 'zh' : 'en'
  if (/^en/i.test(spoken)) return 'en'
  return TRADITIONAL.test(spoken) ? 'zh-TW' : 'zh'
}

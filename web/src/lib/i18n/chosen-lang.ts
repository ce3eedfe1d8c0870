// The language that this browser's reader chose, kept over visits.
import type { Written } from './dictionaries.ts'
import { firstLang } from './first-lang.ts'

const LANG_KEY = 'tinglan.lang'
export const writtenAtFirst = (): Written => firstLang(localStorage.getItem(LANG_KEY), navigator.languages)
export const keepWritten = (written: Written): void => localStorage.setItem(LANG_KEY, written)

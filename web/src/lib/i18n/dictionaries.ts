// The words of the pages in both languages. Chinese is the first and the default; whoever reads one does not load the other.
import type { Words } from './words.ts'
import type { zh } from './zh/all.ts'

export type Dictionary = Words<typeof zh>
export type Lang = 'zh' | 'en'
/** What a reader chooses: Chinese in either script, or English. */
export type Written = Lang | 'zh-TW'
export type Dictionaries = Partial<Record<Lang, Dictionary>>

export const langOf = (written: Written): Lang => (written === 'en' ? 'en' : 'zh')

export const loadWords = async (lang: Lang): Promise<Dictionary> =>
  lang === 'en' ? (await import('./en/all.ts')).en : (await import('./zh/all.ts')).zh

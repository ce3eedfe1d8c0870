// The language of a first visit: the one chosen before, else the first of the browser's that we speak, else Chinese.
import type { Lang } from './dictionaries.ts'

export function firstLang(chosen: string | null, wanted: readonly string[]): Lang {
  if (chosen === 'zh' || chosen === 'en') return chosen
  const spoken = wanted.map((one) => one.slice(0, 2).toLowerCase()).find((one) => one === 'zh' || one === 'en')
  return spoken === 'en' ? 'en' : 'zh'
}

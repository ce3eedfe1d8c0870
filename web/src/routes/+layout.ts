// A single-page app: nothing is rendered on the server. Its words are there before its first page.

import { writtenAtFirst } from '$lib/i18n/chosen-lang.ts'
import { langOf, loadWords } from '$lib/i18n/dictionaries.ts'

export const ssr = false
export const prerender = false
export const trailingSlash = 'never'

export async function load() {
  const lang = langOf(writtenAtFirst())
  return { words: { [lang]: await loadWords(lang) } }
}

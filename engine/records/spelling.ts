// By what a name is found: its own characters from any place on, and its pinyin whole, by first letters, or mixed.
// PostgreSQL keeps the forms as a text-search vector, whose index answers for the beginning of any of them.
import { pinyin } from 'pinyin-pro'

/** a name has 80 characters at most; further than this nobody types */
const MOST_LETTERS = 24
const MOST_SYLLABLES = 12
/** whole or first letter each: 2⁴ forms from every syllable on, and the two plain ones for what is longer */
const MIXED = 4

/** 王晓燕 → wang, xiao, yan; a surname of several readings as a surname; words in other letters are one syllable each. */
export function syllablesOf(name: string): string[] {
  const read = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true, surname: 'head' })
  return read
    .flatMap((one) => one.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((one) => one !== '')
    .slice(0, MOST_SYLLABLES)
}

function mixed(syllables: readonly string[]): string[] {
  const [first, ...rest] = syllables
  if (first === undefined) return ['']
  return mixed(rest).flatMap((tail) => [first + tail, first.slice(0, 1) + tail])
}

/** Every form that begins at the first of these syllables. */
function formsFrom(syllables: readonly string[]): string[] {
  if (syllables.length <= MIXED) return mixed(syllables)
  return [...mixed(syllables.slice(0, MIXED)), syllables.join(''), syllables.map((one) => one.slice(0, 1)).join('')]
}

export function formsOf(name: string): string[] {
  const letters = [...name.toLowerCase()]
  const written = letters.map((_, at) =>
    letters
      .slice(at, at + MOST_LETTERS)
      .join('')
      .trim(),
  )
  const syllables = syllablesOf(name)
  const spelled = syllables.flatMap((_, at) =>
    formsFrom(syllables.slice(at)).map((form) => form.slice(0, MOST_LETTERS)),
  )
  return [...new Set([...written, ...spelled])].filter((form) => form !== '')
}

const quoted = (form: string): string => `'${form.replaceAll(/['\\]/g, '$&$&')}'`

/** The forms as PostgreSQL reads a `tsvector`. */
export const spellingOf = (name: string): string => formsOf(name).map(quoted).join(' ')

/** What was typed as a `tsquery`: the beginning of a form, with its spaces or without. */
export function spellingAsked(typed: string): string {
  const cut = (text: string): string => [...text].slice(0, MOST_LETTERS).join('').trim()
  const lower = typed.toLowerCase().trim()
  const asked = new Set([cut(lower), cut(lower.replaceAll(/\s/g, ''))])
  return [...asked].map((form) => `${quoted(form)}:*`).join(' | ')
}

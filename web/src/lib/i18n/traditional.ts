// Traditional Chinese as Taiwan writes and says it, made of our simplified words by opencc-js. Its tables are half a
// megabyte: they are loaded when somebody reads so, and by nobody else. What people wrote (names, notes) stays as written.
import type { Dictionary } from './dictionaries.ts'

export interface Traditional {
  text(simplified: string): string
  words: Dictionary
}

/** Taiwan's words of the trade where the tables know only those of other trades; both in simplified characters. */
const TRADE: [string, string][] = [
  ['呼叫中心', '客服中心'],
  ['坐席', '座席'],
]

export async function loadTraditional(simplified: Dictionary): Promise<Traditional> {
  const { Converter, CustomConverter } = await import('opencc-js/cn2t')
  const [ofTrade, ofTaiwan] = [CustomConverter(TRADE), Converter({ from: 'cn', to: 'twp' })]
  const convert: Convert = (from) => ofTaiwan(ofTrade(from))
  const known = new Map<string, string>()
  const text = (from: string): string => {
    const before = known.get(from)
    if (before !== undefined) return before
    const made = convert(from)
    known.set(from, made)
    return made
  }
  return { text, words: converted(simplified, convert) as Dictionary }
}

type Convert = (text: string) => string

/** The same shape with every word converted; of a sentence made of given things, all but the given. */
function converted(words: unknown, convert: Convert): unknown {
  if (typeof words === 'string') return convert(words)
  if (typeof words === 'function')
    return (...given: unknown[]) => {
      const made: unknown = words(...given)
      return typeof made === 'string' ? aroundGiven(made, stringsOf(given), convert) : made
    }
  if (Array.isArray(words)) return words.map((one) => converted(one, convert))
  if (words !== null && typeof words === 'object')
    return Object.fromEntries(Object.entries(words).map(([name, one]) => [name, converted(one, convert)]))
  return words
}

function stringsOf(given: unknown): string[] {
  if (typeof given === 'string') return /\p{Script=Han}/u.test(given) ? [given] : []
  return given !== null && typeof given === 'object' ? Object.values(given).flatMap(stringsOf) : []
}

/** The longest given text is taken out first: one may be part of another. */
function aroundGiven(made: string, given: string[], convert: Convert): string {
  const [longest, ...others] = given.toSorted((a, b) => b.length - a.length)
  if (longest === undefined) return convert(made)
  return made
    .split(longest)
    .map((part) => aroundGiven(part, others, convert))
    .join(longest)
}

// Chinese by pinyin: the order of names, and the first letters by which one types them.
const COLLATOR = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true })

/** Order of names as people read a list: pinyin for Chinese, letters and numbers as usual. */
export const byPinyin = (a: string, b: string): number => COLLATOR.compare(a, b)

/** The first character of each letter in the order of pinyin; no syllable begins with i, u or v. */
const FIRST = [...'阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀']
const LETTERS = 'abcdefghjklmnopqrstwxyz'

function letterOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase()
  const at = FIRST.findLastIndex((first) => COLLATOR.compare(first, character) <= 0)
  return LETTERS[at] ?? character
}

/** 坐席监控 → zxjk */
export const initialsOf = (text: string): string => [...text].map(letterOf).join('')

/** Does a word answer to what was typed: by itself, or by its first letters? */
export function answersTo(word: string, typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  return word.toLowerCase().includes(wanted) || initialsOf(word).includes(wanted)
}

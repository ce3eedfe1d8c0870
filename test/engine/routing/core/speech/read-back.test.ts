// Whatever number is read out, who hears it can write it down again: read back by the grammar of the language, not by the code
// that spoke it.
import t from 'tap'
import { LARGEST, readQuantity } from '#engine/routing/core/speech/numbers.ts'
import { randomBy } from '../walk/random.ts'

const SEED = 20261129
const HAN = '零一二三四五六七八九'

/** 一万零一亿 is (一万零一) times 亿, and what follows. */
function chinese(words: string): number {
  for (const [mark, size] of [
    ['亿', 1e8],
    ['万', 1e4],
    ['千', 1e3],
    ['百', 100],
    ['十', 10],
  ] as const) {
    const at = words.lastIndexOf(mark)
    if (at < 0) continue
    const [before, after] = [words.slice(0, at).replace(/^零+/, ''), words.slice(at + 1).replace(/^零+/, '')]
    return (before === '' ? 1 : chinese(before)) * size + (after === '' ? 0 : chinese(after))
  }
  return words === '两' ? 2 : HAN.indexOf(words)
}

const WORDS: Record<string, number> = {
  ...{ zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17 },
  ...{ eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70 },
  ...{ eighty: 80, ninety: 90 },
}
const GROUPS: Record<string, number> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12, quadrillion: 1e15 }

/** Words add up to a group, `hundred` multiplies it, a group's name closes it; "and" says nothing. */
function english(words: string): number {
  let [all, group] = [0, 0]
  for (const word of words.split(/[ -]/)) {
    const [value, size] = [WORDS[word], GROUPS[word]]
    if (value !== undefined) group += value
    else if (word === 'hundred') group *= 100
    else if (size !== undefined) [all, group] = [all + group * size, 0]
    else if (word !== 'and') throw new Error(`${word} in ${words}`)
  }
  return all + group
}

const spoken = (value: number, lang: 'zh' | 'en'): string => {
  const read = readQuantity(value, lang)
  if (!read.ok) throw new Error(`${value}: ${read.why}`)
  return read.words
}

/** Every number of digits, round ones with their neighbours, and those in which a group of zeros lies in the middle. */
function numbers(): number[] {
  const random = randomBy(SEED)
  const found = new Set<number>([0, Number(LARGEST)])
  for (let digits = 1; digits <= 15; digits++) {
    const size = 10 ** digits
    for (const near of [size - 1, size, size + 1, size * 2, 2 * size + 2, size + 10]) found.add(near)
    for (let n = 0; n < 60; n++) {
      const one = random.below(size)
      found.add(one)
      found.add(one - (one % 10 ** random.below(digits)))
      const middle = 10 ** random.below(digits)
      found.add(Math.floor(one / middle / 10_000) * middle * 10_000 + (one % middle))
    }
  }
  return [...found].filter((each) => BigInt(each) <= LARGEST)
}

t.test(`numbers come back as they were, in both languages (seed ${SEED})`, async (t) => {
  const all = numbers()
  t.ok(all.length > 1500, `${all.length} numbers`)
  t.strictSame(
    all.filter((each) => chinese(spoken(each, 'zh')) !== each).map((each) => [each, spoken(each, 'zh')]),
    [],
  )
  t.strictSame(
    all.filter((each) => english(spoken(each, 'en')) !== each).map((each) => [each, spoken(each, 'en')]),
    [],
  )
})

t.test('Mandarin as it is said: one 零 for a gap, none at the end, 两 only before 千, 万 and 亿', async (t) => {
  const words = numbers().map((each) => spoken(each, 'zh'))
  const wrong = (pattern: RegExp) => words.filter((each) => each !== '零' && pattern.test(each))
  t.strictSame(wrong(/零零/), [])
  t.strictSame(wrong(/零$/), [])
  t.strictSame(wrong(/^零/), [])
  t.strictSame(wrong(/两[^千万亿]|两$/), [])
  t.strictSame(wrong(/二千/), [])
  t.strictSame(wrong(/^一十/), [], 'ten alone is 十')
  t.strictSame(wrong(/亿.*亿|万.*万.*万/), [], 'each name once, but for 万亿 above 万')
})

t.test('English as it is said: "and" before tens and ones, a hyphen within them, no empty words', async (t) => {
  const words = numbers().map((each) => spoken(each, 'en'))
  const wrong = (pattern: RegExp) => words.filter((each) => pattern.test(each))
  t.strictSame(wrong(/ {2}|^ | $|undefined/), [])
  t.strictSame(wrong(/hundred (?!and|thousand|million|billion|trillion|quadrillion)/), [])
  t.strictSame(wrong(/(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety) (one|two|three|four|five|six)/), [])
  t.strictSame(wrong(/^and\b|\band$|\band and\b/), [])
})

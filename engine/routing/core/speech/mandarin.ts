// Whole numbers in Mandarin: groups of four digits (万, 亿, 万亿), 零 for gaps, 两 before 千, 万 and 亿.

const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
const UNITS = ['', '十', '百', '千']
/** of the groups of four digits, from the right */
const GROUPS = ['', '万', '亿', '万亿']

export function wholeInChinese(amount: bigint): string {
  if (amount === 0n) return '零'
  const groups: number[] = []
  for (let rest = amount; rest > 0n; rest /= 10_000n) groups.push(Number(rest % 10_000n))
  let words = ''
  let gap = false
  for (let n = groups.length - 1; n >= 0; n--) {
    const group = groups[n] ?? 0
    if (group === 0) {
      gap = words !== ''
      continue
    }
    if (words !== '' && (gap || group < 1000)) words += '零'
    words += groupWords(group, n, words === '') + groupUnit(groups, n)
    gap = false
  }
  return words
}

/** 万亿 shares its 亿 with the group below it: 1,0001,0000,0000 is 一万零一亿, not 一万亿零一亿. */
function groupUnit(groups: readonly number[], n: number): string {
  if (n === 3) return (groups[2] ?? 0) === 0 ? '万亿' : '万'
  return GROUPS[n] ?? ''
}

function groupWords(group: number, n: number, leading: boolean): string {
  if (group === 2 && n > 0) return '两'
  let words = ''
  let gap = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(group / 10 ** place) % 10
    if (digit === 0) {
      gap = words !== ''
      continue
    }
    if (gap) words += '零'
    gap = false
    const bareTen = place === 1 && digit === 1 && words === '' && leading
    words += bareTen ? '十' : digitWord(digit, place) + (UNITS[place] ?? '')
  }
  return words
}

/** 两千 but 二百 and 二十: the reading of banks and of the time service. */
const digitWord = (digit: number, place: number): string => (digit === 2 && place === 3 ? '两' : (DIGITS[digit] ?? ''))

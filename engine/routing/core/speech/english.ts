// Whole numbers in English, with the British "and" before tens and ones: one thousand and three.

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = ' . twenty thirty forty fifty sixty seventy eighty ninety'.trim().split(' ')
const GROUPS = ['', ' thousand', ' million', ' billion', ' trillion', ' quadrillion']

export function wholeInEnglish(amount: bigint): string {
  if (amount === 0n) return 'zero'
  const groups: number[] = []
  for (let rest = amount; rest > 0n; rest /= 1000n) groups.push(Number(rest % 1000n))
  const words: string[] = []
  for (let n = groups.length - 1; n >= 0; n--) {
    const group = groups[n] ?? 0
    if (group === 0) continue
    const and = n === 0 && group < 100 && words.length > 0 ? 'and ' : ''
    words.push(and + underThousand(group) + (GROUPS[n] ?? ''))
  }
  return words.join(' ')
}

function underThousand(group: number): string {
  const hundreds = Math.floor(group / 100)
  const rest = group % 100
  const words = hundreds > 0 ? [`${SMALL[hundreds]} hundred`] : []
  if (rest > 0) words.push(underHundred(rest))
  return words.join(' and ')
}

function underHundred(rest: number): string {
  if (rest < 20) return SMALL[rest] ?? ''
  const tens = TENS[Math.floor(rest / 10) - 1] ?? ''
  return rest % 10 === 0 ? tens : `${tens}-${SMALL[rest % 10]}`
}

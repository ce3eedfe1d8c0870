// A time of day as people type it, in either language, and as it is kept: 'HH:MM'.
const DAY_MINUTES = 1_440

const MINUTES = /^(\d{1,2})(?:\s*[:：.点時时h]\s*(\d{1,2})?\s*分?)?$/
const RUN = /^(\d{1,2})(\d{2})$/
const NOON = /^(上午|早上|凌晨|中午|下午|晚上)|(a\.?m\.?|p\.?m\.?)$/i

/** 8, 830, 08:30, 8：30, 8点30分, 8点半, 下午3:30 and 3:30 pm; undefined = no time. 24:00 ends a day. */
export function readTime(typed: string): string | undefined {
  const text = typed.trim().replace('点半', '点30')
  const noon = NOON.exec(text)?.[0].toLowerCase()
  const plain = text.replace(NOON, '').trim()
  const found = RUN.exec(plain) ?? MINUTES.exec(plain)
  if (!found) return undefined
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)]
  const counted = noon === undefined ? hour : ofNoon(hour, noon)
  const minutes = (counted ?? DAY_MINUTES) * 60 + minute
  return minutes > DAY_MINUTES || minute > 59 ? undefined : timeOf(minutes)
}

function ofNoon(hour: number, noon: string): number | undefined {
  if (hour > 12) return hour < 24 ? hour : undefined
  const late = noon.startsWith('p') || ['中午', '下午', '晚上'].includes(noon)
  if (noon === '中午' && hour >= 11) return hour
  return (hour % 12) + (late ? 12 : 0)
}

const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** So many minutes later, round the clock. */
export function laterBy(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return timeOf((hour * 60 + minute + minutes + DAY_MINUTES) % DAY_MINUTES)
}

/** Every half hour from midnight to midnight, to choose from. */
export const HALF_HOURS: readonly string[] = Array.from({ length: 49 }, (_, n) => timeOf(n * 30))

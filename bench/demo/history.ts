// Made-up weeks of traffic for the sample queues, as the file of an old system would hold them: what planning looks like
// with something to plan from. Counts are Poisson around a pattern; the same weeks come out every time.
import { randomOf } from '#analytics/random.ts'

const SLOT_MINUTES = 15
const DAY_MS = 86_400_000

export interface SampleQueue {
  queueId: string
  /** calls in the busiest quarter-hour of an ordinary day */
  busiest: number
  ahtSeconds: number
}

/** Sunday first. */
const WEEKDAYS = [0.45, 1.25, 1.05, 1, 0.98, 1.02, 0.55]

/** Two humps between eight and eight, the higher before noon. */
function shape(hour: number): number {
  if (hour < 8 || hour >= 20) return 0
  const hump = (at: number, width: number): number => Math.exp(-(((hour - at) / width) ** 2))
  return 0.15 + 0.85 * Math.min(1, hump(10.5, 1.8) + 0.8 * hump(15.5, 2.2))
}

function poisson(mean: number, random: () => number): number {
  const floor = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > floor; product *= random()) count += 1
  return count
}

/** `until` is the first date not filled, as days since 1970 in the centre's own time. */
export function historyFile(queue: SampleQueue, until: number, days: number): string {
  const random = randomOf([...queue.queueId].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  const rows = ['时间,呼入量,平均处理时长（秒）']
  for (let day = until - days; day < until; day++) {
    const weekday = (((day + 4) % 7) + 7) % 7
    const level = WEEKDAYS[weekday]! * (0.94 + 0.12 * random())
    for (let minute = 0; minute < 24 * 60; minute += SLOT_MINUTES) {
      const calls = poisson(queue.busiest * level * shape(minute / 60), random)
      const at = new Date(day * DAY_MS + minute * 60_000).toISOString().slice(0, 16).replace('T', ' ')
      const aht = calls > 0 ? Math.round(queue.ahtSeconds * (0.85 + 0.3 * random())) : ''
      rows.push(`${at},${calls},${aht}`)
    }
  }
  return `${rows.join('\n')}\n`
}

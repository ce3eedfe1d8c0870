// What is odd in a history, found before a model learns from it, in words a planner reads.
import type { Label } from '#engine/protocol/fields.ts'

export type WarningType =
  | 'slot-missing'
  | 'slot-doubled'
  | 'slot-invalid'
  | 'clock-changed'
  | 'day-of-zeros'
  | 'calls-ended'
  | 'absurd-spike'
  | 'day-busy'
  | 'day-quiet'
  | 'day-broken'
  | 'history-short'

/** `at` is local time to the minute, or a date for a whole day; `count` says of how many slots or days it is true. */
export interface Warning {
  type: WarningType
  at: string
  count: number
  /** of the usual calls */
  share?: number
  /** what the planner is asked to mark it as, where it is that */
  mark?: 'promotion' | 'outage'
}

const times = (share: number): string => String(Math.round(share * 10) / 10)

const WORDS: Record<WarningType, (warning: Warning) => Label> = {
  'slot-missing': ({ at, count }) => ({
    zh: `${at} 起缺少 ${count} 个时段，按未知处理`,
    en: `${count} intervals are missing from ${at}; they count as unknown`,
  }),
  'slot-doubled': ({ at, count }) => ({
    zh: `${at} 的时段出现 ${count} 次，取最后一次`,
    en: `the interval ${at} appears ${count} times; the last one is used`,
  }),
  'slot-invalid': ({ at }) => ({
    zh: `${at} 的值不是非负数，按未知处理`,
    en: `the value of ${at} is not a number of at least zero; it counts as unknown`,
  }),
  'clock-changed': ({ at, count }) => ({
    zh: `${at} 时钟调整，涉及 ${count} 个时段：重复的相加，缺少的按未知处理`,
    en: `the clock changed on ${at}, ${count} intervals: repeated ones are added up, missing ones are unknown`,
  }),
  'day-of-zeros': ({ at }) => ({
    zh: `${at} 全天为零，不用于学习`,
    en: `${at} is a day of zeros; nothing is learned from it`,
  }),
  'calls-ended': ({ at, count }) => ({
    zh: `自 ${at} 起已有 ${count} 个服务日没有来电：已停用？预测按此水平；若为故障，请标记为“故障”`,
    en: `no calls for ${count} days, since ${at}: closed? The forecast stays there; if it was an outage, mark it as one`,
  }),
  'absurd-spike': ({ at }) => ({
    zh: `${at} 的值异常地高，不用于学习`,
    en: `the value of ${at} is absurdly high; nothing is learned from it`,
  }),
  'day-busy': ({ at, share = 0 }) => ({
    zh: `${at} 的话务是平时的 ${times(share)} 倍：促销或事件？请标记，否则按普通日学习`,
    en: `${at} had ${times(share)} times the usual calls: a promotion or an event to mark? Unmarked it is learned from like any day`,
  }),
  'day-quiet': ({ at, share = 0 }) => ({
    zh: `${at} 的话务只有平时的 ${Math.round(share * 100)}%：故障？请标记，否则按普通日学习`,
    en: `${at} had ${Math.round(share * 100)} % of the usual calls: an outage to mark? Unmarked it is learned from like any day`,
  }),
  'day-broken': ({ at, count }) => ({
    zh: `${at} 起 ${count} 个时段几乎没有来电：故障？请标记，否则按普通日学习`,
    en: `nearly no calls in ${count} intervals from ${at}: an outage to mark? Unmarked they are learned from like any`,
  }),
  'history-short': ({ count }) => ({
    zh: `只有 ${count} 天历史，不足三周，预测仅供参考`,
    en: `only ${count} days of history, less than three weeks: take the forecast as a rough guide`,
  }),
}

export const wordsOf = (warning: Warning): Label => WORDS[warning.type](warning)

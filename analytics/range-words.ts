// What is wrong with a time asked for: the same words for reports and for planning.
import type { Label } from '#engine/protocol/fields.ts'

export const END_FIRST: Label = { zh: '结束时间必须晚于开始时间。', en: 'The end must be later than the start.' }

export const TOO_LONG: Label = {
  zh: '时间太长而间隔太短：请缩短时间，或选更长的间隔。',
  en: 'Too long a time for so short an interval: choose fewer days or a longer interval.',
}

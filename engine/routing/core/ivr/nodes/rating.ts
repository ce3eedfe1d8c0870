// Asks the caller for a mark, kept as {rating}: what reports, call log and desk show as the rating.
import { bargeInField, firstDigitField, promptsField } from '#engine/routing/core/ivr/fields.ts'
import { defineNode, type Step, type Visit } from '#engine/routing/core/ivr/node.ts'
import { flag, number, prompts } from '#engine/routing/core/ivr/settings.ts'
import { soundsOf } from '#engine/routing/core/ivr/sounds.ts'

const ask = ({ node, values, lang }: Visit, tries: number): Step => ({
  do: 'collect',
  sounds: soundsOf(prompts(node, 'prompts'), values, lang),
  collect: {
    ...{ maxDigits: 1, terminators: '', interDigitMs: 1_000, secret: false },
    firstDigitMs: number(node, 'firstDigitMs', 8_000),
    bargeIn: flag(node, 'bargeIn', true),
  },
  tries,
})

export default defineNode({
  type: 'rating',
  label: { zh: '服务评价', en: 'Rating' },
  help: {
    zh: '请来电者按键评分，存入变量 rating，报表据此统计',
    en: 'A key from 1 on as the mark, kept as rating for the reports',
  },
  fields: [
    promptsField(),
    {
      name: 'highest',
      label: { zh: '最高分', en: 'Highest mark' },
      type: 'number',
      min: 2,
      max: 9,
      integer: true,
      default: 5,
    },
    {
      name: 'retries',
      label: { zh: '重试次数', en: 'Retries' },
      type: 'number',
      min: 0,
      max: 5,
      integer: true,
      default: 1,
    },
    { ...firstDigitField, default: 8_000 },
    bargeInField,
  ],
  outlets: [
    { name: 'done', label: { zh: '已评价', en: 'Rated' }, required: true },
    { name: 'timeout', label: { zh: '未评价', en: 'Not rated' }, required: true },
  ],
  sets: () => ['rating'],
  enter: (visit) => ask(visit, 0),
  hear(visit, heard) {
    const mark = heard.type === 'digits' ? Number(heard.digits || '0') : 0
    if (mark >= 1 && mark <= number(visit.node, 'highest', 5))
      return { do: 'leave', outlet: 'done', set: { values: { rating: String(mark) } } }
    if (visit.tries < number(visit.node, 'retries', 1)) return ask(visit, visit.tries + 1)
    return { do: 'leave', outlet: 'timeout' }
  },
})

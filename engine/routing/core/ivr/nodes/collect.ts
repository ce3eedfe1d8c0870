// Collects digits into a variable: an order number, a password.
import { bargeInField, firstDigitField, promptsField, retryFields } from '#engine/routing/core/ivr/fields.ts'
import { defineNode, type Step, type Visit } from '#engine/routing/core/ivr/node.ts'
import { flag, number, prompts, text } from '#engine/routing/core/ivr/settings.ts'
import { soundsOf } from '#engine/routing/core/ivr/sounds.ts'
import { isVariable } from '#engine/routing/core/ivr/values.ts'

function ask(visit: Visit, first: 'wrongPrompts' | 'timeoutPrompts' | undefined): Step {
  const { node, values, lang, tries } = visit
  const again = first ? soundsOf(prompts(node, first), values, lang) : []
  return {
    do: 'collect',
    sounds: [...again, ...soundsOf(prompts(node, 'prompts'), values, lang)],
    collect: {
      maxDigits: number(node, 'maxDigits', 20),
      terminators: text(node, 'terminators', '#'),
      firstDigitMs: number(node, 'firstDigitMs', 5000),
      interDigitMs: number(node, 'interDigitMs', 3000),
      bargeIn: flag(node, 'bargeIn', true),
      secret: flag(node, 'secret', false),
    },
    tries: first ? tries + 1 : 0,
  }
}

export default defineNode({
  type: 'collect',
  label: { zh: '收号', en: 'Collect digits' },
  help: { zh: '收取按键并存入变量', en: 'Keeps the keys pressed in a variable' },
  fields: [
    {
      name: 'variable',
      label: { zh: '变量名', en: 'Variable' },
      type: 'text',
      required: true,
      maxLength: 40,
      pattern: '[\\p{L}_][\\p{L}\\p{N}_]*',
    },
    promptsField(),
    {
      name: 'minDigits',
      label: { zh: '最少位数', en: 'Fewest digits' },
      type: 'number',
      min: 1,
      max: 64,
      integer: true,
      default: 1,
    },
    {
      name: 'maxDigits',
      label: { zh: '最多位数', en: 'Most digits' },
      type: 'number',
      min: 1,
      max: 64,
      integer: true,
      default: 20,
    },
    {
      name: 'terminators',
      label: { zh: '结束键', en: 'Keys that end the input' },
      type: 'text',
      maxLength: 3,
      pattern: '[0-9*#]*',
      default: '#',
    },
    firstDigitField,
    {
      name: 'interDigitMs',
      label: { zh: '按键间隔', en: 'Between keys' },
      type: 'duration',
      minMs: 500,
      maxMs: 30_000,
      default: 3000,
    },
    bargeInField,
    { name: 'secret', label: { zh: '保密（不记录）', en: 'Secret (not recorded)' }, type: 'switch', default: false },
    ...retryFields,
  ],
  outlets: [
    { name: 'done', label: { zh: '已收取', en: 'Collected' }, required: true },
    { name: 'wrong-length', label: { zh: '位数不符', en: 'Too few digits' }, required: true },
    { name: 'timeout', label: { zh: '超时', en: 'No digits' }, required: true },
  ],
  check(node) {
    const wrong = number(node, 'minDigits', 1) > number(node, 'maxDigits', 20)
    return wrong
      ? [{ problem: 'bad-settings', zh: '最少位数大于最多位数', en: 'fewest digits is more than most digits' }]
      : []
  },
  sets: (node) => [text(node, 'variable')].filter(isVariable),
  enter: (visit) => ask(visit, undefined),
  hear(visit, heard) {
    const { node } = visit
    const retry = visit.tries < number(node, 'retries', 2)
    const digits = heard.type === 'digits' ? heard.digits : ''
    if (digits === '') return retry ? ask(visit, 'timeoutPrompts') : { do: 'leave', outlet: 'timeout' }
    if (heard.type === 'digits' && heard.count < number(node, 'minDigits', 1)) {
      return retry ? ask(visit, 'wrongPrompts') : { do: 'leave', outlet: 'wrong-length' }
    }
    const set = { values: { [text(node, 'variable')]: digits }, secret: flag(node, 'secret', false) }
    return { do: 'leave', outlet: 'done', set }
  },
})

// Fields that several node types share.
import type { Field } from '#engine/protocol/fields.ts'

export const promptsField = (required = true): Field => ({
  name: 'prompts',
  label: { zh: '播放内容', en: 'What is played' },
  type: 'prompts',
  required,
})

export const retryFields: Field[] = [
  {
    name: 'retries',
    label: { zh: '重试次数', en: 'Retries' },
    help: { zh: '按错或超时后再播放几次', en: 'How often it is played again after a wrong key or no key' },
    type: 'number',
    min: 0,
    max: 9,
    integer: true,
    default: 2,
  },
  { name: 'wrongPrompts', label: { zh: '按键错误提示', en: 'Played after a wrong key' }, type: 'prompts' },
  { name: 'timeoutPrompts', label: { zh: '超时提示', en: 'Played when no key came' }, type: 'prompts' },
]

export const bargeInField: Field = {
  name: 'bargeIn',
  label: { zh: '允许按键打断', en: 'A key stops what is played' },
  type: 'switch',
  default: true,
}

export const firstDigitField: Field = {
  name: 'firstDigitMs',
  label: { zh: '等待首个按键', en: 'Wait for the first key' },
  type: 'duration',
  minMs: 1000,
  maxMs: 60_000,
  default: 5000,
}

// A node's settings against the fields of its type: the one vocabulary that forms, API and this check share.
import type { Field } from '#engine/protocol/fields.ts'
import type { Fault, Known } from './node.ts'
import { isPrompt, isRecord } from './settings.ts'

type FieldOf<Type extends Field['type']> = Extract<Field, { type: Type }>

const bad = (field: Field, zh: string, en: string): Fault => ({
  ...{ problem: 'bad-settings', zh: `「${field.label.zh}」${zh}`, en: `"${field.label.en}" ${en}` },
})

export function checkSettings(fields: readonly Field[], settings: Record<string, unknown>, known: Known): Fault[] {
  const names = new Set(fields.map((field) => field.name))
  const strangers = Object.keys(settings).filter((name) => !names.has(name))
  return [
    ...strangers.map(
      (name): Fault => ({
        problem: 'bad-settings',
        zh: `没有名为 ${name} 的设置`,
        en: `there is no setting "${name}"`,
      }),
    ),
    ...fields.flatMap((field) => checkField(field, settings[field.name], known)),
  ]
}

function checkField(field: Field, value: unknown, known: Known): Fault[] {
  const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  if (empty) {
    const missing = field.required && field.default === undefined
    return missing ? [bad(field, '必须填写', 'must be given')] : []
  }
  switch (field.type) {
    case 'text':
    case 'password':
      return checkText(field, value)
    case 'number':
      return checkNumber(field, value, field.min, field.max, field.integer ?? false)
    case 'duration':
      return checkNumber(field, value, field.minMs, field.maxMs, true)
    case 'switch':
      return typeof value === 'boolean' ? [] : [bad(field, '只能是或否', 'is yes or no')]
    case 'choice':
      return field.options.some((option) => option.value === value)
        ? []
        : [bad(field, '不在可选范围内', 'is none of its choices')]
    case 'reference':
      return checkReference(field, value, known)
    case 'prompts':
      return checkPrompts(field, value, known)
    case 'list':
      return checkList(field, value, known)
    default:
      return []
  }
}

function checkText(field: FieldOf<'text'> | FieldOf<'password'>, value: unknown): Fault[] {
  if (typeof value !== 'string') return [bad(field, '应为文字', 'is a text')]
  if (field.type === 'password') return []
  if (field.maxLength !== undefined && value.length > field.maxLength) {
    return [bad(field, `最多 ${field.maxLength} 个字符`, `has at most ${field.maxLength} characters`)]
  }
  const fits = field.pattern === undefined || new RegExp(`^(?:${field.pattern})$`, 'u').test(value)
  return fits ? [] : [bad(field, '格式不对', 'has not the right form')]
}

function checkNumber(field: Field, value: unknown, min = -Infinity, max = Infinity, integer: boolean): Fault[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [bad(field, '应为数字', 'is a number')]
  if (integer && !Number.isInteger(value)) return [bad(field, '应为整数', 'is a whole number')]
  return value < min || value > max ? [bad(field, `应在 ${min} 与 ${max} 之间`, `lies between ${min} and ${max}`)] : []
}

function checkReference(field: FieldOf<'reference'>, value: unknown, known: Known): Fault[] {
  if (typeof value !== 'string') return [bad(field, '应选择一条记录', 'is a record')]
  if (field.to === 'queues' && !known.queues.has(value)) {
    return [{ problem: 'unknown-queue', zh: `队列 ${value} 不存在`, en: `there is no queue ${value}` }]
  }
  if (field.to === 'skills' && !known.skills.has(value)) {
    return [bad(field, `${value} 不存在`, `names a skill that does not exist: ${value}`)]
  }
  const missing = field.to === 'flows' && !known.flows.has(value)
  return missing ? [bad(field, `流程 ${value} 不存在`, `names a flow that does not exist: ${value}`)] : []
}

function checkPrompts(field: Field, value: unknown, known: Known): Fault[] {
  if (!Array.isArray(value) || !value.every(isPrompt))
    return [bad(field, '播放内容不完整', 'holds an incomplete prompt')]
  return value.flatMap((prompt): Fault[] => {
    if (prompt.type === 'file') {
      if (known.prompts.has(prompt.promptId)) return []
      const { promptId } = prompt
      return [{ problem: 'missing-prompt', zh: `语音文件 ${promptId} 不存在`, en: `there is no prompt ${promptId}` }]
    }
    const words = prompt.type === 'text' ? prompt.text : prompt.value
    return words.trim() === '' ? [bad(field, '有空的播放内容', 'holds an empty prompt')] : []
  })
}

function checkList(field: FieldOf<'list'>, value: unknown, known: Known): Fault[] {
  if (!Array.isArray(value) || !value.every(isRecord)) return [bad(field, '应为列表', 'is a list')]
  return value.flatMap((row) => checkSettings(field.of, row, known))
}

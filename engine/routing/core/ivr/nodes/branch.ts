// Branches on a value: of a variable, of several together, or of what is known of the caller.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { text } from '#engine/routing/core/ivr/settings.ts'
import { fill } from '#engine/routing/core/ivr/values.ts'

const TESTS: Record<string, (value: string, other: string) => boolean> = {
  is: (value, other) => value === other,
  'is-not': (value, other) => value !== other,
  'one-of': (value, other) => other.split(/[,，、\s]+/).includes(value),
  begins: (value, other) => value.startsWith(other),
  contains: (value, other) => value.includes(other),
  empty: (value) => value === '',
  above: (value, other) => numbered(value, other, (a, b) => a > b),
  below: (value, other) => numbered(value, other, (a, b) => a < b),
}

/** What is no number is neither above nor below one. */
function numbered(value: string, other: string, is: (a: number, b: number) => boolean): boolean {
  if (value.trim() === '' || other.trim() === '') return false
  return is(Number(value), Number(other))
}

export default defineNode({
  type: 'branch',
  label: { zh: '条件分支', en: 'Branch' },
  help: {
    zh: '按变量的值走“是”或“否”；来电者的资料也是变量：{caller_vip} 为 yes 或空，{caller_name}、{caller_region}、{caller_customer}',
    en: 'By a value; what is known of the caller is one too: {caller_vip} is yes or empty, {caller_name}, {caller_region}, {caller_customer}',
  },
  fields: [
    { name: 'value', label: { zh: '值', en: 'Value' }, type: 'text', required: true, maxLength: 200 },
    {
      name: 'test',
      label: { zh: '条件', en: 'Condition' },
      type: 'choice',
      required: true,
      default: 'is',
      options: [
        { value: 'is', label: { zh: '等于', en: 'is' } },
        { value: 'is-not', label: { zh: '不等于', en: 'is not' } },
        { value: 'one-of', label: { zh: '是其中之一', en: 'is one of' } },
        { value: 'begins', label: { zh: '开头是', en: 'begins with' } },
        { value: 'contains', label: { zh: '包含', en: 'contains' } },
        { value: 'empty', label: { zh: '为空', en: 'is empty' } },
        { value: 'above', label: { zh: '大于', en: 'is above' } },
        { value: 'below', label: { zh: '小于', en: 'is below' } },
      ],
    },
    {
      name: 'other',
      label: { zh: '比较值', en: 'Compared with' },
      help: { zh: '“是其中之一”以逗号分隔', en: 'For "one of": separated by commas' },
      type: 'text',
      maxLength: 500,
    },
  ],
  outlets: [
    { name: 'yes', label: { zh: '是', en: 'Yes' }, required: true },
    { name: 'no', label: { zh: '否', en: 'No' }, required: true },
  ],
  audible: () => false,
  enter({ node, values }) {
    const value = fill(text(node, 'value'), values).trim()
    const holds = TESTS[text(node, 'test', 'is')]?.(value, fill(text(node, 'other'), values).trim()) ?? false
    return { do: 'leave', outlet: holds ? 'yes' : 'no' }
  },
})

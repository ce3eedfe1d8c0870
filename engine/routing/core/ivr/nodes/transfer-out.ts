// Sends the caller to a number outside; when it cannot be reached he hears so.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { text } from '#engine/routing/core/ivr/settings.ts'
import { fill } from '#engine/routing/core/ivr/values.ts'

export default defineNode({
  type: 'transfer-out',
  label: { zh: '转外线', en: 'Transfer outside' },
  help: { zh: '转接到外线号码、分机或坐席工号', en: 'To a number outside, an extension or an agent' },
  fields: [
    {
      name: 'number',
      label: { zh: '号码', en: 'Number' },
      help: { zh: '可用变量，如 {number}', en: 'A variable such as {number} too' },
      type: 'text',
      required: true,
      maxLength: 80,
      pattern: '(\\+?[0-9*#]{1,32}|\\{[\\p{L}_][\\p{L}\\p{N}_]*\\})',
    },
  ],
  outlets: [],
  enter({ node, values }) {
    const number = fill(text(node, 'number'), values).replace(/[^\d*#+]/g, '')
    return { do: 'end', end: { type: 'outside', number } }
  },
})

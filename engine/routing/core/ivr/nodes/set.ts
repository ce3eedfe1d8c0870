// Sets variables, also from others: a greeting, a counter's name, what an agent is to see.
import { defineNode, type Values } from '#engine/routing/core/ivr/node.ts'
import { rows } from '#engine/routing/core/ivr/settings.ts'
import { fill, isVariable } from '#engine/routing/core/ivr/values.ts'

export default defineNode({
  type: 'set',
  label: { zh: '设置变量', en: 'Set variables' },
  help: {
    zh: '给变量赋值，可引用其他变量，如 {caller}',
    en: 'Gives variables values, also of others such as {caller}',
  },
  fields: [
    {
      name: 'values',
      label: { zh: '变量', en: 'Variables' },
      type: 'list',
      required: true,
      of: [
        {
          name: 'name',
          label: { zh: '变量名', en: 'Variable' },
          type: 'text',
          required: true,
          maxLength: 40,
          pattern: '[\\p{L}_][\\p{L}\\p{N}_]*',
        },
        { name: 'value', label: { zh: '值', en: 'Value' }, type: 'text', maxLength: 1000 },
      ],
    },
  ],
  outlets: [{ name: 'done', label: { zh: '继续', en: 'Go on' }, required: true }],
  audible: () => false,
  sets: (node) => rows(node, 'values').flatMap(({ name = '' }) => (isVariable(name) ? [name] : [])),
  enter({ node, values }) {
    const set: Values = {}
    for (const { name = '', value = '' } of rows(node, 'values')) set[name] = fill(value, { ...values, ...set })
    return { do: 'leave', outlet: 'done', set: { values: set } }
  },
})

// What the caller has answered so far goes along as answers of a script: whoever takes the call goes on where the flow stood.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { rows, text } from '#engine/routing/core/ivr/settings.ts'
import { unsealed } from '#engine/routing/core/ivr/sounds.ts'
import { fill, isVariable } from '#engine/routing/core/ivr/values.ts'

export default defineNode({
  type: 'script',
  label: { zh: '话术接续', en: 'Answers for a script' },
  help: {
    zh: '把客户在流程中的回答填入话术：转人工后，坐席屏幕上的话术从第一个没有回答的步骤继续',
    en: 'What the caller answered here fills in a script: the agent goes on with it at the first step without an answer',
  },
  fields: [
    {
      name: 'script',
      label: { zh: '话术名称', en: 'Name of the script' },
      type: 'text',
      required: true,
      maxLength: 80,
    },
    {
      name: 'answers',
      label: { zh: '回答', en: 'Answers' },
      type: 'list',
      of: [
        { name: 'step', label: { zh: '步骤号', en: 'Step' }, type: 'text', required: true, maxLength: 12 },
        {
          name: 'answer',
          label: { zh: '回答，可用变量', en: 'Answer, may use variables' },
          type: 'text',
          maxLength: 200,
        },
      ],
    },
  ],
  outlets: [{ name: 'done', label: { zh: '继续', en: 'Goes on' }, required: true }],
  audible: () => false,
  sets: (node) => rows(node, 'answers').flatMap(({ step }) => (step && isVariable(step) ? [step] : [])),
  enter({ node, values }) {
    const said = rows(node, 'answers').flatMap(({ step = '', answer = '' }) => {
      const words = fill(answer, unsealed(values))
      return step === '' || words === '' ? [] : [[step, words]]
    })
    return { do: 'leave', outlet: 'done', script: text(node, 'script'), set: { values: Object.fromEntries(said) } }
  },
})

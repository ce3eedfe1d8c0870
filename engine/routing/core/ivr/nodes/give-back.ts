// The end of an identity check: the caller goes back to the agent who sent it here, with what came of it.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { text } from '#engine/routing/core/ivr/settings.ts'
import { unsealed } from '#engine/routing/core/ivr/sounds.ts'
import { fill } from '#engine/routing/core/ivr/values.ts'

export default defineNode({
  type: 'give-back',
  label: { zh: '转回坐席', en: 'Back to the agent' },
  help: {
    zh: '身份验证的终点：通话回到原坐席，结果和说明显示在坐席屏幕上；客户输入的按键坐席听不到也看不到。没有坐席在等时挂断',
    en: 'Ends an identity check: the call returns to its agent, whose screen shows the result and the words; the keys are neither heard nor shown. Without an agent it hangs up',
  },
  fields: [
    {
      name: 'result',
      label: { zh: '结果', en: 'Result' },
      type: 'choice',
      required: true,
      default: 'passed',
      options: [
        { value: 'passed', label: { zh: '已通过', en: 'Passed' } },
        { value: 'failed', label: { zh: '未通过', en: 'Failed' } },
      ],
    },
    {
      name: 'text',
      label: { zh: '给坐席的说明', en: 'Words for the agent' },
      help: {
        zh: '可用变量，如 {level}；客户输入的按键不会出现',
        en: 'May use variables such as {level}; keys never appear',
      },
      type: 'text',
      maxLength: 200,
    },
  ],
  outlets: [],
  audible: () => false,
  enter({ node, values }) {
    const result = text(node, 'result') === 'failed' ? 'failed' : 'passed'
    const words = fill(text(node, 'text'), unsealed(values)).slice(0, 200)
    return { do: 'end', end: { type: 'give-back', result, text: words }, outlet: result }
  },
})

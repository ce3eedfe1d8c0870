// Goes on in another flow, so that a part that many use is drawn once. It does not come back.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { text } from '#engine/routing/core/ivr/settings.ts'

export default defineNode({
  type: 'to-flow',
  label: { zh: '转流程', en: 'To a flow' },
  help: { zh: '转入另一流程继续，不返回', en: 'Goes on in another flow and does not come back' },
  fields: [{ name: 'flowId', label: { zh: '流程', en: 'Flow' }, type: 'reference', to: 'flows', required: true }],
  outlets: [],
  enter: ({ node }) => ({ do: 'end', end: { type: 'flow', flowId: text(node, 'flowId') } }),
})

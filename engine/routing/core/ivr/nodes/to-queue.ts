// Puts the caller into a queue; the queue's own ways out lead on from there.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { text } from '#engine/routing/core/ivr/settings.ts'

export default defineNode({
  type: 'to-queue',
  label: { zh: '转队列', en: 'To a queue' },
  help: { zh: '进入队列等待坐席', en: 'The caller waits for an agent of the queue' },
  fields: [{ name: 'queueId', label: { zh: '队列', en: 'Queue' }, type: 'reference', to: 'queues', required: true }],
  outlets: [],
  enter: ({ node }) => ({ do: 'end', end: { type: 'to-queue', queueId: text(node, 'queueId') } }),
})

// Branches on how a queue stands before anybody is sent into it: nobody there, a long wait, a short one.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { number, text } from '#engine/routing/core/ivr/settings.ts'

const DEADLINE_MS = 2_000
const minutes = (ms: number): string => String(Math.max(1, Math.ceil(ms / 60_000)))

export default defineNode({
  type: 'queue-state',
  label: { zh: '排队情况分支', en: 'By the queue' },
  help: {
    zh: '按队列此刻的情况分支；预计等待取九成来电在其内接通的时长。变量：{waiting} 等待人数，{wait_from}、{wait_to} 预计等待分钟',
    en: 'As the queue stands now; the wait is the one within which nine in ten are answered. Sets {waiting}, {wait_from} and {wait_to} in minutes',
  },
  fields: [
    { name: 'queueId', label: { zh: '队列', en: 'Queue' }, type: 'reference', to: 'queues', required: true },
    {
      name: 'longMs',
      label: { zh: '等待超过即为“久等”', en: 'A long wait is more than' },
      type: 'duration',
      minMs: 5_000,
      maxMs: 7_200_000,
      default: 300_000,
    },
  ],
  outlets: [
    { name: 'short', label: { zh: '不久', en: 'Short' }, required: true },
    { name: 'long', label: { zh: '久等', en: 'Long' }, required: true },
    { name: 'nobody', label: { zh: '无人值守', en: 'Nobody there' }, required: true },
  ],
  // the queue answers by a message: time passes
  sets: () => ['waiting', 'wait_from', 'wait_to'],
  enter: ({ node }) => ({
    do: 'ask',
    lookup: { type: 'queue-state', queueId: text(node, 'queueId') },
    deadlineMs: DEADLINE_MS,
  }),
  hear({ node }, heard) {
    const answer = heard.type === 'answer' && heard.answer.type === 'queue-state' ? heard.answer : undefined
    // who cannot be asked is not taken for closed: the queue's own ways out still hold
    if (!answer) return { do: 'leave', outlet: 'short' }
    const { waiting, wait } = answer
    if (!wait) return { do: 'leave', outlet: 'nobody', set: { values: { waiting: String(waiting) } } }
    const values = { waiting: String(waiting), wait_from: minutes(wait.halfMs), wait_to: minutes(wait.mostMs) }
    const long = wait.mostMs > number(node, 'longMs', 300_000)
    return { do: 'leave', outlet: long ? 'long' : 'short', set: { values } }
  },
})

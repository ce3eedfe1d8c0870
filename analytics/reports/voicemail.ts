// Messages that callers left, by queue (REP-06).
import { countReport } from '../reporting/count.ts'
import { QUEUE } from '../reporting/words.ts'

export default countReport({
  name: 'voicemail',
  label: { zh: '留言报表', en: 'Voicemail' },
  group: 'self-service',
  help: { zh: '来电者留下的留言。', en: 'Messages that callers left.' },
  step: 1440,
  keys: [QUEUE],
  cuts: ['queues'],
  counted: [{ from: 'messages', sums: { messages: 'count()', callers: 'uniqExact(call)' } }],
  measures: [
    {
      ...{ name: 'messages', label: { zh: '留言', en: 'Messages' }, calls: ['messages'] },
      help: { zh: '留下的留言数。', en: 'How many were left.' },
    },
    {
      ...{ name: 'callers', label: { zh: '通话', en: 'Calls' } },
      help: { zh: '留下留言的通话数。', en: 'Calls in which one was left.' },
    },
  ],
  chart: { x: 'start', series: ['messages'] },
})

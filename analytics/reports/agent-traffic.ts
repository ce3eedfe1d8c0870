// Agent traffic (REP-04): what each agent answered, placed and missed, and how long it took.
import { countReport } from '../reporting/count.ts'
import { AGENT, share } from '../reporting/words.ts'

const OUT = 'placed = 1'
const IN = 'placed = 0'

export default countReport({
  name: 'agent-traffic',
  label: { zh: '坐席话务报表', en: 'Agent traffic' },
  group: 'agents',
  help: {
    zh: '每名坐席接听、呼出、未接多少，用时多久。',
    en: 'What each agent answered, placed and missed, and how long it took.',
  },
  step: 1440,
  keys: [AGENT],
  cuts: ['agents', 'queues'],
  counted: [
    {
      from: 'talks',
      sums: {
        answered: `countIf(${IN})`,
        placed: `countIf(${OUT})`,
        talkMs: 'sum(talk_ms)',
        answeredMs: `sumIf(talk_ms, ${IN})`,
        holdMs: 'sum(hold_ms)',
        ringMs: `sumIf(ring_ms, ${IN})`,
        longest: 'max(talk_ms)',
      },
      greatest: ['longest'],
    },
    { from: 'missed', sums: { missed: 'count()' } },
  ],
  measures: [
    {
      ...{ name: 'answered', label: { zh: '接听', en: 'Answered' }, calls: ['talks', IN] },
      help: { zh: '坐席接起并通话的次数，含转来的。', en: 'Talks that came to the agent, transferred ones included.' },
    },
    {
      ...{ name: 'placed', label: { zh: '呼出接通', en: 'Placed' }, calls: ['talks', OUT] },
      help: { zh: '坐席打出并通话的次数。', en: 'Talks in calls the agent placed.' },
    },
    {
      ...{ name: 'missed', label: { zh: '振铃未接', en: 'Missed' }, calls: ['missed'] },
      help: { zh: '话机响过而未接的次数，含拒接。', en: 'Rings that came to nothing, declined ones included.' },
    },
    {
      ...{ name: 'talkMs', label: { zh: '通话时长', en: 'Talk time' }, format: 'duration' },
      help: {
        zh: '全部通话的时长之和，含保持，计入通话开始的时段。',
        en: 'All talks, holds included, in the interval in which they began.',
      },
    },
    {
      ...{ name: 'meanTalkMs', label: { zh: '平均通话', en: 'Mean talk' }, format: 'duration' },
      sql: share('talkMs', 'answered + placed'),
      help: { zh: '通话时长 ÷（接听＋呼出接通）。', en: 'Talk time over answered and placed.' },
    },
    {
      ...{ name: 'longestTalkMs', label: { zh: '最长通话', en: 'Longest talk' }, format: 'duration', sql: 'longest' },
      help: { zh: '最长的一次通话。', en: 'The longest talk.' },
    },
    {
      ...{ name: 'holdMs', label: { zh: '保持时长', en: 'Hold time' }, format: 'duration' },
      help: { zh: '通话中让对方保持的时长之和。', en: 'Time in which the other side was on hold.' },
    },
    {
      ...{ name: 'meanRingMs', label: { zh: '平均振铃', en: 'Mean ring' }, format: 'duration' },
      sql: share('ringMs', 'answered'),
      help: { zh: '接听前的振铃时长 ÷ 接听数。', en: 'Ringing before an answer, over answered.' },
    },
  ],
  chart: { x: 'start', series: ['answered', 'placed', 'missed'] },
})

// Ranking by answered calls (REP-05): who answered most, with mean talk, missed rings and ratings beside it.
import { countReport } from '../reporting/count.ts'
import { AGENT, hundredths, share } from '../reporting/words.ts'

export default countReport({
  name: 'agent-ranking',
  label: { zh: '接听排名报表', en: 'Answer ranking' },
  group: 'agents',
  help: { zh: '按接听数从多到少排列的坐席。', en: 'Agents in the order of calls answered.' },
  keys: [AGENT],
  cuts: ['agents', 'queues'],
  counted: [
    {
      from: 'talks',
      where: 'placed = 0',
      sums: {
        answered: 'count()',
        talkMs: 'sum(talk_ms)',
        rated: 'countIf(rating > 0)',
        points: 'sum(rating)',
      },
    },
    { from: 'missed', sums: { missed: 'count()' } },
  ],
  measures: [
    {
      ...{
        name: 'rank',
        label: { zh: '名次', en: 'Rank' },
        sql: 'rank() over (order by sums.answered desc)',
        ofRow: true,
      },
      help: { zh: '接听数相同者名次相同。', en: 'Equal numbers have the same rank.' },
    },
    {
      ...{ name: 'answered', label: { zh: '接听', en: 'Answered' }, calls: ['talks', 'placed = 0'] },
      help: { zh: '坐席接起并通话的次数。', en: 'Talks that came to the agent.' },
    },
    {
      ...{ name: 'share', label: { zh: '占全部', en: 'Share' }, format: 'percent' },
      sql: 'if((sum(sums.answered) over ()) = 0, null, sums.answered / (sum(sums.answered) over ()))',
      help: { zh: '占所列坐席接听总数之比。', en: 'Of all that the agents listed answered.' },
    },
    {
      ...{ name: 'missed', label: { zh: '振铃未接', en: 'Missed' }, calls: ['missed'] },
      help: { zh: '话机响过而未接的次数。', en: 'Rings that came to nothing.' },
    },
    {
      ...{ name: 'meanTalkMs', label: { zh: '平均通话', en: 'Mean talk' }, format: 'duration', of: ['answered'] },
      sql: share('talkMs', 'answered'),
      help: { zh: '通话时长 ÷ 接听数。', en: 'Talk time over answered.' },
    },
    {
      ...{
        name: 'meanRating',
        label: { zh: '平均评分', en: 'Mean rating' },
        sql: hundredths(share('points', 'rated')),
      },
      help: { zh: '来电者评价的平均分。', en: 'The mean of what callers rated.' },
    },
  ],
  order: 'rank, agent',
  chart: { x: 'agent', series: ['answered', 'missed'] },
})

// How callers rated the agent they talked to last: per interval and agent, by the digits a flow kept as `rating` (AGT-18).
import { countReport } from '../reporting/count.ts'
import { AGENT, hundredths, share } from '../reporting/words.ts'

const SCORES = [1, 2, 3, 4, 5] as const

export default countReport({
  name: 'ratings',
  label: { zh: '服务评价报表', en: 'Ratings by callers' },
  group: 'quality',
  help: { zh: '来电者在通话后按键给出的评价。', en: 'What callers keyed in after the talk.' },
  step: 1440,
  keys: [AGENT],
  cuts: ['agents', 'queues'],
  counted: [
    {
      from: 'talks',
      where: 'last = 1',
      sums: {
        talks: 'count()',
        rated: 'countIf(rating > 0)',
        points: 'sum(rating)',
        ...Object.fromEntries(SCORES.map((score) => [`score${score}`, `countIf(rating = ${score})`])),
      },
    },
  ],
  measures: [
    {
      ...{ name: 'talks', label: { zh: '可评价通话', en: 'Could rate' }, calls: ['talks', 'last = 1'] },
      help: { zh: '以该坐席为最后一位通话者的通话。', en: 'Calls in which this agent talked last.' },
    },
    {
      ...{ name: 'rated', label: { zh: '评价数', en: 'Ratings' }, calls: ['talks', 'last = 1 and rating > 0'] },
      help: { zh: '来电者按了评价键的通话。', en: 'Calls whose caller keyed in a rating.' },
    },
    {
      ...{
        name: 'ratedShare',
        label: { zh: '参评率', en: 'Rated' },
        format: 'percent',
        of: ['talks'],
        sql: share('rated', 'talks'),
      },
      help: { zh: '评价数 ÷ 可评价通话。', en: 'Ratings over calls that could be rated.' },
    },
    {
      ...{
        name: 'mean',
        label: { zh: '平均分', en: 'Mean' },
        of: ['rated'],
        sql: hundredths(share('points', 'rated')),
      },
      help: { zh: '评分之和 ÷ 评价数。', en: 'Points over ratings.' },
    },
    ...SCORES.map((score) => ({
      ...{ name: `score${score}`, label: { zh: `${score} 分`, en: `Score ${score}` } },
      calls: ['talks', `last = 1 and rating = ${score}`] as ['talks', string],
      help: { zh: '给出该分数的通话。', en: 'Calls with this score.' },
    })),
  ],
  chart: { x: 'start', series: SCORES.map((score) => `score${score}`) },
})

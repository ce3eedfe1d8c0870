// How callers rated the agent they talked to last: per interval and agent, by the digits a flow kept as `rating` (AGT-18).

import { bucket, parseRange, RANGE_FIELDS } from '../reporting/range.ts'
import { defineReport } from '../reporting/report.ts'

const SCORES = ['1', '2', '3', '4', '5'] as const

export default defineReport({
  name: 'ratings',
  label: { zh: '服务评价报表', en: 'Ratings by callers' },
  parameters: RANGE_FIELDS.filter((field) => field.name !== 'queues'),
  columns: [
    { name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' },
    { name: 'agent', label: { zh: '坐席', en: 'Agent' }, format: 'text' },
    { name: 'rated', label: { zh: '评价数', en: 'Ratings' }, format: 'number' },
    { name: 'mean', label: { zh: '平均分', en: 'Mean' }, format: 'number' },
    ...SCORES.map((score) => ({
      ...{ name: `score${score}`, label: { zh: `${score} 分`, en: `Score ${score}` } },
      format: 'number' as const,
    })),
  ],
  names: { agent: 'agents' },
  query(given, timeZone) {
    const range = parseRange(given)
    return {
      sql: `select toInt64(toUnixTimestamp(${bucket(range.stepMinutes)})) * 1000 as start, agent, count() as rated,
          round(avg(toFloat64OrZero(rating)), 2) as mean,
          ${SCORES.map((score) => `countIf(rating = '${score}') as score${score}`).join(', ')}
        from (select facts.at as start, JSONExtractString(body, 'summary', 'collected', 'rating') as rating,
            JSONExtractString(JSONExtractArrayRaw(body, 'summary', 'agents')[-1], 'agentId') as agent
          from tinglan.facts where kind = 'call' and type = 'call-ended'
            and facts.at >= fromUnixTimestamp64Milli({from:Int64}) and facts.at < fromUnixTimestamp64Milli({to:Int64}))
        where rating != '' and agent != '' group by start, agent order by start, agent`,
      parameters: { from: range.from, to: range.to, zone: timeZone },
    }
  },
})

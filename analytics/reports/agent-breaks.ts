// Break report: how long each agent was in each state of the company's own, and how often, per interval (AGT-10, AGT-36).

import { bucket, parseRange, RANGE_FIELDS } from '../reporting/range.ts'
import { defineReport } from '../reporting/report.ts'

/** The reason of a state is told when it begins; nobody stays in one longer than this. */
const BEGAN_WITHIN_MS = 36 * 3_600_000

export default defineReport({
  name: 'agent-breaks',
  label: { zh: '小休与状态报表', en: 'Breaks by reason' },
  parameters: RANGE_FIELDS.filter((field) => field.name !== 'queues'),
  columns: [
    { name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' },
    { name: 'agent', label: { zh: '坐席', en: 'Agent' }, format: 'text' },
    { name: 'reason', label: { zh: '状态', en: 'State' }, format: 'text' },
    { name: 'times', label: { zh: '次数', en: 'Times' }, format: 'number' },
    { name: 'spentMs', label: { zh: '时长', en: 'Time' }, format: 'duration' },
  ],
  names: { agent: 'agents', reason: 'agent-states' },
  query(given, timeZone) {
    const range = parseRange(given)
    return {
      sql: `select toInt64(toUnixTimestamp(${bucket(range.stepMinutes)})) * 1000 as start, agent, reason,
          count() as times, sum(spent) as spentMs
        from (select at as start, actor as agent, left, spent, lagInFrame(told, 1, '') over
            (partition by actor order by at, sequence rows between 1 preceding and current row) as reason
          from (select facts.at as at, sequence, actor, JSONExtractString(body, 'from') as left,
              greatest(0, JSONExtractInt(body, 'spentMs')) as spent, JSONExtractString(body, 'breakReason') as told
            from tinglan.facts where kind = 'agent' and type = 'mode-changed'
              and facts.at >= fromUnixTimestamp64Milli({began:Int64}) and facts.at < fromUnixTimestamp64Milli({to:Int64})))
        where left = 'break' and reason != '' and start >= fromUnixTimestamp64Milli({from:Int64})
        group by start, agent, reason order by start, agent, reason`,
      parameters: { from: range.from, to: range.to, zone: timeZone, began: range.from - BEGAN_WITHIN_MS },
    }
  },
})

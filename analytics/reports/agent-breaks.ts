// Break report: how long each agent was in each state of the company's own, and how often, per interval (AGT-10, AGT-36).
import { CUT_FIELDS } from '../reporting/cut-fields.ts'
import { bucket, DAYS, idsOf, parseRange, stepField } from '../reporting/range.ts'
import { defineReport } from '../reporting/report.ts'

/** The reason of a state is told when it begins; nobody stays in one longer than this. */
const BEGAN_WITHIN_MS = 36 * 3_600_000

export default defineReport({
  name: 'agent-breaks',
  label: { zh: '小休与状态报表', en: 'Breaks by reason' },
  group: 'agents',
  help: { zh: '每名坐席各种小休的次数与时长。', en: 'How often and how long each agent was on each kind of break.' },
  parameters: [...DAYS, stepField(1440), CUT_FIELDS.agents],
  columns: [
    { name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time', key: true },
    { name: 'agent', label: { zh: '坐席', en: 'Agent' }, format: 'text', key: true },
    { name: 'reason', label: { zh: '状态', en: 'State' }, format: 'text', key: true },
    {
      ...{ name: 'times', label: { zh: '次数', en: 'Times' }, format: 'number' },
      help: { zh: '结束了的次数，计入结束的时段。', en: 'How often one ended, in the interval in which it did.' },
    },
    {
      ...{ name: 'spentMs', label: { zh: '时长', en: 'Time' }, format: 'duration' },
      help: { zh: '时长之和，计入结束的时段。', en: 'All of it, in the interval in which it ended.' },
    },
  ],
  names: { agent: 'agents', reason: 'agent-states' },
  query(given, timeZone, reach) {
    const range = parseRange(given)
    return {
      sql: `select toInt64(toUnixTimestamp(${bucket(range.stepMinutes, 'ended')})) * 1000 as start, agent, reason,
          count() as times, sum(spent) as spentMs
        from (select agent, toDateTime(spells.finish, 'UTC') as ended, mode, spent_ms as spent,
            lagInFrame(next_reason, 1, '') over
              (partition by agent order by spells.finish, sequence rows between 1 preceding and current row) as reason
          from tinglan.spells where (mode = 'break' or next = 'break')
            and spells.start >= fromUnixTimestamp64Milli({began:Int64}) and spells.finish < fromUnixTimestamp64Milli({to:Int64})
            and (empty({agents:Array(String)}) or agent in {agents:Array(String)})
            ${reach ? 'and agent in {mineAgents:Array(String)}' : ''})
        where mode = 'break' and reason != '' and ended >= fromUnixTimestamp64Milli({from:Int64})
        group by start, agent, reason order by start, agent, reason`,
      parameters: {
        ...{ from: range.from, to: range.to, zone: timeZone, began: range.from - BEGAN_WITHIN_MS },
        ...{ agents: idsOf(given.agents), mineAgents: reach?.agentIds ?? [] },
      },
    }
  },
})

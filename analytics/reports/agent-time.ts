// Agent time report: how long each agent spent in each mode per interval (busy and idle record, REP-03).

import { bucket, parseRange, RANGE_FIELDS } from '../reporting/range.ts'
import { defineReport } from '../reporting/report.ts'

const MODES = ['ready', 'ringing', 'dialling', 'talking', 'wrap-up', 'break'] as const
const LABELS: Record<(typeof MODES)[number], { zh: string; en: string }> = {
  ready: { zh: '就绪', en: 'Ready' },
  ringing: { zh: '振铃', en: 'Ringing' },
  dialling: { zh: '拨号', en: 'Dialling' },
  talking: { zh: '通话', en: 'Talking' },
  'wrap-up': { zh: '话后处理', en: 'Wrap-up' },
  break: { zh: '小休', en: 'Break' },
}
const column = (mode: string): string => `${mode.replace('-u', 'U')}Ms`

export default defineReport({
  name: 'agent-time',
  label: { zh: '坐席状态时长报表', en: 'Agent time report' },
  parameters: RANGE_FIELDS.filter((field) => field.name !== 'queues'),
  columns: [
    { name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' },
    { name: 'agent', label: { zh: '坐席', en: 'Agent' }, format: 'text' },
    ...MODES.map((mode) => ({ name: column(mode), label: LABELS[mode], format: 'duration' as const })),
  ],
  chart: { x: 'start', series: MODES.map(column) },
  names: { agent: 'agents' },
  query(given, timeZone) {
    const range = parseRange(given)
    return {
      sql: `select toInt64(toUnixTimestamp(${bucket(range.stepMinutes)})) * 1000 as start, agent,
          ${MODES.map((mode) => `sumIf(spent_ms, mode = '${mode}') as ${column(mode)}`).join(', ')}
        from tinglan.agent_time
        where agent_time.start >= fromUnixTimestamp64Milli({from:Int64}) and agent_time.start < fromUnixTimestamp64Milli({to:Int64})
        group by start, agent order by start, agent`,
      parameters: { from: range.from, to: range.to, zone: timeZone },
    }
  },
})

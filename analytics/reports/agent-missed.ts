// Rings that came to nothing, by agent and reason.
import { MISS_REASONS } from '#engine/protocol/words/agents.ts'
import { countReport } from '../reporting/count.ts'
import { AGENT, share } from '../reporting/words.ts'

export default countReport({
  name: 'agent-missed',
  label: { zh: '振铃未接报表', en: 'Missed rings' },
  group: 'agents',
  help: { zh: '话机响过而未接：谁、为什么。', en: 'Whose phone rang in vain, and why.' },
  step: 1440,
  keys: [AGENT, { name: 'reason', label: { zh: '原因', en: 'Reason' }, words: MISS_REASONS }],
  cuts: ['agents', 'queues'],
  counted: [{ from: 'missed', sums: { missed: 'count()', ringMs: 'sum(ring_ms)' } }],
  measures: [
    {
      ...{ name: 'missed', label: { zh: '次数', en: 'Times' }, calls: ['missed'] },
      help: { zh: '振铃未接的次数。', en: 'Rings that came to nothing.' },
    },
    {
      ...{ name: 'meanRingMs', label: { zh: '平均振铃', en: 'Mean ring' }, format: 'duration', of: ['missed'] },
      sql: share('ringMs', 'missed'),
      help: { zh: '振铃时长 ÷ 次数。', en: 'Ringing over the times it rang.' },
    },
  ],
  chart: { x: 'start', series: ['missed'] },
})

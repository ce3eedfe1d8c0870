// Agent time report: how long each agent spent in each state per interval (busy and idle record, REP-03).
import { AGENT_MODES } from '#engine/protocol/words/agents.ts'
import { countReport } from '../reporting/count.ts'
import { AGENT } from '../reporting/words.ts'

const MODES = ['ready', 'ringing', 'dialling', 'talking', 'wrap-up', 'break'] as const
const column = (mode: string): string => `${mode.replace('-u', 'U')}Ms`

export default countReport({
  name: 'agent-time',
  label: { zh: '坐席状态时长报表', en: 'Agent time' },
  group: 'agents',
  help: {
    zh: '每名坐席在各状态的时长，计入实际所在的时段。',
    en: 'How long each agent was in each state, counted when it was.',
  },
  step: 30,
  keys: [AGENT],
  cuts: ['agents'],
  counted: [
    {
      from: 'agent_time',
      sums: Object.fromEntries(MODES.map((mode) => [column(mode), `sumIf(spent_ms, mode = '${mode}')`])),
    },
  ],
  measures: MODES.map((mode) => ({
    ...{ name: column(mode), label: AGENT_MODES[mode], format: 'duration' as const },
    help: { zh: '处于该状态的时长之和。', en: 'All time in this state.' },
  })),
  chart: { x: 'start', series: MODES.map(column) },
})

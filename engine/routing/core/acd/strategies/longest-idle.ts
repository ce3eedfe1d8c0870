// The agent that has been free for longest.
import { defineStrategy } from '../strategy.ts'

export default defineStrategy({
  name: 'longest-idle',
  kind: 'base',
  label: { zh: '最长空闲时间', en: 'Longest idle' },
  help: { zh: '空闲最久的坐席先接', en: 'The agent that has been free for longest comes first' },
  by: 'agent',
  score: (agent) => agent.idleSince,
})

// Level 9 before level 0.
import { defineStrategy } from '../strategy.ts'

export default defineStrategy({
  name: 'higher-level',
  kind: 'preference',
  label: { zh: '坐席等级优先', en: 'Higher level first' },
  help: { zh: '等级高的坐席先接', en: 'Agents of a higher level come first' },
  by: 'agent',
  score: (agent) => -agent.level,
})

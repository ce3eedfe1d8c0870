// The best at what the caller asks for, so that the others are left for those who ask for less.
import { defineStrategy } from '../strategy.ts'

const TOP = 9

export default defineStrategy({
  name: 'most-skilled',
  kind: 'preference',
  label: { zh: '技能等级优先', en: 'Most skilled first' },
  help: { zh: '来电所需技能等级高的坐席先接', en: 'The agent who is best at what the caller asks for comes first' },
  by: 'caller',
  score: (agent, caller) =>
    (caller.needs ?? []).reduce((sum, { skillId }) => sum + TOP - Math.min(TOP, agent.skills?.[skillId] ?? 0), 0),
})

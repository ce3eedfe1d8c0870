// Agents from the caller's region. A caller from nowhere known is like everyone's.
import { defineStrategy } from '../strategy.ts'

export default defineStrategy({
  name: 'same-region',
  kind: 'preference',
  label: { zh: '归属地优先', en: 'Same region first' },
  help: { zh: '与来电同归属地的坐席先接', en: "Agents of the caller's region come first" },
  by: 'caller',
  score: (agent, caller) => (caller.region === '' || agent.region === caller.region ? 0 : 1),
})

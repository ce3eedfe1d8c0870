// The agent who served this caller last time.
import { defineStrategy } from '../strategy.ts'

export default defineStrategy({
  name: 'last-served',
  kind: 'preference',
  label: { zh: '上次服务坐席优先', en: 'Last served first' },
  help: { zh: '上次服务该客户的坐席空闲时先接', en: 'The agent of the last call comes first when free' },
  by: 'caller',
  favourite: (caller) => caller.lastAgentId,
  score: (agent, caller) => (agent.agentId === caller.lastAgentId ? 0 : 1),
})

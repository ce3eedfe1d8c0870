// The customer's own account manager. Not signed in or busy: the score is the same for all, so the next strategy decides.
import { defineStrategy } from '../strategy.ts'

export default defineStrategy({
  name: 'dedicated-agent',
  kind: 'preference',
  label: { zh: '专属坐席优先', en: 'Dedicated agent first' },
  help: { zh: '客户的专属坐席空闲时先接', en: "The customer's own agent comes first when free" },
  by: 'caller',
  favourite: (caller) => caller.dedicatedAgentId,
  score: (agent, caller) => (agent.agentId === caller.dedicatedAgentId ? 0 : 1),
})

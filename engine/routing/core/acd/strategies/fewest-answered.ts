// The agent that has answered the fewest calls since it signed in.
import { defineStrategy } from '../strategy.ts'

export default defineStrategy({
  name: 'fewest-answered',
  kind: 'base',
  label: { zh: '最少应答次数', en: 'Fewest answered' },
  help: { zh: '签入后应答最少的坐席先接', en: 'The agent with the fewest calls since sign-in comes first' },
  by: 'agent',
  score: (agent) => agent.answered,
})

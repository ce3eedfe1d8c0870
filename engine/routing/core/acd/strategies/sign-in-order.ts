// The agent that signed in first, among those who are free.
import { defineStrategy } from '../strategy.ts'

export default defineStrategy({
  name: 'sign-in-order',
  kind: 'base',
  label: { zh: '坐席签入顺序', en: 'Sign-in order' },
  help: { zh: '先签入的空闲坐席先接', en: 'The free agent that signed in first comes first' },
  by: 'agent',
  score: (agent) => agent.signedInAt,
})

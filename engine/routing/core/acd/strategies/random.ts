// Any free agent, each with the same chance; drawn from the decision's seed, so a replay draws the same.
import { defineStrategy } from '../strategy.ts'

export default defineStrategy({
  name: 'random',
  kind: 'base',
  label: { zh: '随机分配', en: 'Random' },
  help: { zh: '空闲坐席机会均等', en: 'Every free agent has the same chance' },
  by: 'chance',
  score: (chance) => chance,
})

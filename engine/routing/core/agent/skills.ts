// The skills of an agent, and those of them in use.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { AgentConfig } from '#engine/protocol/company.ts'

/** Those in use, by id; `chosen` for this sign-in, absent: all. */
export function skillsOf({ skills = [] }: AgentConfig, chosen?: readonly string[]): Pick<AgentStanding, 'skills'> {
  if (skills.length === 0) return {}
  const used = skills.filter(({ skillId }) => chosen === undefined || chosen.includes(skillId))
  return { skills: Object.fromEntries(used.map(({ skillId, level }) => [skillId, level])) }
}

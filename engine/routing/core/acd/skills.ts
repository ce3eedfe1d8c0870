// What a call asks of an agent: by its number, its flow and its queue, and less of it as the wait grows.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { QueueConfig, SkillLevel } from '#engine/protocol/company.ts'

/** Of the same skill the higher level. */
export function allNeeds(...lists: (readonly SkillLevel[] | undefined)[]): SkillLevel[] {
  const levels = new Map<string, number>()
  for (const { skillId, level } of lists.flatMap((list) => list ?? [])) {
    levels.set(skillId, Math.max(level, levels.get(skillId) ?? 0))
  }
  return [...levels].map(([skillId, level]) => ({ skillId, level }))
}

/** What is still asked for when so many steps have been taken. */
export function needsAfter(needs: readonly SkillLevel[], { relax = [] }: QueueConfig, steps: number): SkillLevel[] {
  const by = Math.max(0, ...relax.slice(0, steps).map((step) => step.by))
  return needs.flatMap(({ skillId, level }) => (level > by ? [{ skillId, level: level - by }] : []))
}

export const fits = ({ skills }: Pick<AgentStanding, 'skills'>, needs: readonly SkillLevel[]): boolean =>
  needs.every(({ skillId, level }) => (skills?.[skillId] ?? 0) >= level)

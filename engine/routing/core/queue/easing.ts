// What a waiting call asks of an agent, and the steps in which that is lowered as the wait grows.
import type { QueueConfig, SkillLevel } from '#engine/protocol/company.ts'
import { needsAfter } from '#engine/routing/core/acd/skills.ts'
import type { QueueFact, Waiting } from './state.ts'

const NONE: readonly SkillLevel[] = []

/** What it asks for now. */
export const needsOf = ({ call, relaxed = 0 }: Waiting, config: QueueConfig): readonly SkillLevel[] =>
  call.needs === undefined ? NONE : needsAfter(call.needs, config, relaxed)

/** When the next step is due; undefined when nothing more can be lowered. */
export function easesAt(one: Waiting, config: QueueConfig): number | undefined {
  if (one.call.needs === undefined) return undefined
  const step = config.relax?.[one.relaxed ?? 0]
  return step && needsOf(one, config).length > 0 ? one.call.joinedAt + step.afterMs : undefined
}

/** The steps that are due, as one fact. */
export function easedBy(one: Waiting, config: QueueConfig, at: number): QueueFact | undefined {
  if ((easesAt(one, config) ?? Infinity) > at) return undefined
  const { callId, joinedAt, needs = NONE } = one.call
  const steps = (config.relax ?? []).filter(({ afterMs }) => joinedAt + afterMs <= at).length
  return { type: 'needs-relaxed', callId, steps, needs: needsAfter(needs, config, steps) }
}

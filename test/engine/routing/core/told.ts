// A whole decision in one line, so that a table of cells can be read: facts, then after `>` orders, words to others, questions.
import type { Decision, Effect } from '#engine/protocol/machine.ts'

/** what tells one decision from another of the same shape */
const SAID = 'to reason cause breakReason outcome left held phone act requestId by front mode state'.split(' ')

const words = (body: Record<string, unknown>): string => {
  const said = SAID.flatMap((key) => {
    const value = body[key]
    if (typeof value === 'string' || typeof value === 'boolean') return [`${value}`]
    return typeof value === 'object' && value !== null && 'type' in value ? [`${value.type}`] : []
  })
  return [body.type, ...said].join(':')
}

function effect(each: Effect): string {
  if (each.to === 'media') return `${words({ ...each.order })}@${each.node}`
  if (each.to === 'actor') {
    const command = each.command as { type: string; notice?: Record<string, unknown>; agent?: Record<string, unknown> }
    const inner = command.notice ?? (command.agent ? { ...command.agent, type: command.type } : command)
    return `${words(inner)}@${each.ref.id}`
  }
  return words({ ...each, type: each.to, to: undefined })
}

/** '' : heard, and nothing happens */
export function told(decision: Decision<{ type: string }>): string {
  if ('refusal' in decision) return `refused ${decision.refusal}`
  const facts = decision.facts.map((fact) => words({ ...fact }))
  const effects = decision.effects.map(effect)
  return [...facts, ...(effects.length > 0 ? ['>', ...effects] : [])].join(' ')
}

// Whether anything changed in how an agent stands.
import type { AgentStanding } from '#engine/protocol/agent.ts'

type Key = keyof AgentStanding

export function sameStanding(a: AgentStanding, b: AgentStanding): boolean {
  const keys = Object.keys({ ...a, ...b }) as Key[]
  return keys.every(
    (key) => a[key] === b[key] || (key === 'skills' && JSON.stringify(a[key]) === JSON.stringify(b[key])),
  )
}

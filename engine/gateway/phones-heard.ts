// Which phones are registered anywhere now, as the media nodes' edges say.
import type { Bus } from '../ports/bus.ts'
import { subjects } from '../protocol/actors.ts'
import type { PhonesHeard } from '../protocol/media.ts'

/** a node says it every few seconds: one that is silent so long says nothing true */
const SILENT_MS = 20_000

export interface PhonesKnown {
  isRegistered(user: string): boolean
  stop(): Promise<void>
}

/** `now`: a steady clock */
export async function watchPhonesHeard(bus: Bus, now: () => number): Promise<PhonesKnown> {
  const heard = new Map<string, { users: ReadonlySet<string>; at: number }>()
  const subscription = await bus.subscribe(subjects.phonesAll, (value) => {
    const { node, users } = value as PhonesHeard
    heard.set(node, { users: new Set(Object.keys(users)), at: now() })
  })
  return {
    isRegistered: (user) => [...heard.values()].some(({ users, at }) => now() - at < SILENT_MS && users.has(user)),
    stop: () => subscription.stop(),
  }
}

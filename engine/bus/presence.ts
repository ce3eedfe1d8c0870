// Who there is: each process of a role answers for itself, and its name is kept in a bucket until it leaves in order, so that
// one that died is still told of.
import type { Bus, KeyValue } from '../ports/bus.ts'
import { nodeSubjects, type RoleSeen, type RoleState } from '../protocol/nodes.ts'

export type Own = Pick<RoleState, 'engine' | 'media' | 'follows'>

export interface PresenceParts {
  bus: Bus
  /** the bucket `roles` */
  bucket: KeyValue
  self: Pick<RoleState, 'role' | 'name' | 'machine'>
  /** by the wall: it is only shown */
  now(): number
  own(): Own
}

export interface Presence {
  /** all that live, and those that died within a day */
  all(): Promise<RoleSeen[]>
  /** in order: nobody misses it */
  leave(): Promise<void>
}

const WAIT_MS = 600
const SAID_EVERY_MS = 60_000
const FORGOTTEN_MS = 86_400_000

type Kept = RoleState & { heardAt: number }

const keyOf = ({ role, name }: Pick<RoleState, 'role' | 'name'>): string => `${role}.${name}`

export async function announcePresence({ bus, bucket, self, now, own }: PresenceParts): Promise<Presence> {
  const since = now()
  const state = (): RoleState => ({ ...self, pid: process.pid, since, ...own() })
  // a bus that is away keeps no role from starting, and the next minute comes
  const say = () => void bucket.put(keyOf(self), { ...state(), heardAt: now() }).catch(() => undefined)
  const asked = await bus.subscribe(nodeSubjects.roles, (_value, _subject, answer) => answer?.(state()))
  const timer = setInterval(say, SAID_EVERY_MS)
  say()
  return {
    async all() {
      const [live, kept] = await Promise.all([
        bus.askAll(nodeSubjects.roles, {}, WAIT_MS).catch(() => []),
        keptIn(bucket, now()).catch(() => []),
      ])
      return seen(live as RoleState[], kept, now())
    },
    async leave() {
      clearInterval(timer)
      await asked.stop()
      if (bus.connected()) await bucket.remove(keyOf(self)).catch(() => undefined)
    },
  }
}

async function keptIn(bucket: KeyValue, now: number): Promise<Kept[]> {
  const kept: Kept[] = []
  for (const key of await bucket.keys()) {
    const one = (await bucket.get(key))?.value as Kept | undefined
    if (one && now - one.heardAt > FORGOTTEN_MS) await bucket.remove(key)
    else if (one) kept.push(one)
  }
  return kept
}

/** Those that answered, and those that should have, in the order of role and name. */
export function seen(live: readonly RoleState[], kept: readonly Kept[], now: number): RoleSeen[] {
  const counts = new Map<string, number>()
  for (const one of live) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  const gone = kept.filter((one) => !counts.has(keyOf(one)))
  return [
    ...live.map((one) => ({ ...one, up: true, heardAt: now, doubled: (counts.get(keyOf(one)) ?? 0) > 1 })),
    ...gone.map((one) => ({ ...one, up: false, doubled: false })),
  ].sort((a, b) => keyOf(a).localeCompare(keyOf(b), 'en', { numeric: true }) || a.pid - b.pid)
}

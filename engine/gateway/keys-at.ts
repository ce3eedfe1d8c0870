// Keys of the API at the door: who comes, how often they may, what they did.
import type { Integrations } from '../integrations/integrations.ts'
import { openedBy } from '../integrations/keys.ts'
import { done, refused } from '../records/record/outcome.ts'
import type { Sql } from '../records/store/postgres.ts'
import type { ServerParts } from './http/server.ts'
import { limitsOf } from './limits.ts'

export function keysAt(
  { sql, now }: { sql: Sql; now(): number },
  { keys }: Integrations,
): Pick<ServerParts, 'key' | 'used'> {
  const share = limitsOf(sql, now)
  return {
    async key(key) {
      const found = await openedBy(sql, key, now())
      if (!found) return refused('not-signed-in', { detail: 'there is no such key, or it is switched off' })
      const { session, perMinute } = found
      const may = await share({ method: 'GET', path: `key ${session.accountId}`, perMinute }, '')
      return may ? done(session) : refused('too-many-requests')
    },
    used: ({ accountId, name }, use) => keys.note({ keyId: accountId, keyName: name, at: now(), ...use }),
  }
}

// Many agents who claim one customer at the same moment, each by a connection of its own.
import { loadBusinessKinds } from '#engine/business/record/kinds.ts'
import { claim } from '#engine/business/record/pool.ts'
import type { Raw } from '#engine/business/record/row.ts'
import type { Outcome } from '#engine/records/record/outcome.ts'
import type { Sql } from '#engine/records/store/postgres.ts'
import { CHINA } from '../../kit/home.ts'

export async function claimers(sql: Sql, count: number) {
  const kinds = await loadBusinessKinds()
  const kind = kinds.get('customers')
  if (!kind) throw new Error('there are no customers')
  const claims = Array.from({ length: count }, (_, n) => {
    const by = { accountId: `account-${n}`, account: `agent-${n}`, ip: '' }
    const who = { role: 'agent', agentId: `claimer-${n}` }
    return (id: string): Promise<Outcome<Raw>> =>
      claim({ sql, kinds, home: CHINA, timeZone: 'Asia/Shanghai', now: Date.now() }, kind, id, { who, by })
  })
  return { kinds, claims }
}

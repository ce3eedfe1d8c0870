// What this centre is licensed for, beside what is used of it: shown and warned of, and nothing is refused for it.
import type { Licence, LicenceAnswer } from '../protocol/licence.ts'
import { audit, type By } from './record/audit.ts'
import type { Queries, Sql } from './store/postgres.ts'

const TITLE = 'licence'

const licenceOf = async (sql: Queries): Promise<Licence | undefined> => {
  const [row] = await sql<
    Licence[]
  >`select holder, number, agents, coalesce(until::text, '') as until, note from licence`
  return row
}

export async function licenceAnswer(sql: Sql): Promise<LicenceAnswer> {
  const [licence, [used], [set]] = await Promise.all([
    licenceOf(sql),
    sql<{ count: number }[]>`select count(*) as count from agents where enabled`,
    sql<{ account: string; updatedAt: number }[]>`select account, updated_at from licence`,
  ])
  return { ...(licence && set ? { licence: { ...licence, ...set } } : {}), agentsUsed: used?.count ?? 0 }
}

/** In the place of whatever stood there; undefined: none is left. */
export async function resetLicence(sql: Sql, licence: Licence | undefined, by: By): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`lock table licence in exclusive mode`
    const before = await licenceOf(tx)
    await tx`delete from licence`
    if (licence)
      await tx`insert into licence ${tx({ ...licence, until: licence.until === '' ? null : licence.until, account: by.account })}`
    await audit(tx, by, {
      ...{ action: licence ? 'change' : 'delete', kind: 'licence', recordId: TITLE },
      ...(before ? { before } : {}),
      ...(licence ? { after: licence } : {}),
    })
  })
}

// Finds the kinds of business records: every file of the folder is one, and nothing else names them. Their tables are made here.
import { plugInsIn } from '#config/plug-ins.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { indexFields } from './indexes.ts'
import type { BusinessKind } from './kind.ts'
import { shapeOf } from './shape.ts'

export type BusinessKinds = ReadonlyMap<string, BusinessKind>

export const loadBusinessKinds = (): Promise<BusinessKinds> =>
  plugInsIn<BusinessKind>(new URL('../kinds/', import.meta.url), ({ kind }) => kind)

/** any fixed number of our own: two gateways that start must not make one table at once */
const LOCK = 7_426_002

/** Makes what a new kind or a new column needs; nothing when it is there. */
export async function prepareBusiness(sql: Sql, kinds: BusinessKinds): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`
    for (const kind of kinds.values()) {
      await tx`select business_table(${kind.kind}::text)`
      await indexFields(tx, await shapeOf(tx, kind))
    }
  })
}

// A number is dialled without saying what it is, so agents, extensions and access numbers share one number space.
import type { Queries } from '../store/postgres.ts'
import type { FieldFault } from './kind.ts'

const OWNERS = ['agents', 'extensions', 'numbers'] as const

export async function numberTaken(
  sql: Queries,
  kind: (typeof OWNERS)[number],
  number: string,
  id: string | undefined,
): Promise<FieldFault[]> {
  for (const owner of OWNERS) {
    const rows = await sql<{ id: string }[]>`select id from ${sql(owner)} where number = ${number}`
    if (rows.some((row) => owner !== kind || row.id !== id)) {
      return [{ path: 'number', message: `${number} is already used in ${owner}` }]
    }
  }
  return []
}

// A number is dialled without saying what it is, so agents, extensions, ring groups, park places and access numbers share one number space.
import { spellings } from '../../numbers/phone-number.ts'
import type { FieldFault, KindWorld } from './kind.ts'

const OWNERS = ['agents', 'extensions', 'numbers', 'ring_groups', 'park_places'] as const

export async function numberTaken(
  { sql, home }: Pick<KindWorld, 'sql' | 'home'>,
  kind: (typeof OWNERS)[number],
  number: string,
  id: string | undefined,
): Promise<FieldFault[]> {
  const written = [number, ...spellings(number, home)]
  for (const owner of OWNERS) {
    const rows = await sql<{ id: string }[]>`select id from ${sql(owner)} where number = any(${written})`
    if (rows.some((row) => owner !== kind || row.id !== id)) {
      return [{ path: 'number', message: `${number} is already used in ${owner}` }]
    }
  }
  return []
}

// The region of a number: a landline's area code says it, a mobile's first seven digits where their table is loaded.
import { numberKey } from '../../numbers/number-key.ts'
import { regionOfNumber } from '../../numbers/region.ts'
import type { Queries } from './postgres.ts'

const MOBILE = /^1[3-9]\d{9}$/

export async function regionOf(sql: Queries, number: string): Promise<string> {
  const key = numberKey(number)
  if (!MOBILE.test(key)) return regionOfNumber(number)
  const [found] = await sql<{ region: string }[]>`select region from mobile_regions where prefix = ${key.slice(0, 7)}`
  return found?.region ?? ''
}

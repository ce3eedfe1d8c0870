// Who a number is, as customer systems of others know it: all are asked at once, each within its time, and the first that knows
// counts. Answers are kept for a while, so that a caller who is transferred or calls again is not asked for anew.
import type { Lookup, LookupAnswer } from '../../protocol/lookups.ts'
import { recordSchema } from '../../records/record/schema.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { readCell } from './cells.ts'
import type { BusinessKind, Values } from './kind.ts'
import { shapeOf } from './shape.ts'

type HttpLookup = Extract<Lookup, { type: 'http' }>
export type AskOutside = (lookup: HttpLookup, signal: AbortSignal) => Promise<LookupAnswer>

export interface OutsideCustomer {
  /** the system that knows, by the company's name of it */
  source?: string
  values: Values
  /** systems that did not answer in time, or wrongly */
  failed: string[]
}

interface Source {
  id: string
  version: number
  name: string
  url: string
  deadlineMs: number
  keepMs: number
}
type Told = { fields: Record<string, string> } | 'failed'

const MOST_KEPT = 10_000

export function outsideCustomers(sql: Sql, ask: AskOutside, now: () => number) {
  const kept = new Map<string, { told: Told; until: number }>()

  async function tell(source: Source, number: string, callId: string): Promise<Told> {
    const key = `${source.id} ${source.version} ${number}`
    const before = kept.get(key)
    if (before && before.until > now()) return before.told
    const lookup: HttpLookup = { type: 'http', method: 'GET', url: source.url, values: { number, callId } }
    const answer = await ask(lookup, AbortSignal.timeout(source.deadlineMs)).catch(
      (): LookupAnswer => ({ type: 'timeout' }),
    )
    const told = toldBy(answer)
    kept.delete(key)
    // who did not answer is asked again by the next call
    if (told !== 'failed' && source.keepMs > 0) kept.set(key, { told, until: now() + source.keepMs })
    for (const [oldest] of kept) {
      if (kept.size <= MOST_KEPT) break
      kept.delete(oldest)
    }
    return told
  }

  return async (kind: BusinessKind, number: string, callId: string): Promise<OutsideCustomer> => {
    // kept back, or none: whom another system keeps without a number is not this caller
    if (!/\d/.test(number)) return { values: {}, failed: [] }
    const sources = await sql<Source[]>`
      select id, version, name, url, deadline_ms, keep_ms from customer_lookups where enabled order by name`
    const told = await Promise.all(
      sources.map(async (source) => ({ source, told: await tell(source, number, callId) })),
    )
    const failed = told.filter((one) => one.told === 'failed').map(({ source }) => source.name)
    for (const { source, told: one } of told) {
      if (one === 'failed') continue
      const values = await valuesFrom(sql, kind, one.fields)
      if (Object.keys(values).length > 0) return { source: source.name, values, failed }
    }
    return { values: {}, failed }
  }
}

/** 404 is an answer: nobody there knows the number. */
function toldBy(answer: LookupAnswer): Told {
  if (answer.type !== 'http') return 'failed'
  if (answer.status === 404) return { fields: {} }
  return answer.status === 200 ? { fields: answer.fields } : 'failed'
}

/** Keys are field names or their words in either language; what a field cannot hold is left out. */
async function valuesFrom(sql: Sql, kind: BusinessKind, fields: Record<string, string>): Promise<Values> {
  const shape = await shapeOf(sql, kind)
  const nowhere = { idOf: () => undefined, atOf: () => undefined }
  const values: Values = {}
  for (const [key, text] of Object.entries(fields)) {
    const field = shape.fields.find(({ name, label }) => [name, label.zh, label.en].includes(key.trim()))
    if (!field || field.type === 'reference' || field.type === 'phones' || text.trim() === '') continue
    const value = readCell(field, text, nowhere)
    const parsed = recordSchema([{ ...field, required: false }]).safeParse({ [field.name]: value })
    if (value !== undefined && parsed.success) values[field.name] = parsed.data[field.name]
  }
  return values
}

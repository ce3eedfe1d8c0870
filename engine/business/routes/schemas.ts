// Shared by the routes of business records: who asks, what a list is asked for, what is answered.
import { z } from 'zod'
import type { Request } from '../../gateway/http/route.ts'
import { flag } from '../../gateway/http/schemas.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { Filter } from '../../protocol/business.ts'
import { refused } from '../../records/record/outcome.ts'
import { filterSchema } from '../record/filter.ts'
import type { Actor } from '../record/kind.ts'
import type { BusinessAsk } from '../record/list.ts'
import type { Writing } from '../record/write.ts'

export const tag = 'business records'
export const recordSchema = z.looseObject({ id: z.string(), version: z.number() })
export const names = z.record(z.string(), z.record(z.string(), z.string()))

export const actorOf = ({ who, by }: Pick<Request, 'who' | 'by'>): Actor => ({ who, by })
export const writingOf = ({ sql, business, home, settings, now }: Services): Writing => ({
  ...{ sql, kinds: business, home, timeZone: settings.timeZone, now: now() },
})

const asked = {
  search: z.string().max(100).optional(),
  state: z.string().max(40).optional(),
  customerId: z.string().max(64).optional(),
  pool: flag.optional(),
  mine: flag.optional(),
  overdue: flag.optional(),
  favourite: flag.optional(),
  sort: z.string().max(40).optional(),
  descending: flag.optional(),
}
/** `filter` is JSON: a condition, or several under `and` or `or` */
export const listQuery = z.object({
  ...asked,
  filter: z.string().max(8_000).optional(),
  after: z.string().max(1_000).optional(),
  size: z.coerce.number().int().min(1).max(200).default(20),
})

export function askOf({ filter, ...rest }: z.output<typeof listQuery>) {
  if (filter === undefined || filter === '') return { ok: true as const, value: rest satisfies BusinessAsk }
  let given: unknown
  try {
    given = JSON.parse(filter)
  } catch {
    return refused('bad-input', { fields: [{ path: 'filter', message: 'is no JSON' }] })
  }
  const parsed = filterSchema.safeParse(given)
  if (!parsed.success)
    return refused('bad-input', { fields: [{ path: 'filter', message: parsed.error.message.slice(0, 200) }] })
  return { ok: true as const, value: { ...rest, filter: parsed.data as Filter } satisfies BusinessAsk }
}

/** Rows by their ids, or all that a list shows. */
export const thoseSchema = z.union([
  z.object({ ids: z.array(z.string().min(1).max(64)).min(1).max(10_000) }),
  z.object({
    ask: z.object({
      ...{ search: asked.search, state: asked.state, customerId: asked.customerId },
      ...{ pool: z.boolean().optional(), mine: z.boolean().optional(), overdue: z.boolean().optional() },
      favourite: z.boolean().optional(),
      filter: filterSchema.optional(),
    }),
  }),
])

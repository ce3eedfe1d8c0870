// How often one address may use a route, counted in PostgreSQL for all gateways together; while that is away each counts for
// itself, so that nobody is let in more often, or kept out, for its sake.
import { RateLimiterMemory, RateLimiterPostgres, RLWrapperTimeouts } from 'rate-limiter-flexible'
import type { Sql } from '../records/store/postgres.ts'
import type { Route } from './http/route.ts'

/** migration 016-rate-limits.sql */
const TABLE = 'rate_limits'
const MINUTE_MS = 60_000
/** who waits longer for PostgreSQL is counted here */
const PATIENCE_MS = 1_000

type LimitedRoute = Pick<Route, 'method' | 'path' | 'perMinute'>

/** What the library needs of a client. */
const clientOf = (sql: Sql) => ({
  async query({ text, values }: { text: string; values: (string | number)[] }) {
    return { rows: await sql.unsafe(text, values) }
  },
})

export function limitsOf(sql: Sql, now: () => number): (route: LimitedRoute, ip: string) => Promise<boolean> {
  const limits = new Map<string, RLWrapperTimeouts>()
  const client = clientOf(sql)
  const limitOf = ({ method, path, perMinute = 1 }: LimitedRoute) => {
    const each = { keyPrefix: `${method} ${path}`, points: perMinute, duration: MINUTE_MS / 1_000 }
    const shared = { storeClient: client, storeType: 'client', tableName: TABLE, tableCreated: true }
    return new RLWrapperTimeouts({
      limiter: new RateLimiterPostgres({ ...each, ...shared }),
      insuranceLimiter: new RateLimiterMemory(each),
      timeoutMs: PATIENCE_MS,
    })
  }
  return (route, ip) => {
    const name = `${route.method} ${route.path} ${route.perMinute}`
    const limit = limits.get(name) ?? limitOf(route)
    limits.set(name, limit)
    // the minute is in the name: a clock that was set back an hour must not keep anybody out for it
    return limit.consume(`${ip} ${Math.floor(now() / MINUTE_MS)}`).then(
      () => true,
      () => false,
    )
  }
}

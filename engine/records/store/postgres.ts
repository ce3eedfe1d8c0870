// The one door to PostgreSQL. Columns are snake_case there and camelCase here; timestamps are absolute ms here.
import postgres from 'postgres'

/** Extra types: timestamptz and bigint arrive as numbers (ms, counts below 2^53), dates as yyyy-mm-dd. */
const types = {
  ms: {
    to: 1184,
    from: [1184],
    serialize: (value: number | string) => (typeof value === 'number' ? new Date(value).toISOString() : value),
    parse: (text: string) => Date.parse(text),
  },
  count: { to: 20, from: [20], serialize: String, parse: Number },
  day: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
}

export type Sql = postgres.Sql<{ ms: number; count: number; day: string }>
/** A connection or a transaction: what queries are written against. */
export type Tx = postgres.TransactionSql<{ ms: number; count: number; day: string }>
export type Queries = Sql | Tx
export type Fragment = postgres.PendingQuery<postgres.Row[]>

/** The world failed: the database is away or refuses us. `again` says whether trying later may help. */
export class StoreFault extends Error {
  readonly again: boolean
  constructor(message: string, again: boolean, options?: { cause?: unknown }) {
    super(message, options)
    this.again = again
  }
}

export function openStore(url: string, options: { connections?: number; onNotice?: (text: string) => void } = {}): Sql {
  return postgres(url, {
    max: options.connections ?? 8,
    idle_timeout: 60,
    connect_timeout: 5,
    types,
    // Columns only: postgres.camel would also rename the keys inside our JSON.
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel }, undefined: null },
    onnotice: (notice) => options.onNotice?.(notice.message ?? ''),
  })
}

/** Runs its work in one transaction: all or nothing. */
export type Transactions = <Value>(work: (tx: Tx) => Promise<Value>) => Promise<Value>

export const transactions =
  (sql: Sql): Transactions =>
  (work) =>
    sql.begin(work) as ReturnType<typeof work>

/** Transactions inside a transaction: each can fail alone, the whole commits or not at all. */
export const nested =
  (tx: Tx): Transactions =>
  (work) =>
    tx.savepoint(work) as ReturnType<typeof work>

/** end() alone waits for ever after a backend was terminated (measured). */
export const closeStore = (sql: Sql): Promise<void> => sql.end({ timeout: 5 })

/** SQLSTATE of a database error, '' for anything else. */
export function sqlState(error: unknown): string {
  return error instanceof postgres.PostgresError ? error.code : ''
}

const STARTING_UP = '57P03'

/** Resolves when the server answers a query: it takes connections before it has recovered from a crash. */
export async function untilAnswers(sql: Sql, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs
  for (;;) {
    try {
      await sql`select 1`
      return
    } catch (cause) {
      const passing = sqlState(cause) === STARTING_UP || (cause as { code?: string }).code === 'ECONNREFUSED'
      if (!passing || performance.now() > end) throw new StoreFault('PostgreSQL does not answer', passing, { cause })
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

export const UNIQUE_VIOLATION = '23505'
export const FOREIGN_KEY_VIOLATION = '23503'

/** Constraint named by a database error. */
export function violatedConstraint(error: unknown): string {
  return error instanceof postgres.PostgresError ? (error.constraint_name ?? '') : ''
}

// The one door to ClickHouse: typed rows in and out, faults told apart by whether trying again helps.
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'

export interface ClickHouseAccess {
  url: string
  password: string
}

export class ClickHouseFault extends Error {
  readonly again: boolean
  constructor(message: string, again: boolean, cause: unknown) {
    super(message, { cause })
    this.again = again
  }
}

export interface ClickHouse {
  /** rows of a SELECT; `{name:Type}` parameters are bound by ClickHouse itself */
  rows<Row>(sql: string, parameters?: Record<string, unknown>): Promise<Row[]>
  run(sql: string, parameters?: Record<string, unknown>): Promise<void>
  /** with a token: rows that were inserted under it already count once, in the roll-ups too */
  insert(table: string, rows: readonly object[], token?: string): Promise<void>
  version(): Promise<string>
  close(): Promise<void>
}

function fault(error: unknown): ClickHouseFault {
  const code = (error as { code?: string }).code ?? ''
  const away = code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'ETIMEDOUT' || code === 'EPIPE'
  const message = error instanceof Error ? error.message : String(error)
  return new ClickHouseFault(message, away || /timeout|socket hang up/i.test(message), error)
}

/** a view may have missed what the table itself kept before a crash: each tells doubles for itself */
const ONCE = { insert_deduplicate: 1, deduplicate_blocks_in_dependent_materialized_views: 1 } as const

export function openClickHouse(access: ClickHouseAccess): ClickHouse {
  const client = createClient({
    url: access.url,
    password: access.password,
    database: 'tinglan',
    request_timeout: 30_000,
    // faults are thrown to the caller, who logs them with what it was doing
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { date_time_input_format: 'best_effort', output_format_json_quote_64bit_integers: 0 },
  })
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw fault(error)
    }
  }
  const rows = <Row>(sql: string, parameters: Record<string, unknown> = {}): Promise<Row[]> =>
    guarded(async () => {
      const result = await client.query({ query: sql, format: 'JSONEachRow', query_params: parameters })
      return result.json<Row>()
    })
  return {
    rows,
    run: (sql, parameters = {}) =>
      guarded(async () => void (await client.command({ query: sql, query_params: parameters }))),
    insert: (table, values, token) =>
      guarded(async () => {
        const clickhouse_settings = token === undefined ? {} : { ...ONCE, insert_deduplication_token: token }
        await client.insert({ table, values, format: 'JSONEachRow', clickhouse_settings })
      }),
    version: async () => (await rows<{ version: string }>('select version() as version'))[0]?.version ?? '',
    close: () => client.close(),
  }
}

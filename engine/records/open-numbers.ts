// Access numbers that a guest may call.
import type { Sql } from './store/postgres.ts'

export const openNumbers = (sql: Sql) => sql`select number, name, lang from numbers where enabled order by number`

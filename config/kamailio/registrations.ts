// The edge's own file of registrations: SQLite on its machine, in the shape that the installed Kamailio ships.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'

const SCHEMA = ['standard', 'usrloc'].map((name) => `/usr/share/kamailio/db_sqlite/${name}-create.sql`)

/** A Kamailio of another shape gets a file of its own: it refuses to start on an old one. */
export const registrationsFile = (runDir: string): string => {
  const shape = createHash('sha256')
  for (const file of SCHEMA) if (existsSync(file)) shape.update(readFileSync(file))
  return join(runDir, `registrations-${shape.digest('hex').slice(0, 8)}.sqlite`)
}

/**
 * Makes the file where there is none, and forgets who was reached by WebSocket: those connections ended with the edge,
 * and a call must not ring at them. Phones on UDP and TCP are rung where they were. `as`: a command in front that hands
 * over to the edge's user.
 */
export function openRegistrations(runDir: string, as: readonly string[] = []): void {
  const file = registrationsFile(runDir)
  if (!existsSync(file)) {
    const made = `${file}.new`
    sqlite(as, made, ['pragma journal_mode = wal;', ...SCHEMA.map((each) => readFileSync(each, 'utf8'))].join('\n'))
    renameSync(made, file)
  }
  sqlite(as, file, "delete from location where contact like '%transport=ws%' or received like '%transport=ws%';")
}

const sqlite = (as: readonly string[], db: string, sql: string): void => {
  const [file = '', ...args] = [...as, 'sqlite3', '-bail', db]
  execFileSync(file, args, { input: sql, stdio: ['pipe', 'ignore', 'pipe'] })
}

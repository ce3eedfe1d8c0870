// A real PostgreSQL of one test file's own: temporary directory, free port, migrated database, gone afterwards.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCluster, placeIn, serverCommand } from '#config/launch/postgres-programs.ts'
import { answersTcp } from '#config/launch/probe.ts'
import { underParent } from '#config/launch/processes.ts'
import { migrate } from '#engine/records/store/migrate.ts'
import { closeStore, openStore, type Sql, untilAnswers } from '#engine/records/store/postgres.ts'
import { freePort } from './nats.ts'
import { waitFor } from './wait.ts'

export interface TestPostgres {
  /** connection string of a database named tinglan */
  url: string
  /** of the server's main process */
  pid: number
  stop(): Promise<void>
}

export async function startPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-pg-'))
  // as root the server runs as user postgres, who must be able to walk in
  await chmod(folder, 0o755)
  const place = await placeIn(folder)
  await makeCluster(place, { owner: 'postgres', password: 'test', database: 'tinglan', flags: ['--no-sync'] })
  const port = await freePort()
  const options = { port, fsync: 'off', listen_addresses: '127.0.0.1', unix_socket_directories: '' }
  const [file, args] = underParent(serverCommand(place, options), 'SIGQUIT')
  const child = spawn(file, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  await untilReady(child, port)
  const url = `postgres://postgres:test@127.0.0.1:${port}/tinglan`
  const sql = openStore(url, { connections: 1 })
  await untilAnswers(sql)
  await closeStore(sql)
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      const gone = once(child, 'exit')
      // fast shutdown
      if (child.kill('SIGINT')) await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  let heard = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part) => {
      heard += part
    })
  await waitFor(() => child.exitCode !== null || answersTcp('127.0.0.1', port), {
    timeoutMs: 30_000,
    what: 'PostgreSQL answers',
  })
  if (child.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${heard}`)
}

/** A started server with a migrated, empty database and an open connection. */
export async function startStore(): Promise<{ sql: Sql; url: string; stop(): Promise<void> }> {
  const server = await startPostgres()
  const sql = openStore(server.url)
  await migrate(sql)
  return {
    sql,
    url: server.url,
    async stop() {
      await closeStore(sql)
      await server.stop()
    },
  }
}

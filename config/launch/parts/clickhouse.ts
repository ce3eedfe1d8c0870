// Analytics database: ClickHouse in process (npm chdb) behind our HTTP front.
import { mkdirSync } from 'node:fs'
import { ownProgram } from '../../code/place.ts'
import type { Part } from '../part.ts'
import { answersTcp } from '../probe.ts'

const MAIN = new URL('../../../analytics/clickhouse/main.ts', import.meta.url)

export const clickhouse: Part = {
  name: 'clickhouse',
  about: 'facts and reports',
  embedded: (settings) => settings.clickhouse.url === undefined,
  outside: (settings) => settings.clickhouseUrl,
  async prepare(settings) {
    mkdirSync(settings.dirs.clickhouse, { recursive: true })
  },
  command: () => ownProgram(MAIN),
  ports: (settings) => [{ name: 'clickhouse', host: '127.0.0.1', port: settings.clickhouse.port, protocol: 'tcp' }],
  stopSignal: 'SIGTERM',
  ready: (settings) => answersTcp('127.0.0.1', settings.clickhouse.port),
  readyWithinMs: 60_000,
  version: () => [process.execPath, '-p', '"chdb " + require("./node_modules/chdb/package.json").version'],
  package: 'npm chdb',
}

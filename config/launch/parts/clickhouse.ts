// Analytics database: ClickHouse in process (npm chdb) behind our HTTP front.
import { mkdirSync } from 'node:fs'
import type { Part } from '../part.ts'
import { answersTcp } from '../probe.ts'

export const clickhouse: Part = {
  name: 'clickhouse',
  about: 'facts and reports',
  embedded: (settings) => settings.clickhouse.url === undefined,
  outside: (settings) => settings.clickhouseUrl,
  async prepare(settings) {
    mkdirSync(settings.dirs.clickhouse, { recursive: true })
  },
  command: () => ({ file: process.execPath, args: ['--import', 'tsx', 'analytics/clickhouse/main.ts'] }),
  ports: (settings) => [{ name: 'clickhouse', host: '127.0.0.1', port: settings.clickhouse.port, protocol: 'tcp' }],
  stopSignal: 'SIGTERM',
  ready: (settings) => answersTcp('127.0.0.1', settings.clickhouse.port),
  readyWithinMs: 60_000,
  version: () => [process.execPath, '-p', '"chdb " + require("./node_modules/chdb/package.json").version'],
  package: 'npm chdb',
}

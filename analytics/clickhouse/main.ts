// Process of the embedded ClickHouse: chDB's directory has one owner, this.
import { loadSettings } from '#config/settings.ts'
import { startFront } from './front.ts'

const settings = loadSettings()
const front = await startFront({
  dataDir: settings.dirs.clickhouse,
  host: settings.clickhouse.host,
  port: settings.clickhouse.port,
  password: settings.clickhousePassword,
})
const stop = (): void => void front.stop().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

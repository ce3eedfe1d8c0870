// Run to its end by the launcher: backup <file>, restore <file>, empty (is there nothing yet?).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { loadSettings, type Settings } from '#config/settings.ts'
import { openStreamCopies } from '../bus/stream-copies.ts'
import { closeStore, openStore, untilAnswers } from '../records/store/postgres.ts'
import { openStorage } from '../storage/storage.ts'
import { checkArchive, writeArchive } from './archive.ts'
import { mustBeEmpty, restore } from './restore.ts'
import { FORMAT, mebibytes, type Places, save } from './save.ts'

const PACKAGE = new URL('../../package.json', import.meta.url)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

async function placesOf(settings: Settings): Promise<Places> {
  const sql = openStore(settings.postgresUrl, { connections: 2 })
  await untilAnswers(sql)
  return {
    sql,
    streams: await openStreamCopies({ servers: settings.natsUrl.split(','), token: settings.secrets.natsToken }),
    clickhouse: openClickHouse({ url: settings.clickhouseUrl, password: settings.clickhousePassword }),
    storage: openStorage(settings),
    dataDir: settings.dataDir,
    cache: join(settings.dirs.cache, 'restore'),
    say: print,
  }
}

async function backup(settings: Settings, places: Places, file: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }
  const archive = writeArchive(file)
  const madeAt = new Date().toISOString()
  try {
    const left = await save(places, { format: FORMAT, version, companyName: settings.companyName, madeAt }, archive)
    print(`${file}: ${mebibytes(await archive.seal())}`)
    print(
      'It holds all that people may not see, also second factors and keys of webhooks, as the database does: keep it where only',
    )
    print(
      'administrators come. The passwords between the parts (secrets.json) are not in it and are made anew, so addresses of wall',
    )
    print(
      `screens change and phones of browsers register anew.${left.length > 0 ? ` Left out too: ${left.join(', ')}.` : ''}`,
    )
  } catch (cause) {
    await archive.drop()
    throw cause
  }
}

async function restored(places: Places, file: string): Promise<void> {
  await mustBeEmpty(places)
  const settings = await restore(places, file)
  if (settings !== '') print(`settings: ${settings}`)
  print('restored. Next: ./tinglan up')
}

const [what, file = ''] = process.argv.slice(2)
try {
  const settings = loadSettings()
  if (what === 'check') await checkArchive(file)
  else {
    const places = await placesOf(settings)
    try {
      if (what === 'backup') await backup(settings, places, file)
      else await restored(places, file)
    } finally {
      await places.streams.close()
      await places.clickhouse.close()
      await closeStore(places.sql)
    }
  }
} catch (cause) {
  process.stderr.write(`\n${(cause as Error).message}\n`)
  process.exitCode = 1
}

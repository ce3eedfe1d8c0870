// Run to its end by the launcher: backup <file>, restore <file>, empty (is there nothing yet?).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { loadSettings, type Settings } from '#config/settings.ts'
import { openStreamCopies } from '../bus/stream-copies.ts'
import { closeStore, openStore, untilAnswers } from '../records/store/postgres.ts'
import { storageAsItLies } from '../storage/storage.ts'
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
    storage: storageAsItLies(settings),
    dataDir: settings.dataDir,
    cache: join(settings.dirs.cache, 'restore'),
    // of no other use: who has it and the file has the secrets
    word: settings.backup.word ?? settings.secrets.sessionSecret,
    say: print,
  }
}

const KEEP = [
  'It holds all that people may not see: keep it where only administrators come. Second factors, keys of webhooks and passwords of',
  'carriers and phones are sealed in it: keep secrets.json of this data folder too, elsewhere (or set backup.word), as they come back',
  'with it only. The passwords between the parts are made anew, so addresses of wall screens change and browsers register anew.',
]

async function backup(settings: Settings, places: Places, file: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }
  const archive = writeArchive(file)
  const madeAt = new Date().toISOString()
  try {
    const left = await save(places, { format: FORMAT, version, companyName: settings.companyName, madeAt }, archive)
    print(`${file}: ${mebibytes(await archive.seal())}`)
    for (const line of KEEP) print(line)
    if (left.length > 0) print(`Left out: ${left.join(', ')}.`)
  } catch (cause) {
    await archive.drop()
    throw cause
  }
}

async function restored(places: Places, file: string): Promise<void> {
  await mustBeEmpty(places)
  const { settings, missing } = await restore(places, file)
  if (settings !== '') print(`settings: ${settings}`)
  if (missing.length > 0)
    print(
      `Not restored, as they are sealed by another centre's secrets.json (or backup.word): ${missing.join(', ')}. Set them anew, or put that secrets.json into the data folder and restore once more with --replace.`,
    )
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

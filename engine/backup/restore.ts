// Reads a backup into an empty centre. The whole file is judged before anything is written.
import type { StreamHead } from '../bus/stream-copies.ts'
import { type ArchiveReader, BackupFault, readArchive, wholeOf } from './archive.ts'
import { isFilled as factsFilled, loadFacts } from './facts.ts'
import { isFilled as filesFilled, loadFiles } from './files.ts'
import { type About, FORMAT, LEDGER, type Places } from './save.ts'
import { putSettings } from './settings-copy.ts'
import { loadTables, isFilled as tablesFilled } from './tables.ts'

/** Throws a sentence that names what is there. */
export async function mustBeEmpty(places: Places): Promise<void> {
  const found = [
    ...((await tablesFilled(places.sql)) ? ['the database (PostgreSQL)'] : []),
    ...((await places.streams.names()).includes(LEDGER) ? ['the ledger (NATS)'] : []),
    ...((await factsFilled(places.clickhouse)) ? ['the facts (ClickHouse)'] : []),
    ...((await filesFilled(places.storage)) ? ['recordings and prompts'] : []),
  ]
  if (found.length > 0)
    throw new BackupFault(
      `This centre is not empty: ${found.join(', ')}. Nothing was changed. With --replace what is here is put aside first.`,
    )
}

const json = async <Body>(archive: ArchiveReader): Promise<Body> =>
  JSON.parse((await wholeOf(archive.take())).toString('utf8')) as Body

async function aboutOf(archive: ArchiveReader, file: string): Promise<About> {
  if ((await archive.peek()) !== 'about.json') throw new BackupFault(`${file} is no backup of Tinglan.`)
  const about = await json<About>(archive)
  if (about.format > FORMAT)
    throw new BackupFault(`${file} was made by a newer version (${about.version}): update this one first.`)
  return about
}

export interface Restored {
  /** where they lie now; '' when there were none */
  settings: string
  /** secrets that could not be opened, in words */
  missing: string[]
}

export async function restore(places: Places, file: string): Promise<Restored> {
  const archive = readArchive(file)
  const about = await aboutOf(archive, file)
  places.say(`backup of ${about.companyName}, made ${about.madeAt} by version ${about.version}`)
  const restored: Restored = { settings: '', missing: [] }
  for (let next = await archive.peek(); next !== undefined; next = await archive.peek()) {
    if (next.startsWith('postgres/')) restored.missing = await loadRecords(places, archive)
    else if (next.startsWith('nats/')) places.say(`  ${await loadStream(places, archive)}`)
    else if (next.startsWith('clickhouse/')) places.say(`  facts: ${await loadFacts(places.clickhouse, archive)} rows`)
    else if (next.startsWith('storage/'))
      places.say(`  files: ${await loadFiles(places.storage, places.cache, archive, places.say)}`)
    else if (next === 'settings.json') restored.settings = await putSettings(places.dataDir, await json(archive))
    else throw new BackupFault(`${file} holds something unknown: ${next}`)
  }
  return restored
}

async function loadRecords({ sql, word, say }: Places, archive: ArchiveReader): Promise<string[]> {
  const { tables, missing } = await loadTables(sql, archive, word)
  say(`  records: ${tables} tables`)
  return missing
}

async function loadStream({ streams }: Places, archive: ArchiveReader): Promise<string> {
  const head = await json<StreamHead>(archive)
  await streams.put(head, archive.take())
  return `${head.config.name}: ${head.state.messages} entries`
}

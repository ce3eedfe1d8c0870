// Makes a backup, also of a centre that runs. The order makes it whole: what reads the ledger comes before it, what
// guards it after, and a recording is stored before the ledger tells of it.
import type { ClickHouse } from '#analytics/clickhouse/client.ts'
import type { StreamCopies } from '../bus/stream-copies.ts'
import type { Storage } from '../ports/storage.ts'
import type { Sql } from '../records/store/postgres.ts'
import type { ArchiveWriter } from './archive.ts'
import { saveFacts } from './facts.ts'
import { saveFiles } from './files.ts'
import { settingsToKeep } from './settings-copy.ts'
import { saveTables } from './tables.ts'

export interface Places {
  sql: Sql
  streams: StreamCopies
  clickhouse: ClickHouse
  storage: Storage
  /** where settings.json lies */
  dataDir: string
  cache: string
  /** seals the secrets of the records; who restores needs it again */
  word: string
  say(text: string): void
}

/** 2: secrets of the records are sealed */
export const FORMAT = 2
export const LEDGER = 'LEDGER'
export const CHECKPOINTS = 'KV_checkpoints'
export const SHARDS = 'KV_shards'

export interface About {
  format: number
  version: string
  companyName: string
  madeAt: string
}

export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const say = (places: Places, what: string, much: string) => places.say(`  ${what}: ${much}`)

/** Answers which settings were left out because they are secret. */
export async function save(places: Places, about: About, archive: ArchiveWriter): Promise<string[]> {
  await archive.add('about.json', [Buffer.from(JSON.stringify(about))])
  const { tables, bytes } = await saveTables(places.sql, archive, places.word)
  say(places, 'records (PostgreSQL)', `${tables} tables, ${mebibytes(bytes)}`)
  const first = await saveStreams(places, archive)
  say(places, 'facts and history (ClickHouse)', `${await saveFacts(places.clickhouse, first, archive)} rows`)
  say(places, 'files', `${await saveFiles(places.storage, archive, places.say)} recordings, prompts and attachments`)
  const settings = await settingsToKeep(places.dataDir)
  await archive.add('settings.json', [Buffer.from(JSON.stringify(settings.kept))])
  return settings.left
}

/** Answers the sequence of the ledger's first entry. */
async function saveStreams({ streams, say: told }: Places, archive: ArchiveWriter): Promise<number> {
  const there = await streams.names()
  let first = 1
  for (const name of [CHECKPOINTS, LEDGER, SHARDS].filter((each) => there.includes(each))) {
    const { head, pieces } = await streams.take(name)
    await archive.add(`nats/${name}/about.json`, [Buffer.from(JSON.stringify(head))])
    await archive.add(`nats/${name}/content`, pieces)
    if (name !== LEDGER) continue
    first = Math.max(1, head.state.first_seq)
    told(`  ledger (NATS): ${head.state.messages} entries, ${mebibytes(head.state.bytes)}`)
  }
  return first
}

// Uploaded prompts: known by their content, not by their name; the file lies beside the database, named by its id.
import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '../ports/storage.ts'
import type { By } from './record/audit.ts'
import { newId, type Records } from './record/configure.ts'
import type { Kind, Values } from './record/kind.ts'
import { type Outcome, refused } from './record/outcome.ts'
import type { Sql } from './store/postgres.ts'

export const PROMPT_BYTES = 20_000_000

/** RIFF….WAVE; MP3 as an ID3 tag or a frame header (11 set bits, layer III, a known bit rate). */
export function soundFormat(bytes: Buffer): 'wav' | 'mp3' | undefined {
  if (bytes.length < 12) return undefined
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE') return 'wav'
  if (bytes.toString('latin1', 0, 3) === 'ID3') return 'mp3'
  const [first = 0, second = 0, third = 0] = bytes
  const layer3 = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02
  return layer3 && third >> 4 !== 15 && third >> 4 !== 0 ? 'mp3' : undefined
}

export interface PromptFiles {
  create(input: unknown, bytes: Buffer, by: By): Promise<Outcome<Values>>
  /** new sound under an old name; `input` as for a change of the record */
  replace(id: string, input: unknown, bytes: Buffer, by: By): Promise<Outcome<Values>>
  /** path and type of a prompt's sound */
  find(id: string): Promise<{ path: string; format: 'wav' | 'mp3' } | undefined>
}

export interface PromptPlaces {
  storage: Storage
  /** for what has come and is not taken yet */
  uploads: string
  /** a sound can be heard from now on */
  stored(promptId: string): void
}

export function promptFiles(
  sql: Sql,
  records: Records,
  kind: Kind,
  { storage, uploads, stored }: PromptPlaces,
): PromptFiles {
  async function keep(id: string, bytes: Buffer) {
    const format = soundFormat(bytes)
    if (!format) return undefined
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const file = `${id}.${format}`
    await mkdir(uploads, { recursive: true })
    await writeFile(join(uploads, file), bytes)
    return { file, format, bytes: bytes.length, sha256 }
  }
  async function settle(outcome: Outcome<Values>, file: string): Promise<Outcome<Values>> {
    const from = join(uploads, file)
    if (!outcome.ok) {
      await rm(from, { force: true })
      return outcome
    }
    await storage.take(`prompts/${file}`, from)
    // the same prompt in the other format would still be played
    const id = file.slice(0, file.lastIndexOf('.'))
    for (const name of await storage.list(`prompts/${id}.`)) if (name !== `prompts/${file}`) await storage.remove(name)
    stored(id)
    return outcome
  }
  const notSound = refused('bad-input', { fields: [{ path: 'file', message: 'neither WAV nor MP3' }] })
  return {
    async create(input, bytes, by) {
      const id = newId(kind.idPrefix)
      const columns = await keep(id, bytes)
      if (!columns) return notSound
      return settle(await records.create(kind, input, by, { id, columns }), columns.file)
    },
    async replace(id, input, bytes, by) {
      if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) return refused('not-found')
      const columns = await keep(id, bytes)
      if (!columns) return notSound
      return settle(await records.change(kind, id, input, by, columns), columns.file)
    },
    async find(id) {
      const [row] = await sql<{ file: string; format: 'wav' | 'mp3' }[]>`
        select file, format from prompts where id = ${id}`
      const path = row && (await storage.local(`prompts/${row.file}`))
      return path === undefined ? undefined : { path, format: row?.format ?? 'wav' }
    },
  }
}

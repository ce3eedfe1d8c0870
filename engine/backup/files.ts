// Recordings, prompts and attachments in and out of a backup, through the Storage port: a folder or a bucket alike.
import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Storage } from '../ports/storage.ts'
import type { ArchiveReader, ArchiveWriter } from './archive.ts'

const FOLDER = 'storage/'
/** made for somebody to fetch within the hour */
const PASSING = 'exports/'
const TELL_MS = 5_000

type Say = (text: string) => void

export async function saveFiles(storage: Storage, archive: ArchiveWriter, say: Say): Promise<number> {
  const names = (await storage.list('')).filter((name) => !name.startsWith(PASSING))
  const tell = progress(say, names.length)
  let saved = 0
  for (const name of names) {
    // one that retention took meanwhile
    const path = await storage.local(name)
    if (path === undefined) continue
    await archive.add(`${FOLDER}${name}`, createReadStream(path))
    tell(++saved)
  }
  return saved
}

export const isFilled = async (storage: Storage): Promise<boolean> =>
  (await storage.list('')).some((name) => !name.startsWith(PASSING))

export async function loadFiles(storage: Storage, cache: string, archive: ArchiveReader, say: Say): Promise<number> {
  const tell = progress(say)
  let loaded = 0
  const path = join(cache, 'restored')
  await mkdir(dirname(path), { recursive: true })
  for (let next = await archive.peek(); next?.startsWith(FOLDER); next = await archive.peek()) {
    const file = await open(path, 'w', 0o600)
    try {
      for await (const piece of archive.take()) await file.write(piece)
    } finally {
      await file.close()
    }
    await storage.take(next.slice(FOLDER.length), path)
    tell(++loaded)
  }
  await rm(path, { force: true })
  return loaded
}

/** A word now and then: a hundred thousand recordings take a while. */
function progress(say: Say, of?: number): (done: number) => void {
  let toldAt = performance.now()
  return (done) => {
    if (performance.now() - toldAt < TELL_MS) return
    toldAt = performance.now()
    say(`  files: ${done}${of === undefined ? '' : ` of ${of}`} …`)
  }
}

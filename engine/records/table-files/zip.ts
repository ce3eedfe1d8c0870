// Many files as one ZIP, packed while it is written; sound is packed already, so nothing is compressed again.
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

export interface Zipped {
  /** where its bytes lie now */
  path: string
  /** in the ZIP */
  name: string
}

/** Pieces of files; one whose bytes are gone meanwhile is left out, and the list that goes with it says so. */
export type Files = AsyncIterable<readonly Zipped[]>

export function zipStream(files: Files, missing: (names: string[]) => string): Readable {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  zip.on('error', (error: Error) => out.destroy(error))
  void fill(zip, files, missing).catch((error: unknown) => out.destroy(error as Error))
  return out
}

async function fill(zip: ZipFile, files: Files, missing: (names: string[]) => string): Promise<void> {
  const gone: string[] = []
  const taken = new Set<string>()
  for await (const piece of files)
    for (const { path, name } of piece) {
      const there =
        path !== '' &&
        (await stat(path)
          .then(() => true)
          .catch(() => false))
      if (there) zip.addFile(path, apart(name, taken), { compress: false })
      else gone.push(name)
    }
  if (gone.length > 0) zip.addBuffer(Buffer.from(missing(gone)), 'missing.txt')
  zip.end()
}

/** No name twice in one ZIP. */
function apart(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.')
  let free = name
  for (let n = 2; taken.has(free); n += 1) free = `${name.slice(0, dot)}-${n}${name.slice(dot)}`
  taken.add(free)
  return free
}

// The file of a backup: a gzipped tar of small pieces, sealed by a manifest that tells a whole file from one that was cut off.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'

const PIECE_BYTES = 4 * 2 ** 20
const SEAL = 'manifest.json'
/** recordings are compressed already, and the tables shrink at the lowest level almost as far as at the highest */
const LEVEL = 1

export class BackupFault extends Error {}

export interface ArchiveWriter {
  /** `name` is a path; the bytes may come in pieces of any size */
  add(name: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<number>
  /** the file appears under its name, whole */
  seal(): Promise<number>
  drop(): Promise<void>
}

const numbered = (name: string, n: number): string => `${name}/${String(n).padStart(6, '0')}`

export function writeArchive(file: string): ArchiveWriter {
  const half = `${file}.part`
  const tar = pack()
  const zipped = createGzip({ level: LEVEL })
  const out = createWriteStream(half, { mode: 0o600 })
  let broken: Error | undefined
  const broke = (error: Error): void => {
    broken ??= error
    tar.destroy()
  }
  tar.on('error', broke)
  for (const stream of [zipped, out]) stream.on('error', broke)
  tar.pipe(zipped).pipe(out)
  const digest = createHash('sha256')
  let pieces = 0
  const entry = async (name: string, bytes: Buffer): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      const failed = () => reject(new BackupFault(`${half} cannot be written: ${broken?.message ?? 'it was closed'}`))
      if (broken) return failed()
      out.once('error', failed)
      const written = tar.entry({ name, size: bytes.length }, () => {
        out.off('error', failed)
        resolve()
      })
      written.end(bytes)
    })
    pieces++
  }
  const piece = async (name: string, bytes: Buffer): Promise<void> => {
    digest.update(name).update(bytes)
    await entry(name, bytes)
  }
  return {
    async add(name, bytes) {
      let n = 0
      let total = 0
      for await (const part of piecesOf(bytes)) {
        total += part.length
        await piece(numbered(name, ++n), part)
      }
      // an empty one is there all the same
      if (n === 0) await piece(numbered(name, 1), Buffer.alloc(0))
      return total
    },
    async seal() {
      await entry(SEAL, Buffer.from(JSON.stringify({ pieces, sha256: digest.digest('hex') })))
      tar.finalize()
      await finished(out)
      await rename(half, file)
      return out.bytesWritten
    },
    async drop() {
      zipped.unpipe(out)
      tar.destroy()
      zipped.destroy()
      if (!out.closed) await new Promise<void>((resolve) => out.once('close', () => resolve()).destroy())
      await rm(half, { force: true })
    },
  }
}

async function* piecesOf(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  let kept: Buffer[] = []
  let size = 0
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const part = Buffer.from(chunk.subarray(at, at + PIECE_BYTES))
      if (size + part.length > PIECE_BYTES) {
        yield Buffer.concat(kept)
        kept = []
        size = 0
      }
      kept.push(part)
      size += part.length
    }
  }
  if (size > 0) yield Buffer.concat(kept)
}

export interface Section {
  name: string
  bytes: AsyncIterable<Buffer>
}

interface Piece {
  name: string
  bytes: Buffer
}

/** Every piece in order; a file that is no backup, or is damaged, is told in a sentence. */
async function* piecesIn(file: string): AsyncGenerator<Piece> {
  const source = createReadStream(file)
  const unzipped = createGunzip()
  const tar = extract()
  for (const stream of [source, unzipped]) stream.on('error', (error: Error) => tar.destroy(error))
  source.pipe(unzipped).pipe(tar)
  try {
    for await (const each of tar) {
      const parts: Buffer[] = []
      for await (const part of each) parts.push(part as Buffer)
      yield { name: each.header.name, bytes: Buffer.concat(parts) }
    }
  } catch (cause) {
    const code = (cause as { code?: string }).code
    if (code === 'ENOENT') throw new BackupFault(`There is no file ${file}.`)
    throw new BackupFault(`${file} cannot be read as a backup: it is damaged, cut off, or another file.`, { cause })
  } finally {
    source.destroy()
  }
}

/** Reads the whole file once, before anything is touched. */
export async function checkArchive(file: string): Promise<void> {
  const digest = createHash('sha256')
  let pieces = 0
  for await (const { name, bytes } of piecesIn(file)) {
    if (name === SEAL) {
      const seal = JSON.parse(bytes.toString('utf8')) as { pieces: number; sha256: string }
      if (seal.pieces === pieces && seal.sha256 === digest.digest('hex')) return
      throw new BackupFault(`${file} was changed after it was made: its content does not fit its manifest.`)
    }
    digest.update(name).update(bytes)
    pieces++
  }
  throw new BackupFault(`${file} has no end: the backup was not finished.`)
}

export interface ArchiveReader {
  /** name of the next section, without reading it; undefined at the end */
  peek(): Promise<string | undefined>
  /** its bytes; to be read to their end before the next */
  take(): AsyncIterable<Buffer>
}

export function readArchive(file: string): ArchiveReader {
  const pieces = piecesIn(file)
  let next: Piece | undefined
  let begun = false
  const sectionOf = (piece: Piece | undefined) => (piece && piece.name !== SEAL ? piece.name.slice(0, -7) : undefined)
  const step = async (): Promise<void> => {
    const found = await pieces.next()
    next = found.done ? undefined : found.value
  }
  const peek = async (): Promise<string | undefined> => {
    if (!begun) await step()
    begun = true
    return sectionOf(next)
  }
  return {
    peek,
    async *take() {
      const section = await peek()
      while (next && section !== undefined && sectionOf(next) === section) {
        yield next.bytes
        await step()
      }
    },
  }
}

export async function wholeOf(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts)
}

// The Storage port over another one: what people said and sent is kept encrypted (AES-256-GCM), under a key from the settings.
// What was kept before there was a key stays readable; a backup copies it as it lies, so the key is kept elsewhere.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Storage, StorageFault } from '../ports/storage.ts'

/** recordings, messages, what belongs to records, files that are taken in; prompts are played to everybody */
const SEALED = ['recordings/', 'attachments/', 'imports/']
const MAGIC = Buffer.from('TLS1')
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = MAGIC.length + IV_BYTES
/** a player comes back for the next piece; later it is opened anew */
const OPEN_MS = 15 * 60_000
/** what need not be looked at again */
const MOST_KNOWN = 200_000

export interface Sealing {
  /** any text of 32 signs or more */
  key: string
  /** opened files lie here for some minutes */
  cache: string
}

export function sealedStorage(inner: Storage, { key, cache }: Sealing): Storage {
  const secret = createHash('sha256').update(key).digest()
  const known = new Set<string>()
  const opening = new Map<string, Promise<string>>()

  async function seal(path: string): Promise<string> {
    // `.part`: nobody takes it for a finished file
    const sealed = `${path}.part`
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', secret, iv)
    async function* pieces(): AsyncGenerator<Buffer> {
      yield Buffer.concat([MAGIC, iv])
      for await (const piece of createReadStream(path)) yield cipher.update(piece as Buffer)
      yield cipher.final()
      yield cipher.getAuthTag()
    }
    await pipeline(Readable.from(pieces()), createWriteStream(sealed, { mode: 0o600 }))
    return sealed
  }

  async function opened(path: string, name: string): Promise<string> {
    const { mtimeMs, size } = await stat(path)
    const plain = join(
      cache,
      `${createHash('sha256').update(`${name} ${mtimeMs} ${size}`).digest('hex')}${extname(name)}`,
    )
    const now = new Date()
    if (
      await utimes(plain, now, now)
        .then(() => true)
        .catch(() => false)
    )
      return plain
    const under = opening.get(plain) ?? unseal(path, plain, size).finally(() => opening.delete(plain))
    opening.set(plain, under)
    return under
  }

  async function unseal(path: string, plain: string, size: number): Promise<string> {
    await mkdir(cache, { recursive: true, mode: 0o700 })
    await sweep(cache)
    const head = await part(path, 0, HEAD_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', secret, head.subarray(MAGIC.length))
    decipher.setAuthTag(await part(path, size - TAG_BYTES, TAG_BYTES))
    const making = `${plain}.${randomBytes(4).toString('hex')}`
    try {
      const content = size - TAG_BYTES > HEAD_BYTES
      const from = content
        ? createReadStream(path, { start: HEAD_BYTES, end: size - TAG_BYTES - 1 })
        : Readable.from([])
      await pipeline(from, decipher, createWriteStream(making, { mode: 0o600 }))
    } catch (cause) {
      await rm(making, { force: true })
      throw new StorageFault('it is sealed with another key, or damaged', false, { cause })
    }
    await rename(making, plain)
    return plain
  }

  return {
    async take(name, path) {
      if (!SEALED.some((begin) => name.startsWith(begin))) return inner.take(name, path)
      const before = await markOf(path)
      if ((before !== '' && known.has(before)) || (await isSealed(path))) await inner.take(name, path)
      else {
        await inner.take(name, await seal(path))
        // where it was made may be where it is kept: then what lies there is sealed by now
        if (!(await isSealed(path).catch(() => true))) await rm(path, { force: true })
      }
      if (known.size > MOST_KNOWN) known.clear()
      known.add(await markOf(path))
    },
    async local(name) {
      const path = await inner.local(name)
      return path !== undefined && (await isSealed(path)) ? opened(path, name) : path
    },
    list: (prefix) => inner.list(prefix),
    remove: (name) => inner.remove(name),
  }
}

/** a file as it is now; '' where there is none */
const markOf = (path: string): Promise<string> =>
  stat(path).then(
    ({ mtimeMs, size }) => `${path} ${mtimeMs} ${size}`,
    () => '',
  )

async function part(path: string, at: number, length: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const isSealed = async (path: string): Promise<boolean> => (await part(path, 0, MAGIC.length)).equals(MAGIC)

/** Opened copies that nobody came back for. */
async function sweep(cache: string): Promise<void> {
  const before = Date.now() - OPEN_MS
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    const there = await stat(path).catch(() => undefined)
    if (there && there.mtimeMs < before) await rm(path, { force: true })
  }
}

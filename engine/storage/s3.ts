// The Storage port on anything that speaks S3. What is read is kept in a folder of this machine by its content.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { isStorageName, type Storage, StorageFault } from '../ports/storage.ts'

export interface S3Settings {
  /** such as https://s3.example.com; the bucket is named in the path */
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** copies of what was read; those not read for a day are removed */
  cache: string
}

const ASK_MS = 10_000
/** an hour's recording over a slow line */
const BODY_MS = 120_000
const KEPT_MS = 24 * 3_600_000

export function s3Storage(settings: S3Settings): Storage {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey, cache } = settings
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 })
  const base = `${endpoint.replace(/\/$/, '')}/${bucket}`
  const ask = async (method: string, path: string, body?: Buffer): Promise<Response> => {
    const signal = AbortSignal.timeout(method === 'PUT' || method === 'GET' ? BODY_MS : ASK_MS)
    const asked = client.fetch(`${base}${path}`, { method, signal, ...(body ? { body } : {}) })
    const answer = await asked.catch((cause: unknown) => {
      throw new StorageFault(`${method} ${path}: the storage does not answer`, true, { cause })
    })
    if (answer.ok || answer.status === 404) return answer
    throw new StorageFault(`${method} ${path}: ${answer.status}`, answer.status >= 500)
  }
  const at = (name: string): string => {
    if (!isStorageName(name)) throw new StorageFault(`not a name: ${name}`, false)
    return `/${name}`
  }
  return {
    async take(name, path) {
      const answer = await ask('PUT', at(name), await readFile(path))
      if (!answer.ok) throw new StorageFault(`there is no bucket ${bucket}`, false)
      await rm(path)
    },
    async local(name) {
      if (!isStorageName(name)) return undefined
      const head = await ask('HEAD', at(name))
      if (!head.ok) return undefined
      const key = createHash('sha256')
        .update(`${name} ${head.headers.get('etag')}`)
        .digest('hex')
      const copy = join(cache, `${key}${extname(name)}`)
      if (await stat(copy).catch(() => undefined)) {
        const now = new Date()
        await utimes(copy, now, now)
        return copy
      }
      const answer = await ask('GET', at(name))
      if (!answer.ok) return undefined
      await keepCopy(copy, Buffer.from(await answer.arrayBuffer()))
      await sweep(cache)
      return copy
    },
    async list(prefix) {
      const names: string[] = []
      for (let from = ''; ; ) {
        const more = from === '' ? '' : `&continuation-token=${encodeURIComponent(from)}`
        const answer = await ask('GET', `/?list-type=2&prefix=${encodeURIComponent(prefix)}${more}`)
        if (!answer.ok) throw new StorageFault(`there is no bucket ${bucket}`, false)
        const xml = await answer.text()
        // names hold nothing that XML escapes
        names.push(...[...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, name = '']) => name).filter(isStorageName))
        from = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1] ?? ''
        if (from === '') return names.sort()
      }
    },
    async remove(name) {
      await ask('DELETE', at(name))
    },
  }
}

/** Two that ask at once both write, each its own, and the last name stands. */
async function keepCopy(copy: string, bytes: Buffer): Promise<void> {
  await mkdir(join(copy, '..'), { recursive: true })
  const mine = `${copy}.${process.pid}-${Math.random().toString(36).slice(2)}`
  await writeFile(mine, bytes)
  await rename(mine, copy)
}

async function sweep(cache: string): Promise<void> {
  const until = Date.now() - KEPT_MS
  for (const file of await readdir(cache)) {
    const path = join(cache, file)
    const found = await stat(path).catch(() => undefined)
    if (found && found.mtimeMs < until) await rm(path, { force: true })
  }
}

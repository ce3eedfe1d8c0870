// The storage on S3. The server knows who may ask; signatures (V4) it does not reckon.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { StorageFault } from '#engine/ports/storage.ts'
import { type S3Settings, s3Storage } from '#engine/storage/s3.ts'
import { startS3 } from '#test/kit/s3.ts'
import { storageContract } from './storage.ts'

storageContract(async () => {
  const s3 = await startS3()
  return { one: s3Storage(s3.settings()), other: s3Storage(s3.settings()), close: () => s3.stop() }
})

t.test('an unknown key, a missing bucket and a server that is away are faults, and the file stays', async (t) => {
  const s3 = await startS3()
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-storage-'))
  t.teardown(async () => {
    await s3.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const file = join(folder, 'r1.mp3')
  await writeFile(file, 'sound')
  const settings = s3.settings()
  const taking = (how: S3Settings) =>
    s3Storage(how)
      .take('recordings/r1.mp3', file)
      .catch((fault: StorageFault) => fault)
  t.match(await taking({ ...settings, accessKeyId: 'nobody' }), { again: false, message: /403/ })
  t.match(await taking({ ...settings, bucket: 'nowhere' }), { again: false, message: /no bucket nowhere/ })
  await s3.kill()
  t.match(await taking(settings), { again: true })
  t.ok(await stat(file))
})

// A backup's file: whole or nothing, and what is cut off or changed is told.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { checkArchive, readArchive, wholeOf, writeArchive } from '#engine/backup/archive.ts'
import { withoutSecrets } from '#engine/backup/settings-copy.ts'

const folder = mkdtempSync(join(tmpdir(), 'tinglan-archive-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const big = Buffer.alloc(9 * 2 ** 20, 'x')

t.test('what was written is read again, in order, whatever the size of its pieces', async (t) => {
  const file = join(folder, 'whole')
  const archive = writeArchive(file)
  await archive.add('a/b.c', [Buffer.from('one'), Buffer.from('two')])
  await archive.add('empty', [])
  await archive.add('big', [big])
  t.strictSame(readdirSync(folder), ['whole.part'], 'nobody takes half of it for a backup')
  await archive.seal()
  await checkArchive(file)
  const read = readArchive(file)
  t.equal(await read.peek(), 'a/b.c')
  t.equal((await wholeOf(read.take())).toString(), 'onetwo')
  t.equal(await read.peek(), 'empty')
  t.equal((await wholeOf(read.take())).length, 0)
  t.ok((await wholeOf(read.take())).equals(big))
  t.equal(await read.peek(), undefined)
})

t.test('a file that was cut off, changed or is none is told before anything is read from it', async (t) => {
  const bytes = readFileSync(join(folder, 'whole'))
  const cut = join(folder, 'cut')
  writeFileSync(cut, bytes.subarray(0, bytes.length - 200))
  await t.rejects(checkArchive(cut), /damaged, cut off/)
  const none = join(folder, 'none')
  writeFileSync(none, 'hello')
  await t.rejects(checkArchive(none), /damaged, cut off, or another file/)
  await t.rejects(checkArchive(join(folder, 'nowhere')), /There is no file/)
  const dropped = writeArchive(join(folder, 'dropped'))
  await dropped.add('a', [big])
  await dropped.drop()
  t.notOk(readdirSync(folder).some((name) => name.startsWith('dropped')))
})

t.test('settings are kept without what is secret, and it is said what was left out', async (t) => {
  const { kept, left } = withoutSecrets({
    gateway: { port: 9000 },
    postgres: { url: 'postgres://u:pass@db.example.com/x' },
    storage: { endpoint: 'https://s3.example.com', secretAccessKey: 's', accessKeyId: 'a' },
    clickhouse: { password: 'p' },
  })
  t.strictSame(kept, {
    gateway: { port: 9000 },
    postgres: { url: 'postgres://u@db.example.com/x' },
    storage: { endpoint: 'https://s3.example.com' },
    clickhouse: {},
  })
  t.strictSame(left, [
    'the password in postgres.url',
    'storage.secretAccessKey',
    'storage.accessKeyId',
    'clickhouse.password',
  ])
})

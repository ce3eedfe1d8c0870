// What every storage does, whatever it is made of.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Storage, StorageFault } from '#engine/ports/storage.ts'

export interface StorageUnderTest {
  /** two machines' ways to one storage */
  one: Storage
  other: Storage
  close(): Promise<void>
}

export function storageContract(open: () => Promise<StorageUnderTest>): void {
  const cell = (title: string, run: (t: Test, under: StorageUnderTest, file: FileOf) => Promise<void>) =>
    t.test(title, async (t) => {
      const under = await open()
      const folder = await mkdtemp(join(tmpdir(), 'tinglan-storage-'))
      t.teardown(async () => {
        await under.close()
        await rm(folder, { recursive: true, force: true })
      })
      let files = 0
      await run(t, under, async (text) => {
        const path = join(folder, String(files++))
        await writeFile(path, text)
        return path
      })
    })
  const textOf = async (storage: Storage, name: string) => {
    const path = await storage.local(name)
    return path === undefined ? undefined : readFile(path, 'utf8')
  }

  cell('what one machine keeps every other reads, and it is gone from where it was made', async (t, u, file) => {
    const made = await file('hello 你好')
    await u.one.take('recordings/2026-11-29/r1.mp3', made)
    t.equal(await textOf(u.other, 'recordings/2026-11-29/r1.mp3'), 'hello 你好')
    t.equal(await textOf(u.one, 'recordings/2026-11-29/r1.mp3'), 'hello 你好')
    await t.rejects(stat(made))
  })

  cell('a new file under an old name is what everybody reads from then on', async (t, u, file) => {
    await u.one.take('prompts/p1.wav', await file('old'))
    t.equal(await textOf(u.other, 'prompts/p1.wav'), 'old')
    await u.one.take('prompts/p1.wav', await file('new'))
    t.equal(await textOf(u.other, 'prompts/p1.wav'), 'new')
  })

  cell('names are listed by how they begin, in order', async (t, u, file) => {
    for (const name of ['prompts/b.wav', 'prompts/a.mp3', 'prompts/ab.wav', 'recordings/d/x.wav'])
      await u.one.take(name, await file(name))
    t.same(await u.other.list('prompts/a'), ['prompts/a.mp3', 'prompts/ab.wav'])
    t.same(await u.other.list('prompts/a.'), ['prompts/a.mp3'])
    t.same(await u.other.list('nothing/'), [])
    t.same(await u.other.list('recordings/'), ['recordings/d/x.wav'])
  })

  cell('what is removed is not there; removing it again, or what never was, is no fault', async (t, u, file) => {
    await u.one.take('prompts/p1.wav', await file('x'))
    await u.other.remove('prompts/p1.wav')
    await u.other.remove('prompts/p1.wav')
    t.equal(await u.one.local('prompts/p1.wav'), undefined)
    t.equal(await u.one.local('prompts/never.wav'), undefined)
  })

  cell('a name that leads elsewhere is nobody', async (t, u, file) => {
    const made = await file('x')
    for (const name of ['../x', '/etc/passwd', 'a/../../b', 'a//b', '.hidden', ''])
      t.equal(await u.one.local(name), undefined, name)
    const fault = await u.one.take('../x', made).catch((error: unknown) => error)
    t.ok(fault instanceof StorageFault && !fault.again)
    t.ok(await stat(made), 'and the file is still where it was')
  })
}

type FileOf = (text: string) => Promise<string>

// A sealed storage on a folder: nothing readable lies in it, what was there before stays readable, another key opens nothing.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { folderStorage } from '#engine/storage/folder.ts'
import { sealedStorage } from '#engine/storage/sealed.ts'
import { storageContract } from '../../contract/storage.ts'

const KEY = 'a key of thirty-two signs or more'
const folderFor = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `tinglan-${name}-`))

storageContract(async () => {
  const [folder, cache] = [await folderFor('sealed'), await folderFor('opened')]
  const open = () => sealedStorage(folderStorage(folder), { key: KEY, cache })
  const close = async () => {
    for (const one of [folder, cache]) await rm(one, { recursive: true, force: true })
  }
  return { one: open(), other: open(), close }
})

t.test('what people said cannot be read on the disk, and is not sealed twice', async (t) => {
  const [folder, cache] = [await folderFor('sealed'), await folderFor('opened')]
  t.teardown(() => Promise.all([folder, cache].map((one) => rm(one, { recursive: true, force: true }))))
  const storage = sealedStorage(folderStorage(folder), { key: KEY, cache })
  const name = 'recordings/2026/r1.wav'
  const path = join(folder, name)
  const sound = Buffer.from('RIFF 客户说的话 '.repeat(20_000))
  await mkdir(join(folder, 'recordings/2026'), { recursive: true })
  // as a media node does: it is made in its place and handed on, round by round
  await writeFile(path, sound)
  await storage.take(name, path)
  const once = await readFile(path)
  t.notOk(once.includes('客户'))
  await sealedStorage(folderStorage(folder), { key: KEY, cache }).take(name, path)
  t.ok((await readFile(path)).equals(once), 'a new process leaves it as it is')
  t.same(await readdir(join(folder, 'recordings/2026')), ['r1.wav'])
  const opened = (await storage.local(name)) ?? ''
  t.ok((await readFile(opened)).equals(sound))
  t.match(opened, /\.wav$/)
  t.equal(await storage.local(name), opened, 'opened once for many pieces')

  const made = join(cache, 'made')
  await writeFile(made, '第二次说的话')
  await storage.take(name, made)
  t.notOk((await readFile(path)).includes('第二次'), 'a new file under the name is sealed too')
  t.same((await readdir(cache)).includes('made'), false)
  await writeFile(path, once)

  await writeFile(join(folder, 'recordings/2026/old.wav'), 'of before')
  t.equal(await readFile((await storage.local('recordings/2026/old.wav')) ?? '', 'utf8'), 'of before')
  const other = sealedStorage(folderStorage(folder), { key: `${KEY}!`, cache: `${cache}/other` })
  await t.rejects(other.local(name), { message: /another key/ })
  await writeFile(path, Buffer.concat([once.subarray(0, 50), Buffer.from([1]), once.subarray(51)]))
  await t.rejects(storage.local(name), { message: /another key/ }, 'one changed byte')
})

t.test('prompts are played to everybody and stay as they are', async (t) => {
  const [folder, cache] = [await folderFor('sealed'), await folderFor('opened')]
  t.teardown(() => Promise.all([folder, cache].map((one) => rm(one, { recursive: true, force: true }))))
  const made = join(cache, 'made')
  await writeFile(made, 'welcome')
  await sealedStorage(folderStorage(folder), { key: KEY, cache }).take('prompts/p1.wav', made)
  t.equal(await readFile(join(folder, 'prompts/p1.wav'), 'utf8'), 'welcome')
})

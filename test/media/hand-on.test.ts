// Recordings wait on their machine while the storage is away, and are handed on when they are whole.
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { StorageFault } from '#engine/ports/storage.ts'
import { folderStorage } from '#engine/storage/folder.ts'
import { handOnRecordings } from '#media/hand-on.ts'
import { waitFor } from '#test/kit/wait.ts'

t.test('a storage that is away gets them later; what may still be written stays', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'tinglan-hand-on-'))
  const folder = join(root, 'made')
  await mkdir(join(folder, '2026-11-29'), { recursive: true })
  const [whole, young] = ['r1.mp3', 'r2.wav'].map((name) => join(folder, '2026-11-29', name)) as [string, string]
  await writeFile(whole, 'whole')
  await utimes(whole, new Date(0), new Date(0))
  await writeFile(young, 'half')
  const kept = folderStorage(join(root, 'kept'))
  let away = true
  let tries = 0
  const storage = {
    ...kept,
    async take(name: string, path: string) {
      tries++
      if (away) throw new StorageFault('away', true)
      await kept.take(name, path)
    },
  }
  const said: unknown[] = []
  const handing = handOnRecordings({ storage, folder, failed: (fault) => said.push(fault), everyMs: 5 })
  t.teardown(async () => {
    handing.stop()
    await rm(root, { recursive: true, force: true })
  })
  await waitFor(() => tries > 3, { what: 'it is tried again' })
  t.equal(said.length, 1, 'said once')
  away = false
  await waitFor(() => kept.local('recordings/2026-11-29/r1.mp3'), { what: 'it is handed on' })
  t.same(await readdir(join(folder, '2026-11-29')), ['r2.wav'])
})

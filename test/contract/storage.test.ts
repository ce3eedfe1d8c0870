// The storage on a folder.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderStorage } from '#engine/storage/folder.ts'
import { storageContract } from './storage.ts'

storageContract(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-folder-'))
  return {
    one: folderStorage(folder),
    other: folderStorage(folder),
    close: () => rm(folder, { recursive: true, force: true }),
  }
})

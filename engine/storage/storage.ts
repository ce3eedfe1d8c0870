// Which storage the settings name.
import { join } from 'node:path'
import type { Settings } from '#config/settings.ts'
import type { Storage } from '../ports/storage.ts'
import { folderStorage } from './folder.ts'
import { s3Storage } from './s3.ts'
import { sealedStorage } from './sealed.ts'

/** As people and programs see it: sealed where a key is set. */
export function openStorage(settings: Pick<Settings, 'storage' | 'dirs'>): Storage {
  const { storage, dirs } = settings
  const kept = storageAsItLies(settings)
  return storage.key === undefined ? kept : sealedStorage(kept, { key: storage.key, cache: join(dirs.cache, 'opened') })
}

/** For a backup: what is sealed stays so. */
export function storageAsItLies({ storage, dirs }: Pick<Settings, 'storage' | 'dirs'>): Storage {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = storage
  const folder = folderStorage(dirs.storage)
  if (endpoint === undefined) return folder
  const s3 = s3Storage({ endpoint, bucket, region, accessKeyId, secretAccessKey, cache: join(dirs.cache, 'storage') })
  return {
    ...s3,
    // one made on this machine and not handed on yet
    local: async (name) => (name.startsWith('recordings/') && (await folder.local(name))) || s3.local(name),
  }
}

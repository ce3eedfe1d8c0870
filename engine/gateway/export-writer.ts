// How the files that one gateway makes become everybody's: bytes in the storage, how they stand in the database.
import { copyFile } from 'node:fs/promises'
import type { Storage } from '../ports/storage.ts'
import type { ExportJob } from '../protocol/api.ts'
import type { Making } from '../records/table-files/exports.ts'
import type { keptExports } from './kept-exports.ts'

/** where the others find its bytes */
export const keptAs = ({ id, format }: ExportJob): string => `exports/${id}.${format}`

/**
 * Writes a file's work down where it changed; a finished one's bytes are where everybody finds them first. One file is
 * written once at a time: who begins it and the gateway's beat come together.
 */
export function writerOf(
  kept: Pick<ReturnType<typeof keptExports>, 'write'>,
  storage: Pick<Storage, 'take'>,
): (making: Making) => Promise<void> {
  const written = new Map<string, string>()
  const writing = new Map<string, Promise<void>>()
  const write = async ({ ask, job, path }: Making): Promise<void> => {
    const text = JSON.stringify(job)
    if (written.get(job.id) === text) return
    if (job.state === 'done') {
      const copy = `${path}.shared`
      await copyFile(path, copy)
      await storage.take(keptAs(job), copy)
    }
    const { id, accountId, needs, recipe } = ask
    await kept.write({ id, accountId, needs, ...(recipe ? { recipe } : {}), job })
    written.set(job.id, text)
  }
  return async (making) => {
    const { id } = making.job
    const before = writing.get(id)
    const now = before
      ? before.then(
          () => write(making),
          () => write(making),
        )
      : write(making)
    writing.set(id, now)
    try {
      await now
    } finally {
      if (writing.get(id) === now) writing.delete(id)
    }
  }
}

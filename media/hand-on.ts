// Recordings are made in a folder of this machine and handed on to the storage; while it is away they wait here.
import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Storage } from '#engine/ports/storage.ts'

export interface HandOn {
  storage: Storage
  /** dirs.recordings */
  folder: string
  failed(fault: unknown): void
  everyMs?: number
  /** younger files may still be written */
  restMs?: number
}

const EVERY_MS = 10_000
const REST_MS = 60_000

export function handOnRecordings({ storage, folder, failed, everyMs = EVERY_MS, restMs = REST_MS }: HandOn) {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let failing = false
  async function round(): Promise<void> {
    const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    for (const each of found) {
      // one that is being made, or that nobody finished
      if (stopped || !each.isFile() || each.name.endsWith('.part')) continue
      const path = join(each.parentPath, each.name)
      const { mtimeMs } = await stat(path)
      if (Date.now() - mtimeMs >= restMs) await storage.take(`recordings/${relative(folder, path)}`, path)
    }
  }
  const turn = async (): Promise<void> => {
    await round().then(
      () => {
        failing = false
      },
      (fault: unknown) => {
        if (!failing) failed(fault)
        failing = true
      },
    )
    if (!stopped) timer = setTimeout(() => void turn(), everyMs)
  }
  void turn()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

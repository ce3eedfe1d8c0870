// The Storage port on a folder of this machine, or one that several machines mount.
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { isStorageName, type Storage, StorageFault } from '../ports/storage.ts'

export function folderStorage(folder: string): Storage {
  const at = (name: string): string => {
    if (!isStorageName(name)) throw new StorageFault(`not a name: ${name}`, false)
    return join(folder, name)
  }
  return {
    async take(name, path) {
      const to = at(name)
      if (to === path) return
      await mkdir(dirname(to), { recursive: true })
      await rename(path, to).catch((fault) => moveAcross(fault, path, to))
    },
    async local(name) {
      if (!isStorageName(name)) return undefined
      const there = await stat(at(name)).catch(() => undefined)
      return there?.isFile() ? at(name) : undefined
    },
    async list(prefix) {
      const below = join(folder, dirname(`${prefix}-`))
      const found = await readdir(below, { recursive: true, withFileTypes: true }).catch(() => [])
      return found
        .filter((each) => each.isFile())
        .map((each) => relative(folder, join(each.parentPath, each.name)))
        .filter((name) => name.startsWith(prefix) && isStorageName(name))
        .sort()
    },
    remove: (name) => rm(at(name), { force: true }),
  }
}

/** Another disk: first beside its place, so that nobody reads half of it. */
async function moveAcross(fault: unknown, path: string, to: string): Promise<void> {
  if ((fault as { code?: string }).code !== 'EXDEV') throw fault
  await copyFile(path, `${to}.new`)
  await rename(`${to}.new`, to)
  await rm(path)
}

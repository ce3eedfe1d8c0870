// What must be kept nowhere: looks for it in every file of a centre.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Files of the centre that hold the keys. */
export async function holders(folder: string, keys: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const found = await Promise.all(
    files.map(async (file) => ((await readFile(file).catch(() => Buffer.of())).includes(keys) ? file : [])),
  )
  return found.flat()
}

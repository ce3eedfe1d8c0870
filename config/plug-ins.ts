// Reads a folder of plug-ins: one file is one plug-in by its default export, and no list names it.
import { readdir } from 'node:fs/promises'
import { codeAt, SUFFIX } from './code/place.ts'

/**
 * Every plug-in of a folder by its name, in order of names.
 * Throws when two share a name or one lies in a file of another name: either is a slip of who wrote it.
 */
export async function plugInsIn<PlugIn>(folder: URL, nameOf: (plugIn: PlugIn) => string): Promise<Map<string, PlugIn>> {
  const place = codeAt(folder)
  const files = (await readdir(place)).filter((file) => file.endsWith(SUFFIX)).sort()
  const found = await Promise.all(
    files.map(async (file) => {
      const { default: plugIn } = (await import(new URL(file, place).href)) as { default: PlugIn }
      const name = nameOf(plugIn)
      if (`${name}${SUFFIX}` !== file)
        throw new Error(`${name} lies in ${place.pathname}${file}: name the file ${name}${SUFFIX}`)
      return [name, plugIn] as const
    }),
  )
  return new Map(found)
}

// Reads a folder of plug-ins: one file is one plug-in by its default export, and no list names it.
import { readdir } from 'node:fs/promises'

/**
 * Every plug-in of a folder by its name, in order of names.
 * Throws when two share a name or one lies in a file of another name: either is a slip of who wrote it.
 */
export async function plugInsIn<PlugIn>(folder: URL, nameOf: (plugIn: PlugIn) => string): Promise<Map<string, PlugIn>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort()
  const found = await Promise.all(
    files.map(async (file) => {
      const { default: plugIn } = (await import(new URL(file, folder).href)) as { default: PlugIn }
      const name = nameOf(plugIn)
      if (`${name}.ts` !== file) throw new Error(`${name} lies in ${folder.pathname}${file}: name the file ${name}.ts`)
      return [name, plugIn] as const
    }),
  )
  return new Map(found)
}

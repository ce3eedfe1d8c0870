// Which pure tests can notice a change of a file: those that import it, directly or by others, the nearest first.
import { kindOf } from '../kinds.ts'
import { importsOf, type Source } from '../law/source.ts'

export const isUnitTest = (path: string): boolean => path.startsWith('test/') && kindOf(path) === 'unit'

/** Plug-in files are imported by nobody: the folder is read by who lists it. `readers` maps such a folder to that file. */
export function coveringTests(tree: Source[], readers: Record<string, string>): Map<string, string[]> {
  const importers = new Map<string, string[]>()
  const add = (to: string, from: string) => importers.set(to, [...(importers.get(to) ?? []), from])
  for (const source of tree) {
    for (const each of importsOf(source)) if ('to' in each) add(each.to, source.path)
    const folder = Object.keys(readers).find((prefix) => source.path.startsWith(prefix))
    if (folder !== undefined) add(source.path, readers[folder] ?? '')
  }
  return new Map(tree.map(({ path }) => [path, nearest(path, importers)]))
}

function nearest(path: string, importers: Map<string, string[]>): string[] {
  const seen = new Set([path])
  for (const each of seen) for (const from of importers.get(each) ?? []) seen.add(from)
  return [...seen].filter(isUnitTest)
}

// One source file as the law sees it: its imports resolved to paths of the tree, and its syntax.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

export interface Source {
  /** from the root, with `/` */
  path: string
  text: string
}

export type Import = { specifier: string } & ({ to: string } | { outside: string })

const SKIP = new Set(['node_modules', '.svelte-kit', 'build', 'fixtures', '.tap', 'tap-snapshots'])
const CODE = /\.(ts|mjs|svelte)$/

/** Every code file and README below the folders. */
export function readTree(root: string, folders: string[]): Source[] {
  const walk = (folder: string): Source[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return SKIP.has(entry.name) ? [] : walk(path)
      return CODE.test(entry.name) || entry.name === 'README.md'
        ? [{ path, text: readFileSync(join(root, path), 'utf8') }]
        : []
    })
  return folders.flatMap(walk)
}

/** The TypeScript of a file: all of it, or the script blocks of a Svelte component. */
export function codeOf(source: Source): string {
  if (!source.path.endsWith('.svelte')) return source.text
  return [...source.text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n')
}

export const syntaxOf = (source: Source): ts.SourceFile =>
  ts.createSourceFile(source.path, codeOf(source), ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS)

/** All imports, type imports and import('…') with a literal included. */
export function importsOf(source: Source): Import[] {
  return ts.preProcessFile(codeOf(source), true, true).importedFiles.map(({ fileName }) => {
    const to = resolve(source.path, fileName)
    return to === undefined ? { specifier: fileName, outside: packageOf(fileName) } : { specifier: fileName, to }
  })
}

function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (from.startsWith('web/') && specifier.startsWith('$lib/')) return `web/src/lib/${specifier.slice(5)}`
  return undefined
}

/** `@scope/name/sub` → `@scope/name`; `node:fs/promises` and SvelteKit's `$app/…` as they are. */
function packageOf(specifier: string): string {
  if (/^(node:|\$)/.test(specifier)) return specifier
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}

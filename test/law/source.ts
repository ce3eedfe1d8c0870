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

const parsed = new WeakMap<Source, ts.SourceFile>()

/** Parsed once, however many rules look at it. */
export function syntaxOf(source: Source): ts.SourceFile {
  const known = parsed.get(source)
  if (known) return known
  const syntax = ts.createSourceFile(source.path, codeOf(source), ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS)
  parsed.set(source, syntax)
  return syntax
}

/** Every function with its first line and how many lines are its own: those of functions inside it are theirs. */
export function functionsOf(source: Source): { line: number; own: number }[] {
  const syntax = syntaxOf(source)
  const lineOf = (position: number): number => syntax.getLineAndCharacterOfPosition(position).line + 1
  const span = (node: ts.Node): number => lineOf(node.end) - lineOf(node.getStart(syntax)) + 1
  const found: { line: number; own: number }[] = []
  const visit = (node: ts.Node, around: { own: number } | undefined): void => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) {
      ts.forEachChild(node, (each) => visit(each, around))
      return
    }
    const here = { line: lineOf(node.getStart(syntax)), own: span(node) }
    found.push(here)
    // the line on which it begins stays with who holds it
    if (around) around.own -= here.own - 1
    ts.forEachChild(node, (each) => visit(each, here))
  }
  visit(syntax, undefined)
  return found
}

const imported = new WeakMap<Source, Import[]>()

/** All imports, type imports and import('…') with a literal included. */
export function importsOf(source: Source): Import[] {
  const known = imported.get(source)
  if (known) return known
  const found = ts.preProcessFile(codeOf(source), true, true).importedFiles.map(({ fileName }): Import => {
    const to = resolve(source.path, fileName)
    return to === undefined ? { specifier: fileName, outside: packageOf(fileName) } : { specifier: fileName, to }
  })
  imported.set(source, found)
  return found
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

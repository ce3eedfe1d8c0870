// Makes JavaScript of the sources: one bundle a program, thread or plug-in, with what they share in chunks. What belongs to
// it is found from the launcher on, by the form that place.ts tells of; no list names it.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'

export interface Sources {
  /** top of the tree, which the built folder mirrors */
  root: string
  /** the program all others are found from */
  from: string
}

/** with binaries of their own, or files that they find beside themselves */
const EXTERNAL = ['chdb', '@node-rs/argon2', 'highs']
/** packages in CommonJS ask for Node's own modules by require */
const REQUIRE =
  "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);"

const BY_ADDRESS = /new URL\(\s*['"]([^'"]+)['"],\s*import\.meta\.url,?\s*\)/g

/** Files of code that a source reaches by address: one, or those of a folder. */
function reached(file: string, text: string): string[] {
  return [...text.matchAll(BY_ADDRESS)].flatMap(([, address = '']) => {
    const there = join(dirname(file), address)
    if (address.endsWith('.ts')) return [there]
    const folder = address.endsWith('/') && existsSync(there) && statSync(there).isDirectory()
    return folder ? readdirSync(there).flatMap((name) => (name.endsWith('.ts') ? [join(there, name)] : [])) : []
  })
}

/** The address of a source stays what it was; notes what is reached by address. */
const addresses = (root: string, found: Set<string>): esbuild.Plugin => ({
  name: 'addresses',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path.startsWith(join(root, 'node_modules/'))) return
      const text = await readFile(path, 'utf8')
      for (const file of reached(path, text)) found.add(file)
      const contents = text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      return { contents, loader: 'ts' }
    })
  },
})

/** Builds into a folder that is not there yet; it appears whole or not at all. */
export async function build({ root, from }: Sources, into: string): Promise<string[]> {
  const entries = new Set([join(root, from)])
  for (;;) {
    const found = new Set<string>()
    const made = await esbuild.build({
      absWorkingDir: root,
      entryPoints: [...entries],
      outbase: root,
      outdir: into,
      write: false,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: EXTERNAL,
      banner: { js: REQUIRE },
      chunkNames: 'chunks/[hash]',
      sourcemap: true,
      sourcesContent: false,
      minifyWhitespace: true,
      legalComments: 'none',
      define: { BUILT_AT: JSON.stringify(pathToFileURL(`${into}/`).href) },
      plugins: [addresses(root, found)],
      logLevel: 'warning',
    })
    const before = entries.size
    for (const file of found) entries.add(file)
    if (entries.size > before) continue
    await writeAll(made.outputFiles, into)
    return [...entries].map((file) => relative(root, file)).sort()
  }
}

async function writeAll(files: readonly esbuild.OutputFile[], into: string): Promise<void> {
  await mkdir(dirname(into), { recursive: true })
  const half = await mkdtemp(`${into}.`)
  for (const { path, contents } of files) {
    const file = join(half, relative(into, path))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, contents)
  }
  // mkdtemp is for its owner alone; what is built is as open as the sources
  await chmod(half, 0o755)
  await rename(half, into).catch(async (cause: { code?: string }) => {
    // another build of the same sources was first
    if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST') throw cause
    await rm(half, { recursive: true })
  })
}

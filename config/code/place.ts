// Where our own code lies as it runs: TypeScript by tsx, or what build.ts has made of it. Code that is reached by its
// address (a program, a thread, a folder of plug-ins) is written as a new URL of a plain text and import.meta.url: by that
// form the build finds it, and in built code too import.meta.url is the address of the source, beside which its data lies.
import { fileURLToPath } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/** put in by the build: address of the folder that mirrors the tree */
declare const BUILT_AT: string | undefined

const SOURCES = new URL('../../', import.meta.url).href
const builtAt = typeof BUILT_AT === 'string' ? BUILT_AT : undefined

/** ends the name of every file of code */
export const SUFFIX = builtAt ? '.js' : '.ts'

/** Where the code of this source, or of this folder of sources, lies as it runs now. */
export const codeAt = (source: URL): URL =>
  builtAt ? new URL(source.href.slice(SOURCES.length).replace(/\.ts$/, SUFFIX), builtAt) : source

/** What runs one of our own programs: as built as we are. `flags` are Node's. */
export function ownProgram(source: URL, flags: readonly string[] = []): { file: string; args: string[] } {
  const how = builtAt ? ['--enable-source-maps'] : ['--import', 'tsx']
  return { file: process.execPath, args: [...flags, ...how, fileURLToPath(codeAt(source))] }
}

/** Node 20's threads do not inherit tsx from `--import`. */
const underTsx = (source: URL): string => `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))})
  .then(({ register }) => { register(); return import(${JSON.stringify(source.href)}) })`

/** Runs one of our own files in a thread. */
export const startThread = (source: URL, options: WorkerOptions = {}): Worker =>
  builtAt ? new Worker(codeAt(source), options) : new Worker(underTsx(source), { ...options, eval: true })

// The test command: checks, pure tests, those that compute for long, then those with real programs; one closing line. What
// hears sound or kills parts runs alone; what only computes or asks a database of its own runs two at a time.
import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { type Kind, kindOf } from './kinds.ts'

const here = import.meta.dirname
const root = join(here, '..')
const under = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(folder, name))
const all = under(here)
const of = (kind: Kind) => all.filter((name) => kindOf(name) === kind)
const groups: Record<string, string[]> = {
  check: [join(here, 'check.check.ts')],
  unit: [join(here, 'check.unit.ts')],
  long: of('long'),
  real: of('real'),
  e2e: of('e2e'),
}
const GROUPS: Record<string, string[]> = { ...groups, all: Object.values(groups).flat() }

/** Test files of a group, a folder or a path. */
function filesOf(asked: string): string[] {
  const group = GROUPS[asked]
  if (group) return group
  const path = resolve(root, asked)
  const kind = statSync(path, { throwIfNoEntry: false })
  if (kind?.isFile()) return [path]
  const found = kind?.isDirectory() ? under(path).filter((name) => name.endsWith('.test.ts')) : []
  if (found.length > 0) return found
  process.stderr.write(
    `There is no test "${asked}": say ${Object.keys(GROUPS).join(', ')}, a test file or a folder of tests.\n`,
  )
  process.exit(2)
}

/** Real tests whose parts are a PostgreSQL or a ClickHouse of their own: no audio, no deadline of seconds, nobody killed. */
const CALM = ['analytics/', 'engine/gateway/', 'engine/planning/', 'engine/records/'].map((folder) =>
  join(here, folder),
)
const alone = (file: string): boolean =>
  kindOf(file) === 'e2e' || (kindOf(file) === 'real' && !CALM.some((folder) => file.startsWith(folder)))

const asked = process.argv.slice(2)
const files = (asked.length > 0 ? asked : ['all']).flatMap(filesOf)
const jobs = Math.min(2, availableParallelism())
const serial = files.filter(alone).map((file) => `--serial=${relative(root, file)}`)
process.stdout.write(`running ${files.length} test file${files.length === 1 ? '' : 's'}\n`)

const tap = join(root, 'node_modules/tap/dist/esm/run.mjs')
const child = spawn(
  process.execPath,
  [
    tap,
    '--reporter=./test/reporter.mjs',
    '--no-color',
    `--jobs=${jobs}`,
    ...serial,
    ...files.map((file) => relative(root, file)),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))

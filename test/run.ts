// The test command: checks, pure tests, then every test with real programs, one file at a time; one closing line.
import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const here = import.meta.dirname
const root = join(here, '..')
const under = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(folder, name))
const all = under(here)
const real = all.filter((name) => name.endsWith('.real.test.ts'))
const e2e = all.filter((name) => name.endsWith('.e2e.test.ts'))
const check = [join(here, 'check.check.ts')]
const unit = [join(here, 'unit.ts')]

const GROUPS: Record<string, string[]> = { check, unit, real, e2e, all: [...check, ...unit, ...real, ...e2e] }

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

const asked = process.argv.slice(2)
const files = (asked.length > 0 ? asked : ['all']).flatMap(filesOf)
process.stdout.write(`running ${files.length} test file${files.length === 1 ? '' : 's'}, one at a time\n`)

const tap = join(root, 'node_modules/tap/dist/esm/run.mjs')
const child = spawn(
  process.execPath,
  [tap, '--reporter=./test/reporter.mjs', '--no-color', ...files.map((file) => relative(root, file))],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))

// The test command: checks, pure tests, those that compute for long, then those with real programs; one closing line.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { type Kind, kindOf } from './kinds.ts'
import Plain from './reporter.mjs'
import { type Ran, type Running, runFile } from './runner/one-file.ts'
import { longestFirst, nextOf, taskOf } from './runner/order.ts'
import { dearest, subtest } from './runner/tap.ts'

const here = import.meta.dirname
const root = join(here, '..')
/** seconds of wall clock of each file on two quiet cores: `./tinglan test weigh` writes it */
const WEIGHTS = join(here, 'runner/weights.json')

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
const everything = Object.values(groups).flat()
const GROUPS: Record<string, string[]> = { ...groups, all: everything, weigh: everything }

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
const files = (asked.length > 0 ? asked : ['all']).flatMap(filesOf).map((file) => relative(root, file))
const weights = JSON.parse(readFileSync(WEIGHTS, 'utf8')) as Record<string, number>
const waiting = longestFirst(files.map(taskOf), weights)
process.stdout.write(`running ${files.length} test file${files.length === 1 ? '' : 's'}\n`)

const report = new Plain()
report.pipe(process.stdout)
report.write('TAP version 14\n')
const running = new Map<ReturnType<typeof taskOf>, Running>()
const done: Ran[] = []

function begin(): void {
  for (;;) {
    const task = nextOf(waiting, [...running.keys()], availableParallelism())
    if (!task) break
    waiting.splice(waiting.indexOf(task), 1)
    // a file tells what it showed when it has ended: who looks on sees meanwhile that something goes on
    if (files.length > 1) process.stdout.write(`begins: ${task.file}\n`)
    const one = runFile(root, task.file, files.length > 1 ? task.nice : 0)
    running.set(task, one)
    void one.ran.then((ran) => {
      running.delete(task)
      done.push(ran)
      report.write(subtest(done.length, ran))
      begin()
    })
  }
  if (running.size === 0) finish()
}

function finish(): void {
  report.write(`1..${done.length}\n${dearest(done)}`)
  report.end()
  if (asked.includes('weigh')) writeFileSync(WEIGHTS, weighed(done))
  process.exitCode = done.some(({ code }) => code !== 0) ? 1 : 0
}

function weighed(rans: Ran[]): string {
  const seconds = rans.map(({ file, wallMs }) => [file, Math.round(wallMs / 1000)] as const).filter(([, s]) => s >= 5)
  return `${JSON.stringify(Object.fromEntries(seconds.toSorted((a, b) => b[1] - a[1])), null, 2)}\n`
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    waiting.length = 0
    for (const one of running.values()) one.end(signal)
  })
begin()

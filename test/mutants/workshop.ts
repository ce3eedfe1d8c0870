// A copy of the tree in which one file is changed and its tests are run; the checkout itself is never touched.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isUnitTest } from './covering.ts'

const FOLDERS = ['engine', 'media', 'analytics', 'config', 'bench', 'test', 'web']
const FILES = ['package.json', 'tsconfig.json', '.taprc']
const NEAREST = 4

export class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tinglan-mutants-'))
  #child: ChildProcess | undefined

  constructor(root: string) {
    const skip = /\/(node_modules|build|\.svelte-kit|var)$/
    for (const each of [...FOLDERS, ...FILES])
      cpSync(join(root, each), join(this.#folder, each), { recursive: true, filter: (path) => !skip.test(path) })
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'))
    symlinkSync(join(root, 'web/node_modules'), join(this.#folder, 'web/node_modules'))
  }

  /** Do they pass as they are? If not, every change would count as noticed. */
  async sound(tests: string[], mostCpuSeconds: number): Promise<boolean> {
    return this.#all(tests, mostCpuSeconds)
  }

  /** Do the tests pass with this text in the file? Who computes for longer than that has failed; a busy machine fails nobody. */
  async passes(path: string, text: string, tests: string[], mostCpuSeconds: number): Promise<boolean> {
    const file = join(this.#folder, path)
    const before = readFileSync(file)
    writeFileSync(file, text)
    try {
      return await this.#all(tests, mostCpuSeconds)
    } finally {
      writeFileSync(file, before)
    }
  }

  /** The pure ones share a process, the nearest few before the others, as they notice most changes and loading a hundred files takes
   * longer than running them; one with a database of its own begins and ends it, so it has a process of its own. */
  async #all(tests: string[], mostCpuSeconds: number): Promise<boolean> {
    const pure = tests.filter(isUnitTest)
    const dear = tests.filter((test) => !isUnitTest(test)).map((test) => [test])
    for (const some of [pure.slice(0, NEAREST), pure.slice(NEAREST), ...dear])
      if (some.length > 0 && !(await this.#run(some, mostCpuSeconds))) return false
    return true
  }

  #run(tests: string[], mostCpuSeconds: number): Promise<boolean> {
    const limited = `ulimit -t ${mostCpuSeconds}; exec "$0" --import tsx test/mutants/few.ts "$@"`
    const child = spawn('/bin/sh', ['-c', limited, process.execPath, ...tests], {
      cwd: this.#folder,
      stdio: 'ignore',
      // tap's own bound is half a minute of wall clock for all, which a busy machine reaches
      env: { ...process.env, TAP_BAIL: '1', TAP_TIMEOUT: '3600' },
    })
    this.#child = child
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code) => resolve(code === 0))
    })
  }

  close(): void {
    this.#child?.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

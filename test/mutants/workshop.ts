// A copy of the tree in which one file is changed and its tests are run; the checkout itself is never touched.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FOLDERS = ['engine', 'media', 'analytics', 'config', 'bench', 'test', 'web']
const FILES = ['package.json', 'tsconfig.json', '.taprc']

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

  /** Do the tests pass with this text in the file? Who does not end in time has failed. */
  async passes(path: string, text: string, tests: string[], mostMs: number): Promise<boolean> {
    const file = join(this.#folder, path)
    const before = readFileSync(file)
    writeFileSync(file, text)
    try {
      return await this.#run(tests, mostMs)
    } finally {
      writeFileSync(file, before)
    }
  }

  #run(tests: string[], mostMs: number): Promise<boolean> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/mutants/few.ts', ...tests], {
      cwd: this.#folder,
      stdio: 'ignore',
      env: { ...process.env, TAP_BAIL: '1' },
    })
    this.#child = child
    const timer = setTimeout(() => child.kill('SIGKILL'), mostMs)
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code) => {
        clearTimeout(timer)
        resolve(code === 0)
      })
    })
  }

  close(): void {
    this.#child?.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

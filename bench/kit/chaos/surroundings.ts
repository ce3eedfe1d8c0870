// What a centre stands in, so that it can be broken: a small disk of its own, and a clock that can be set. Needs root.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Place } from '#test/kit/centre.ts'

const run = promisify(execFile)
/** what `up` asks for, and a little */
const DISK = 2_600 * 2 ** 20
const LEFT_OVER = 2 ** 20

export interface Surroundings {
  place: Place
  /** Takes all space that is left; answers what gives it back. */
  fillDisk(): Promise<() => Promise<void>>
  /** Somebody sets the clock of all roles; spans go on. */
  setClock(byMs: number): Promise<void>
}

/** Loaded by every role before its own code: its time of day is off by what the file beside it says. */
const OFF = `import { readFileSync } from 'node:fs'
const Real = Date
let off = 0
const read = () => (off = Number(readFileSync(new URL('offset', import.meta.url), 'utf8')))
read()
setInterval(read, 100).unref()
const now = () => Real.now() + off
globalThis.Date = new Proxy(Real, {
  construct: (of, given, as) => Reflect.construct(of, given.length === 0 ? [now()] : given, as),
  apply: () => new Real(now()).toString(),
  get: (of, key) => (key === 'now' ? now : Reflect.get(of, key)),
})
`

export async function openSurroundings(undo: (() => unknown)[]): Promise<Surroundings> {
  const disk = await mkdtemp(join(tmpdir(), 'tinglan-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=755`, 'tmpfs', disk])
  undo.push(async () => {
    await run('umount', ['-l', disk])
    await rm(disk, { recursive: true })
  })
  const clock = await mkdtemp(join(tmpdir(), 'tinglan-clock-'))
  undo.push(() => rm(clock, { recursive: true }))
  const setClock = (byMs: number) => writeFile(join(clock, 'offset'), String(byMs))
  await setClock(0)
  await writeFile(join(clock, 'off.mjs'), OFF)
  return {
    place: { under: disk, env: { NODE_OPTIONS: `--import file://${join(clock, 'off.mjs')}` } },
    setClock,
    async fillDisk() {
      const filler = join(disk, 'filler')
      const { bavail, bsize } = await statfs(disk)
      // the parts write meanwhile: what is left over they take themselves
      await run('fallocate', ['-l', String(Math.max(1, bavail * bsize - LEFT_OVER)), filler])
      return () => rm(filler, { force: true })
    },
  }
}
